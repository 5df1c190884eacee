"""学生名册: pupils by name as far as the actor sees them, on any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.classes import class_name, grade_of_spell, grade_words
from xueheng.apps.roster.models import Guardian, Org, Person, Spell
from xueheng.apps.roster.queries import place_of, pupils_of_class, spells
from xueheng.standards.class_years import class_years, school_year
from xueheng.standards.code_lists import code_label
from xueheng.standards.pupil_status import pupil_status
from xueheng.standards.words import Words, plain


@dataclass(frozen=True)
class Asked:
    """筛选: which pupils of the roll are wanted; empty says nothing."""

    text: str = ""
    school: str = ""
    grade: int | None = None
    klass: str = ""
    status: str = ""


def roll(actor: Actor, asked: Asked, *, on: date) -> QuerySet[Spell]:
    """学生名册 on a day as far as the actor sees pupils by name, by school, class and name."""
    found = spells(actor, "pupils.see", on=on)
    wanted = {"school__code": asked.school, "klass__code": asked.klass, "status": asked.status}
    found = found.filter(**{lookup: value for lookup, value in wanted.items() if value})
    if asked.text:
        found = found.filter(Q(person__name__icontains=asked.text) | Q(person__number__iexact=asked.text))
    if asked.grade is not None:
        found = found.filter(_in_grade(asked.grade, on))
    return found.order_by("school__code", "klass__code", "person__name", "person")


def _in_grade(grade: int, on: date) -> Q:
    found = Q(klass=None, grade=str(grade))
    for name, stage in class_years().stages.items():
        if grade in stage.grades:
            found |= Q(klass__stage=name, klass__entered=school_year(on) - stage.grades.index(grade))
    return found


def all_grades() -> Sequence[int]:
    """年级 of every stage, in order."""
    return tuple(dict.fromkeys(g for stage in class_years().stages.values() for g in stage.grades))


@dataclass(frozen=True)
class PupilLine:
    """学生 as a list shows one."""

    person: Person
    sex: str
    school: Org
    klass: Org | None
    place: Words  # the class, or the grade where no class is known
    status: Words
    is_present: bool
    since: date


def lines(found: Iterable[Spell], *, on: date) -> list[PupilLine]:
    """学生 of these spells as lists show them."""
    known = pupil_status().statuses
    return [_line(spell, known[spell.status].label, known[spell.status].is_present, on) for spell in found]


def _line(spell: Spell, status: Words, is_present: bool, on: date) -> PupilLine:
    klass, sex = spell.klass, code_label("sex", spell.person.sex)
    place = class_name(klass, on) if klass else grade_words(grade_of_spell(spell, on))
    return PupilLine(spell.person, sex, spell.school, klass, place, status, is_present, spell.valid_from)


@dataclass(frozen=True)
class Stay:
    """在读经历: one spell in words."""

    school: Org
    place: Words
    since: date
    until: date | None
    how: Words  # it began
    why: Words  # it ended
    status: Words


def stays(found: Iterable[Spell], *, on: date) -> list[Stay]:
    """在读经历 in words, each class as it was called on its last day; corrected entries are left out."""
    return [_stay(s, on) for s in found if s.valid_to is None or s.valid_to > s.valid_from]


def _stay(spell: Spell, on: date) -> Stay:
    known, nothing = pupil_status(), plain("")
    day = min(on, spell.valid_to or on)
    place = class_name(spell.klass, day) if spell.klass else grade_words(grade_of_spell(spell, day))
    way_out = known.exits.get(spell.exit_kind)
    how = known.entries.get(spell.entry_kind, nothing)
    why, status = way_out.label if way_out else nothing, known.statuses[spell.status].label
    return Stay(spell.school, place, spell.valid_from, spell.valid_to, how, why, status)


def guardians(actor: Actor, person: Person, *, on: date) -> list[Guardian]:
    """监护人 of a pupil, for those who keep the roll there or work at the school; for others none."""
    school = place_of(actor, person.pk, on=on).school
    works = school and any(
        "pupils.see" in g.permissions and g.path.startswith(school.path) for g in actor.grants
    )
    if not works and not (school and actor.may("pupils.manage", school)):
        return []
    return list(Guardian.objects.filter(child=person).select_related("guardian").order_by("pk"))


@dataclass(frozen=True)
class Term:
    """本学期 of a class: who is in it, who came and who left since the term began."""

    pupils: tuple[PupilLine, ...]
    came: tuple[PupilLine, ...]
    left: tuple[PupilLine, ...]
    since: date

    @property
    def boys(self) -> int:
        """男生数."""
        return sum(line.person.sex == "1" for line in self.pupils)

    @property
    def girls(self) -> int:
        """女生数."""
        return sum(line.person.sex == "2" for line in self.pupils)


def term_of(actor: Actor, klass: Org, *, on: date) -> Term:
    """本学期 of a class that the actor sees by name; NotFound for all others."""
    seen = {person.pk for person in pupils_of_class(actor, klass, on=on)}
    since = term_began(on)
    every = Spell.objects.filter(klass=klass, valid_from__lte=on).select_related("person", "school", "klass")
    now = every.filter(person__in=seen, valid_to=None) | every.filter(person__in=seen, valid_to__gt=on)
    gone = every.filter(valid_to__gt=since, valid_to__lte=on).exclude(person__in=seen)
    pupils = lines(now.order_by("person__name", "person"), on=on)
    came = tuple(line for line in pupils if line.since > since)
    return Term(tuple(pupils), came, tuple(lines(gone.order_by("person__name", "person"), on=on)), since)


def term_began(on: date) -> date:
    """The first day of the term of a day: in September or in March."""
    if on.month >= class_years().begins.month:
        return date(on.year, class_years().begins.month, 1)
    return date(on.year, 3, 1) if on.month >= 3 else date(on.year - 1, class_years().begins.month, 1)
