"""What an actor may read of runs: lists, one run, its outcome as computed, its rows, its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.intake.shown import sees_persons
from xueheng.apps.intake.store import rows_in
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.visibility import visible
from xueheng.apps.runs import store
from xueheng.apps.runs.asking import known_method, spoken
from xueheng.apps.runs.documents import HAS_RESULT, Document, document_folder, is_being_made, ready, report_of
from xueheng.apps.runs.forms import FormField, fields
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.starting import Startable, StartInput, startable
from xueheng.methods.declare import Out
from xueheng.methods.registry import method as declaration
from xueheng.methods.run import Run as Computed
from xueheng.reports.blocks import Report
from xueheng.standards.words import Lang, Words

__all__ = ["Documents", "StartInput", "Startable", "TablePage", "bundle_path", "documents", "form_fields"]
__all__ += ["loaded", "report", "report_path", "run", "runs", "sees_inputs", "startable", "table"]

Kind = Literal["full", "public"]
NOWHERE: Mapping[str, str] = {}
ROWS = 50


@dataclass(frozen=True)
class TablePage:
    """Some rows of an outcome table, in its own order."""

    name: str
    label: Words
    columns: tuple[Out, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    offset: int


@dataclass(frozen=True)
class Documents:
    """文档 of a run in one language: what stands ready, and whether more is being made."""

    files: tuple[Document, ...]
    is_being_made: bool


def runs(actor: Actor, *, method: str | None = None, limit: int | None = None) -> list[Run]:
    """运算 that the actor may see, the latest first."""
    found = visible(Run.objects.select_related("org", "asked_by__person"), actor, "runs.see")
    wanted = found.filter(method=method) if method else found
    return list(wanted.order_by("-asked_at", "-pk")[:limit])


def run(actor: Actor, run_id: UUID | str) -> Run:
    """运算 of that id within what the actor may see; NotFound otherwise."""
    found = visible(Run.objects.select_related("org", "asked_by__person"), actor, "runs.see")
    try:
        return found.prefetch_related("inputs__dataset__org").get(pk=run_id)
    except (Run.DoesNotExist, ValidationError) as error:
        raise NotFound(_("没有这次运算。")) from error


def form_fields(method: str) -> tuple[FormField, ...]:
    """The fields of a method's form."""
    return fields(known_method(method))


def loaded(run: Run) -> Computed:
    """The run as it was computed; nothing is computed again."""
    if run.state not in HAS_RESULT:
        raise NotReady(_("这次运算还没有结果。"))
    return store.read_outcome(run)


def report(run: Run) -> Report:
    """The report of a run as its page shows it."""
    return report_of(run, loaded(run))


def table(
    actor: Actor,
    run: Run,
    name: str,
    *,
    where: Mapping[str, str] = NOWHERE,
    offset: int = 0,
    limit: int = ROWS,
) -> TablePage:
    """Rows of an outcome table whose columns have exactly the given values; a page of them."""
    actor.require("runs.see", run.org)
    path = store.folder(run) / store.OUTCOME / f"{name}.parquet"
    declared = next((t for t in declaration(run.method).tables if t.name == name), None)
    if run.state not in HAS_RESULT or declared is None or not path.is_file():
        raise NotFound(_("没有这张表。"))
    found = rows_in(path)
    for column, value in where.items():
        found = found.filter(_equal(found, column, value))
    page = found.slice(max(offset, 0), max(limit, 0))
    columns = tuple(c for c in declared.columns if c.name in found.column_names)
    rows = tuple(zip(*(page[c.name].to_pylist() for c in columns), strict=True))
    return TablePage(name, declared.label, columns, rows, found.num_rows, offset)


def bundle_path(actor: Actor, run: Run, kind: Kind = "full") -> Path:
    """存证 of a sealed run; the full one, which holds the data, for who sees the persons in them."""
    actor.require("runs.see", run.org)
    if kind == "full" and not sees_inputs(actor, run):
        raise NotAllowed(_("完整存证里有个人信息或原始数据，您的岗位只能取公开存证。"))
    if run.state != "sealed":
        raise NotReady(_("这次运算还没有封存，没有存证。"))
    return store.folder(run) / (store.BUNDLE if kind == "full" else store.PUBLIC_BUNDLE)


def documents(actor: Actor, run: Run, *, lang: Lang | None = None) -> Documents:
    """文档 that stand ready in the reader's language, and whether more is being made."""
    actor.require("runs.see", run.org)
    wanted = lang or spoken()
    return Documents(tuple(ready(run, wanted)), is_being_made(run, wanted))


def report_path(actor: Actor, run: Run, name: str, *, lang: Lang | None = None) -> Path:
    """The file of a document that stands ready; NotFound for any other name."""
    wanted = lang or spoken()
    if name not in {document.name for document in documents(actor, run, lang=wanted).files}:
        raise NotFound(_("没有这份文档。"))
    return document_folder(run, wanted) / name


def sees_inputs(actor: Actor, run: Run) -> bool:
    """True for who may have the full receipt: who sees its Datasets and the persons in them."""
    given = [held.dataset for held in run.inputs.select_related("dataset__org")]
    return all(actor.may("data.see", d.org) and sees_persons(actor, d.table, d.org) for d in given)


def _equal(table: pa.Table, column: str, value: str) -> Any:
    if column not in table.column_names:
        raise NotFound(_("这张表没有“%(name)s”一列。") % {"name": column})
    kind = table.schema.field(column).type
    try:
        return pc.fill_null(pc.equal(table[column], pa.scalar(value).cast(kind)), False)
    except pa.ArrowInvalid:
        return pa.array([False] * table.num_rows, pa.bool_())
