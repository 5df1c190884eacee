"""取走: what of a run leaves the platform; where it names many persons, two agree on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
from django.db import transaction

from xueheng.apps.audit.services import record
from xueheng.apps.intake.releasing import Taking, admit, persons_in
from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.queries import Kind, TablePage, bundle_path, report_path
from xueheng.apps.runs.sealing import KIND
from xueheng.apps.runs.store import OUTCOME, folder
from xueheng.methods.declare import Out
from xueheng.methods.registry import method
from xueheng.standards.words import Words, plain
from xueheng.tables.schema import schema, schema_names

BUNDLE = Words("{run}（完整存证包）", "{run} (full receipt)")
DOCUMENT = Words("{run}（{part}）", "{run} ({part})")


@transaction.atomic
def take_bundle(run: Run, kind: Kind, *, actor: Actor, now: datetime) -> Path:
    """存证 to keep; taking the full one, which holds the data, is an act that the audit knows of."""
    path = bundle_path(actor, run, kind)
    if kind == "full":
        what = BUNDLE.fill(run=plain(run.title))
        _admit(run, "bundle", persons_in_bundle(run), what=what, actor=actor, now=now)
        record(actor.label, "runs.bundle_taken", subject=(KIND, run.pk), org=run.org_id, now=now)
    return path


@transaction.atomic
def take_document(run: Run, name: str, *, actor: Actor, now: datetime) -> Path:
    """文档 to keep."""
    path = report_path(actor, run, name)
    what = DOCUMENT.fill(run=plain(run.title), part=plain(name))
    _admit(run, name, persons_in_outcome(run), what=what, actor=actor, now=now)
    return path


@transaction.atomic
def take_table(run: Run, table: TablePage, *, rows: int, actor: Actor, now: datetime) -> None:
    """明细表 goes out: so many of its rows."""
    what = DOCUMENT.fill(run=plain(run.title), part=table.label)
    persons = rows if names_persons(table.columns) else 0
    _admit(run, table.name, persons, what=what, actor=actor, now=now)


def persons_in_bundle(run: Run) -> int:
    """How many persons the full receipt speaks of, at most: one who stands in two tables counts twice."""
    given = (held.dataset for held in run.inputs.all())
    return sum(persons_in(dataset.table, dataset.rows) for dataset in given)


def persons_in_outcome(run: Run) -> int:
    """How many rows of the outcome are about one person each."""
    named = (t.name for t in method(run.method).tables if names_persons(t.columns))
    paths = (folder(run) / OUTCOME / f"{name}.parquet" for name in named)
    return sum(pq.read_metadata(path).num_rows for path in paths if path.is_file())


def names_persons(columns: Sequence[Out]) -> bool:
    """True where a column of an outcome table says who a row is about."""
    return any(column.name in _naming() for column in columns)


@cache
def _naming() -> frozenset[str]:
    every = (column for name in schema_names() for column in schema(name).columns)
    return frozenset(c.name for c in every if c.sensitivity == "personal" and c.type in ("id", "name"))


def _admit(run: Run, part: str, persons: int, *, what: Words, actor: Actor, now: datetime) -> None:
    admit(Taking(KIND, f"{run.pk} {part}", "file", run.org, persons, what), actor=actor, now=now)
