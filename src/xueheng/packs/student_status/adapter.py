"""入库与撤销: what intake calls, within its own transaction, for an export of the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotReady
from xueheng.apps.intake.models import Dataset
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Person, Spell
from xueheng.packs.student_status.applying import apply
from xueheng.packs.student_status.humans import write
from xueheng.packs.student_status.journal import BATCH, Journal, load, save, when
from xueheng.packs.student_status.sides import compared

KEEPS = "pupils.manage"


def committed(dataset: Dataset, table: pa.Table, *, actor: Actor, now: datetime) -> None:
    """核对入库: the roster agrees with the export, as far as nobody has to decide."""
    actor.require(KEEPS, dataset.org)
    moment = when(dataset.period, now)
    found = compared(table, dataset.org, when=moment)
    journal = apply(found, dataset.org, when=moment, actor=actor)
    journal.counts = found.counts
    save(journal, dataset.pk)
    _record("student_status.reconciled", dataset, actor=actor, now=now, counts=found.counts)


def undone(dataset: Dataset, table: pa.Table, *, actor: Actor, now: datetime) -> None:
    """撤销入库: the roster is as it was before; refused once something else has happened to these pupils."""
    actor.require(KEEPS, dataset.org)
    journal = load(dataset.pk)
    _refuse_moved(journal)
    _parts(Spell.objects.all(), journal.spells, lambda part: part.delete())
    _parts(Spell.objects.all(), journal.ended, lambda part: part.update(valid_to=None, exit_kind=""))
    _restore(journal)
    unused = Person.objects.filter(spells=None, posts=None, accounts=None, guardians=None)
    _parts(unused, journal.persons, lambda part: part.delete())
    _parts(Org.objects.filter(pupils=None, posts=None), journal.classes, lambda part: part.delete())
    _record("student_status.restored", dataset, actor=actor, now=now, counts=journal.counts)


def _refuse_moved(journal: Journal) -> None:
    """Undo only what nothing rests on: the spells that were made are still open, nobody came back."""
    made, ended = set(journal.spells), set(journal.ended)
    live = dict(Spell.objects.filter(valid_to=None).values_list("person", "pk"))
    who = dict(Spell.objects.filter(exit_kind__gt="").values_list("pk", "person")) if ended else {}
    made_or_none = {0, *made}
    is_back = any(live.get(who.get(spell, 0), 0) not in made_or_none for spell in ended)
    if is_back or made - set(live.values()):
        raise NotReady(_("入库以后，其中有学生又有了新的学籍变动，不能撤销。请导入更正后的导出表。"))


def _parts(rows: QuerySet[Any], keys: list[int], act: Callable[[QuerySet[Any]], object]) -> None:
    for start in range(0, len(keys), BATCH):
        act(rows.filter(pk__in=keys[start : start + BATCH]))


def _restore(journal: Journal) -> None:
    persons = [p for p in Person.objects.filter(spells__isnull=False).distinct() if p.pk in journal.changed]
    for person in persons:
        for name, value in journal.changed[person.pk].items():
            is_day = name == "born_on" and value
            setattr(person, name, date.fromisoformat(value) if is_day else value)
    write(persons)


def _record(action: str, dataset: Dataset, *, actor: Actor, now: datetime, counts: Mapping[str, int]) -> None:
    subject = ("dataset", dataset.pk)
    record(actor.label, action, subject=subject, org=dataset.org_id, now=now, details=dict(counts))
