"""Censuses: who was where on a day, as a table by name, as counts and as class sizes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
from django.db.models import Count as Counted
from django.db.models import Q, QuerySet

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.classes import class_name, grade_of, own_grade
from xueheng.apps.roster.models import Org, Spell
from xueheng.apps.roster.reach import IN_TOTALS, reached, spells
from xueheng.apps.roster.spans import holds
from xueheng.standards import class_size as sizes
from xueheng.standards.code_lists import code_list
from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.pupil_status import present_statuses

YES = ("boarder", "left_behind", "migrant_child", "mainstreaming", "disability", "orphan", "registered_poor",
       "minimum_living")  # fmt: skip
NO = (None, "", "0", 0, False)
HELD = (
    "person", "person__number", "person__name", "person__sex", "person__born_on", "person__facts",
    "school", "klass", "grade", "status",
)  # fmt: skip
COLUMNS = pa.schema(
    [
        ("pupil", pa.int64()),
        *((name, pa.string()) for name in ("number", "name", "sex")),
        ("born_on", pa.date32()),
        *((name, pa.string()) for name in ("school_code", "school", "stage")),
        ("grade", pa.int64()),
        *((name, pa.string()) for name in ("class", "class_code", "status")),
        *((name, pa.bool_()) for name in YES),
    ]
)


@dataclass(frozen=True)
class ClassSize:
    """班额: the pupils who sit in a class, and the band that the number falls in."""

    school: Org
    klass: Org
    grade: int
    pupils: int
    band: str | None  # standards/class_size, for classes of primary to senior


@dataclass(frozen=True)
class Count:
    """人数 of a class, of a grade or of a school (then without what is summed over)."""

    school: Org
    klass: Org | None
    grade: int | None
    pupils: int
    boys: int
    girls: int
    classes: int = 1


def census(org: Org, *, on: date, actor: Actor | None = None) -> pa.Table:
    """花名册 of an organisation and all below it on a day; with an actor, only where it sees pupils by name.

    Without one it is the snapshot that a mechanism freezes, after it has asked for the right itself.
    """
    live = Spell.objects.filter(holds(on)) if actor is None else spells(actor, "pupils.see", on=on)
    inside = Q(school__path__startswith=org.path) | Q(klass__path__startswith=org.path)
    rows = live.filter(inside).order_by("school__code", "klass__code", "person_id").values_list(*HELD)
    places = _places(org, on)
    columns = zip(*(_row(row, places) for row in rows), strict=True)
    arrays = [pa.array(held, field.type) for held, field in zip(columns, COLUMNS, strict=False)]
    return pa.table(arrays, schema=COLUMNS) if arrays else COLUMNS.empty_table()


def _places(org: Org, on: date) -> Mapping[int, tuple[Any, ...]]:
    above = [int(step) for step in org.path.strip("/").split("/")]
    known = Org.objects.filter(Q(path__startswith=org.path) | Q(pk__in=above))
    return {place.pk: _said(place, on) for place in known}


def _said(place: Org, on: date) -> tuple[Any, ...]:
    if place.kind != "class":
        return place.code, place.name
    return place.stage, grade_of(place, on), class_name(place, on).zh, place.code


def _row(held: tuple[Any, ...], places: Mapping[int, tuple[Any, ...]]) -> tuple[Any, ...]:
    person, number, name, sex, born_on, facts, school, klass, grade, status = held
    place = places[klass] if klass else ("", own_grade(grade), "", "")
    boarder = facts.get("attendance") == "2" or facts.get("boarder") not in NO
    flags = (facts.get(flag) not in NO for flag in YES[1:])
    return (person, number, name, sex, born_on, *places[school], *place, status, boarder, *flags)


def census_counts(actor: Actor, org: Org, *, on: date) -> list[Count]:
    """人数 by school and class on a day, boys and girls apart, of those who sit in class."""
    rows = _present(actor, org, on).values("school", "klass", "grade", "person__sex")
    places = Org.objects.in_bulk({pk for row in rows for pk in (row["school"], row["klass"]) if pk})
    found: dict[tuple[Any, ...], Count] = {}
    for row in rows.annotate(n=Counted("pk")):
        school, klass = places[row["school"]], places.get(row["klass"])
        grade = grade_of(klass, on) if klass else own_grade(row["grade"])
        boys, girls = ((row["n"] if row["person__sex"] in named else 0) for named in _sexes())
        one = Count(school, klass, grade, row["n"], boys, girls, int(klass is not None))
        key = (school.code, grade, klass.code if klass else "")
        found[key] = replace(_sum(found[key], one), classes=one.classes) if key in found else one
    return [found[key] for key in sorted(found)]


def by_grade(counts: Iterable[Count]) -> list[Count]:
    """人数 of each grade of each school."""
    return _merged(counts, lambda c: (c.school.code, c.grade), lambda c: replace(c, klass=None))


def by_school(counts: Iterable[Count]) -> list[Count]:
    """人数 of each school."""
    return _merged(counts, lambda c: (c.school.code,), lambda c: replace(c, klass=None, grade=None))


def class_sizes(actor: Actor, org: Org, *, on: date) -> list[ClassSize]:
    """班额 of every class on a day, empty ones too, where the actor sees totals or the class."""
    classes = Org.objects.filter(holds(on), kind="class", path__startswith=org.path)
    seen = reached(classes, actor, *IN_TOTALS).select_related("parent__parent").order_by("code")
    counts = _present(actor, org, on).values_list("klass").annotate(n=Counted("pk"))
    pupils: dict[int, int] = dict(counts)
    return [_size(klass, pupils.get(klass.pk, 0), on) for klass in seen]


def _size(klass: Org, pupils: int, on: date) -> ClassSize:
    school = klass.parent if klass.parent.kind in kinds_of("school") else klass.parent.parent or klass.parent
    known = sizes.class_sizes(on=on)
    band = known.band_of(pupils) if klass.stage in known.standard else None
    return ClassSize(school, klass, grade_of(klass, on), pupils, band.id if band else None)


def _present(actor: Actor, org: Org, on: date) -> QuerySet[Spell]:
    inside = Q(school__path__startswith=org.path) | Q(klass__path__startswith=org.path)
    live = spells(actor, *IN_TOTALS, on=on).filter(inside, status__in=present_statuses())
    return live.select_related(None).order_by()


def _merged(
    counts: Iterable[Count], key: Callable[[Count], Any], less: Callable[[Count], Count]
) -> list[Count]:
    found: dict[Any, Count] = {}
    for count in counts:
        found[key(count)] = _sum(found[key(count)], count) if key(count) in found else less(count)
    return list(found.values())


def _sum(one: Count, other: Count) -> Count:
    added = {
        name: getattr(one, name) + getattr(other, name) for name in ("pupils", "boys", "girls", "classes")
    }
    return replace(one, **added)


def _sexes() -> tuple[Collection[str], Collection[str]]:
    codes = code_list("sex")
    return ("1", *codes["1"]), ("2", *codes["2"])
