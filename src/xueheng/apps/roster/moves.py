"""Spells: how pupils come, move and leave. The national system decides; this keeps its mirror whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Person, Spell
from xueheng.apps.roster.tree import BATCH
from xueheng.standards.pupil_status import pupil_status

MANAGE = "pupils.manage"


@dataclass(frozen=True)
class SpellRow:
    """在读 to be added: the pupil's id, the codes of school and class, from when until before when."""

    person: int
    school: str
    valid_from: date
    klass: str = ""
    grade: str = ""  # where no class says it
    status: str = "enrolled"
    valid_to: date | None = None
    entry_kind: str = ""
    exit_kind: str = ""


@transaction.atomic
def enrol(rows: Sequence[SpellRow], *, actor: Actor, now: datetime) -> list[Spell]:
    """在读: the pupils of a list are at their schools and in their classes; all of them or none."""
    codes = {code for row in rows for code in (row.school, row.klass) if code}
    places = {place.code: place for place in Org.objects.filter(code__in=codes)}
    for code in {row.school for row in rows}:
        actor.require(MANAGE, _place(code, places))
    spells = [_spell(row, places) for row in rows]
    try:
        with transaction.atomic():
            made = Spell.objects.bulk_create(spells, batch_size=BATCH)
    except IntegrityError as error:
        raise NotReady(_("有的学生已经在别处在读，没有登记任何人。")) from error
    schools = sorted({spell.school_id for spell in made})
    org = schools[0] if len(schools) == 1 else None
    audit.record(
        actor.label, "pupils.enrolled", subject=("org", org or ""), org=org, now=now,
        details={"n": len(made), "schools": len(schools)},
    )  # fmt: skip
    return made


@transaction.atomic
def transfer(
    person: Person,
    school: Org,
    *,
    klass: Org | None = None,
    on: date,
    actor: Actor,
    now: datetime,
    status: str = "enrolled",
    grade: str = "",
) -> Spell:
    """转学或调班: the pupil leaves one place and from the same day on is at another."""
    left = _open_spell(person, on)
    actor.require(MANAGE, left.school)
    actor.require(MANAGE, school)
    if (left.school_id, left.klass_id, left.status) == (school.pk, klass.pk if klass else None, status):
        raise NotReady(_("%(name)s已经在这个班。") % {"name": person.name})
    how = "class_changed" if left.school_id == school.pk else "transferred"
    _end(left, on, how)
    row = SpellRow(person.pk, school.code, on, klass.code if klass else "", grade, status, entry_kind=how)
    spell = _spell(row, {place.code: place for place in (school, klass) if place})
    spell.save()
    audit.record(
        actor.label, f"pupil.{how}", subject=("person", person.pk), org=school.pk, now=now,
        details={"from": left.school_id, "to": school.pk},
    )  # fmt: skip
    return spell


@transaction.atomic
def leave(person: Person, *, on: date, exit_kind: str, actor: Actor, now: datetime) -> Spell:
    """离校: the pupil is nowhere in the county from that day on, and it is said why."""
    if exit_kind not in pupil_status().exits:
        raise NotReady(_("没有“%(kind)s”这种离校方式。") % {"kind": exit_kind})
    left = _open_spell(person, on)
    actor.require(MANAGE, left.school)
    _end(left, on, exit_kind)
    audit.record(
        actor.label, "pupil.left", subject=("person", person.pk), org=left.school_id, now=now,
        details={"exit": exit_kind},
    )  # fmt: skip
    return left


def _open_spell(person: Person, on: date) -> Spell:
    spell = Spell.objects.select_for_update().filter(person=person, valid_to=None).first()
    if spell is None:
        raise NotFound(_("这名学生现在不在任何学校就读。"))
    if on <= spell.valid_from:
        values = {"name": person.name, "day": spell.valid_from.isoformat()}
        raise NotReady(_("%(name)s从%(day)s才开始在这里就读，请填更晚的日期。") % values)
    return Spell.objects.select_related("school").get(pk=spell.pk)


def _end(spell: Spell, on: date, exit_kind: str) -> None:
    spell.valid_to, spell.exit_kind = on, exit_kind
    spell.save(update_fields=["valid_to", "exit_kind"])


def _place(code: str, places: Mapping[str, Org]) -> Org:
    if code not in places:
        raise NotFound(_("没有找到机构“%(code)s”。") % {"code": code})
    return places[code]


def _spell(row: SpellRow, places: Mapping[str, Org]) -> Spell:
    school, klass = _place(row.school, places), _place(row.klass, places) if row.klass else None
    if klass is not None and (klass.kind != "class" or not klass.path.startswith(school.path)):
        values = {"klass": klass.name, "school": school.name}
        raise NotReady(_("“%(klass)s”不是%(school)s的班。") % values)
    if row.status not in pupil_status().statuses:
        raise NotReady(_("没有“%(status)s”这种学籍状态。") % {"status": row.status})
    if row.valid_to and row.valid_to <= row.valid_from:
        raise NotReady(_("离校日期要晚于入校日期。"))
    return Spell(person_id=row.person, school=school, klass=klass, **_kept(row))


def _kept(row: SpellRow) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name not in ("person", "school", "klass")}
