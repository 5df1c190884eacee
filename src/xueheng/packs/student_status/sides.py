"""两边: the rows of the national export and of the roster as pupils that can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from django.db.models import Q
from django.utils.timezone import localdate

from xueheng.apps.roster.actor import system
from xueheng.apps.roster.classes import own_grade
from xueheng.apps.roster.models import Org, Person
from xueheng.apps.roster.queries import schools, spells
from xueheng.packs.student_status.journal import When
from xueheng.packs.student_status.reading import class_number, grade_said, leaving, state_of
from xueheng.packs.student_status.reconcile import reconcile
from xueheng.packs.student_status.reconciled import Pupil, Reconciled
from xueheng.standards.class_years import grade_on
from xueheng.tables.own import PERSON

PART = 2000  # rows that are taken apart at a time
SHORT = 3000  # rows of an export of a few schools
KEYS = {
    "number", "school_code", "school", "campus", "level", "grade", "class", "class_number", "student_number",
    "name", "sex", "born_on", "status", "id_number", "id_kind", "entered", "entry_year", "photo", "note",
    PERSON,
}  # fmt: skip
HELD = (
    "person_id", "person__name", "person__number", "person__sex", "person__born_on", "school__code",
    "klass__stage", "klass__entered", "klass__number", "grade", "status", "person__id_number",
    "person__facts",
)  # fmt: skip


def compared(table: pa.Table, org: Org, *, when: When) -> Reconciled:
    """核对 an export of an organisation's schools with the roster as it stands now."""
    everywhere = schools(system("mirror"))
    rows = exported(table, on=when.day)
    return reconcile(
        rows,
        on_roll(localdate(when.now), grades_on=when.day, meant=_meant(rows)),
        schools=set(everywhere.filter(path__startswith=org.path).values_list("code", flat=True)),
        known=set(everywhere.values_list("code", flat=True)),
        leaving=leaving(),
    )


def _meant(rows: Sequence[Pupil]) -> Q:
    """The pupils that a short export can be about; a long one is held against everybody."""
    if len(rows) > SHORT:
        return Q()
    numbers, persons = {r.number for r in rows}, {r.person for r in rows if r.person}
    by_school = Q(spells__school__code__in={r.school for r in rows})
    return by_school | Q(number__in=numbers) | Q(pk__in=persons)


def exported(table: pa.Table, *, on: date) -> list[Pupil]:
    """学生 as the national export has them; `key` is the number of the row, from 1."""
    facts = [name for name in table.column_names if name not in KEYS]
    rows = (row for part in table.to_batches(max_chunksize=PART) for row in part.to_pylist())
    return [_said(n, row, facts, on) for n, row in enumerate(rows, start=1)]


def _said(key: int, row: Mapping[str, Any], facts: list[str], on: date) -> Pupil:
    def text(name: str) -> str:
        return str(row.get(name) or "")

    return Pupil(
        key,
        text("name"),
        text("student_number"),
        text("sex"),
        row.get("born_on"),
        text("school_code"),
        grade_said(row.get("grade"), row.get("level"), row.get("entered"), on=on),
        class_number(row.get("class") or row.get("class_number")),
        state_of(row.get("status")),
        text("id_number"),
        row.get(PERSON),
        {name: str(row[name]) for name in facts if row[name] not in (None, "")},
    )


def on_roll(on: date, *, grades_on: date, meant: Q) -> list[Pupil]:
    """学生 of the roster on a day; `key` is the person, without a school who has left."""
    whom = Person.objects.filter(meant)
    live = spells(system("mirror"), "pupils.see", on=on).select_related(None)
    if meant:
        live = live.filter(person__in=whom.values("pk"))
    held = [_held(row, grades_on) for row in live.order_by("school__code", "person").values_list(*HELD)]
    known = {pupil.key for pupil in held}
    past = whom.filter(spells__valid_to__lte=on).distinct()
    rows = past.values_list("pk", "name", "number", "sex", "born_on")
    return held + [
        Pupil(pk, name, no or "", sex, born) for pk, name, no, sex, born in rows if pk not in known
    ]


def _held(row: tuple[Any, ...], on: date) -> Pupil:
    person, name, number, sex, born_on, school, stage, entered, klass, own, status, document, facts = row
    grade = grade_on(stage, entered, on=on) if stage and entered else own_grade(own)
    room = class_number(klass)
    return Pupil(
        person, name, number or "", sex, born_on, school, grade or None, room, status, document, facts
    )
