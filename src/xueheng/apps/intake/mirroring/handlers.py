"""入库与撤销: what every export of a national system does with what is kept here, within one transaction."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from xueheng.apps.intake.mirroring.journal import Journal, load, save, when
from xueheng.apps.intake.mirroring.mirror import kept
from xueheng.apps.intake.mirroring.side import compared, side_of
from xueheng.apps.intake.models import Dataset
from xueheng.apps.packs import named
from xueheng.apps.roster.actor import Actor


def committed(dataset: Dataset, table: pa.Table, *, actor: Actor, now: datetime) -> None:
    """核对入库: what the export settles is carried out here, and how many rows differ is known."""
    side, moment = side_of(dataset.table), when(dataset.period, now)
    if side.keeps:
        actor.require(side.keeps, dataset.org)
    found = compared(table, dataset, when=moment).found
    journal = Journal(counts=found.counts)
    if side.carry_out:
        named(side.carry_out)(found, dataset.org, journal, when=moment, actor=actor)
    save(journal, dataset.pk)
    kept(side, "reconciled", dataset, actor=actor, now=now, details=found.counts)


def undone(dataset: Dataset, table: pa.Table, *, actor: Actor, now: datetime) -> None:
    """撤销入库: all is as it was before; refused once something else has happened to these persons."""
    side, journal = side_of(dataset.table), load(dataset.pk)
    if side.keeps:
        actor.require(side.keeps, dataset.org)
    if side.restore:
        named(side.restore)(journal)
    kept(side, "restored", dataset, actor=actor, now=now, details=journal.counts)
