"""Datasets as pages show them: versions, rows, the file itself."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pyarrow as pa
from django.db.models import QuerySet
from django.utils import timezone

from xueheng.apps.intake.exams import MARKS
from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.models import Dataset
from xueheng.apps.intake.series import living, series_of
from xueheng.apps.intake.shown import Page, page_rows
from xueheng.apps.intake.staged import one_of
from xueheng.apps.intake.store import frozen_path
from xueheng.apps.intake.withheld import lawful
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.visibility import visible


def datasets(actor: Actor, *, table: str | None = None, org: Org | None = None) -> QuerySet[Dataset]:
    """数据集 that hold now, the latest first; of one table, or of one organisation and all below it."""
    found = living(visible(_all(), actor, "data.see")).order_by("-committed_at", "-pk")
    if table is not None:
        found = found.filter(table=table)
    return found if org is None else found.filter(org__path__startswith=org.path)


def dataset(actor: Actor, id: UUID | str) -> Dataset:
    """The Dataset of that id, as far as the actor may see it."""
    found: Dataset = one_of(visible(_all(), actor, "data.see"), id)
    return found


def history(actor: Actor, dataset: Dataset) -> list[Dataset]:
    """Every version of the series, the latest first; undone ones too."""
    found = visible(_all(), actor, "data.see").filter(**series_of(dataset))
    return list(found.order_by("-version"))


def rows_of(dataset: Dataset) -> pa.Table:
    """The rows of a Dataset; who calls has found it for an actor."""
    return load(dataset)


def page_of(actor: Actor, dataset: Dataset, *, offset: int = 0, limit: int = 50, search: str = "") -> Page:
    """Some rows of a Dataset as text; without the columns about persons where the actor may not see them."""
    actor.require("data.see", dataset.org)
    table, part = _unranked(dataset), {"offset": offset, "limit": limit}
    return page_rows(table, dataset.table, dataset.org, actor, search=search, exam=dataset.exam, **part)


def _unranked(dataset: Dataset) -> pa.Table:
    """The rows; those of marks by school, class and number, because a file often has them by total."""
    table = load(dataset)
    names = [name for name in ("school", "class", "id") if name in table.column_names]
    is_sorted = names and dataset.table in MARKS
    table = lawful(table, dataset.table, on=timezone.localdate())
    return table.sort_by([(name, "ascending") for name in names]) if is_sorted else table


def parquet_path(dataset: Dataset) -> Path:
    """The file of a Dataset; who calls has found it for an actor."""
    return frozen_path(dataset.sha256)


def _all() -> QuerySet[Dataset]:
    return Dataset.objects.select_related("org", "committed_by__person")
