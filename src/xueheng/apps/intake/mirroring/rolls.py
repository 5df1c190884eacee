"""名册一方: the roll, and the last list of the same kind, as entries that an export can be held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from xueheng.apps.intake.collected import OF_DATASETS
from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.mirroring.side import Asked, Ours
from xueheng.apps.intake.models import Dataset
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.classes import own_grade
from xueheng.apps.roster.models import Person
from xueheng.apps.roster.queries import spells
from xueheng.standards.class_years import grade_on
from xueheng.tables.mirrors.reading import class_number, exported
from xueheng.tables.mirrors.sides import Entry

SHORT = 3000  # rows of an export of a few schools
HELD = (
    "person_id", "person__name", "person__number", "person__sex", "person__born_on", "school__code",
    "klass__stage", "klass__entered", "klass__number", "grade", "status", "person__id_number",
    "person__facts",
)  # fmt: skip


def of_roll(asked: Asked) -> Ours:
    """名册: the roll as it is now, and who was on it once and may come back."""
    return Ours(on_roll(asked, _meant(asked.rows)))


def of_present(asked: Asked) -> Ours:
    """名册 with what the last list of the same period said of each; nobody else can be in the export."""
    found = on_roll(asked, _meant(asked.rows))
    roll = {one.number: one for one in found if one.school and one.number}
    last = {one.number: one for one in _last(asked, period=True)}
    held = [
        replace(one, facts={**one.facts, **last[no].facts}) if no in last else one for no, one in roll.items()
    ]
    return Ours(held, roll)


def of_list(asked: Asked) -> Ours:
    """名单: the last list of the same kind, each with school and class as the roll has them now."""
    listed = _last(asked, period=False)
    numbers = {one.number for one in (*asked.rows, *listed)}
    meant = Q(number__in=numbers) if len(numbers) <= SHORT else Q()
    roll = {one.number: one for one in on_roll(asked, meant) if one.number}
    held = [_on_roll(one, roll[one.number]) if one.number in roll else one for one in listed]
    return Ours(held, roll)


def on_roll(asked: Asked, meant: Q) -> list[Entry]:
    """学生 of the roster now; `key` is the person, without a school who has left."""
    on = localdate(asked.when.now)
    whom = Person.objects.filter(meant)
    live = spells(system("mirror"), "pupils.see", on=on).select_related(None)
    if meant:
        live = live.filter(person__in=whom.values("pk"))
    rows = live.order_by("school__code", "person").values_list(*HELD)
    held = [_held(row, asked.when.day) for row in rows]
    known = {one.key for one in held}
    past = whom.filter(spells__valid_to__lte=on).distinct()
    left = past.values_list("pk", "name", "number", "sex", "born_on")
    return held + [Entry(pk, name, no or "", *said) for pk, name, no, *said in left if pk not in known]


def _on_roll(listed: Entry, held: Entry) -> Entry:
    own = {name: getattr(held, name) for name in ("name", "sex", "born_on", "school", "grade", "klass")}
    return replace(listed, key=-listed.key, **own)


def _last(asked: Asked, *, period: bool) -> Sequence[Entry]:
    """The rows of the Dataset of the same table before this one, of the same period or of any."""
    table, own = asked.system.id, asked.dataset
    exports = Dataset.objects.exclude(OF_DATASETS).order_by("-committed_at", "-pk")
    found = exports.filter(table=table, org=asked.org, undone_at=None)
    if own is not None:
        found = found.filter(committed_at__lte=own.committed_at).exclude(pk=own.pk)
    before = found.filter(superseded_by=None if own is None else own).first() or found.first()
    if before is None or (period and before.period != asked.period):
        return ()
    return exported(load(before), asked.system, on=asked.when.day)


def _meant(rows: Sequence[Entry]) -> Q:
    """The pupils that a short export can be about; a long one is held against everybody."""
    if len(rows) > SHORT:
        return Q()
    numbers, persons = {r.number for r in rows}, {r.person for r in rows if r.person}
    by_school = Q(spells__school__code__in={r.school for r in rows})
    return by_school | Q(number__in=numbers) | Q(pk__in=persons)


def _held(row: tuple[Any, ...], on: date) -> Entry:
    person, name, number, sex, born_on, school, stage, entered, klass, own, status, document, facts = row
    grade = grade_on(stage, entered, on=on) if stage and entered else own_grade(own)
    room = class_number(klass)
    known: Mapping[str, str] = facts
    return Entry(
        person, name, number or "", sex, born_on, school, grade or None, room, status, document, facts=known
    )
