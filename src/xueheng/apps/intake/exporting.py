"""导出: a Dataset as a file of its own, in which no cell can become a formula; and the marked workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotAllowed, NotFound
from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.shown import as_text, label_of, sees_persons
from xueheng.apps.intake.staging import issue_of, issues_in, laid_in
from xueheng.apps.intake.store import frozen_path, home, stage_path, suffix_of
from xueheng.apps.roster.actor import Actor
from xueheng.tables.marking.marked import write_marked
from xueheng.tables.schema import TableSchema, schema
from xueheng.tables.whole import whole_file

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PART = 2000  # rows that are taken apart at a time
MEASURED = ("integer", "decimal", "number", "score")


def export(actor: Actor, dataset: Dataset, format: str) -> Path:
    """导出 of a Dataset; NotAllowed where the actor may not see the persons in it."""
    actor.require("data.see", dataset.org)
    if format not in FORMATS:
        raise NotFound(_("没有这种格式。"))
    _require_persons(actor, dataset)
    write = FORMATS[format]
    if write is None:
        return frozen_path(dataset.sha256)
    made = home() / "exports" / f"{dataset.sha256}.{format}"
    if not made.is_file():
        with whole_file(made) as path:
            write(load(dataset), schema(dataset.table), path)
    return made


def marked(actor: Actor, upload: Upload) -> Path:
    """标红 of the user's own workbook, made once for each language; for who may see the persons."""
    actor.require("data.see", upload.org)
    _require_persons(actor, upload)
    folder = stage_path(upload.pk, upload.attempt)
    laid = laid_in(folder)
    if not laid:
        raise NotFound(_("这个文件没有读出表格，不能标红。"))
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    made = folder / f"marked.{lang}.xlsx"
    if not made.is_file():
        issues = [issue_of(said) for said in issues_in(folder)]
        source = folder / f"upload{suffix_of(upload.file_name)}"
        write_marked(source, made, issues=issues, laid=laid, lang=lang)  # type: ignore[arg-type]
    return made


def take_out(dataset: Dataset, format: str, *, actor: Actor, now: datetime) -> Path:
    """导出 to keep: an act that the audit knows of."""
    path = export(actor, dataset, format)
    _kept(dataset, "dataset", actor, now, format=format)
    return path


def take_marked(upload: Upload, *, actor: Actor, now: datetime) -> Path:
    """标红的原表 to keep: an act that the audit knows of."""
    path = marked(actor, upload)
    _kept(upload, "upload", actor, now, format="xlsx")
    return path


def _kept(held: Dataset | Upload, kind: str, actor: Actor, now: datetime, *, format: str) -> None:
    told = {"table": held.table, "format": format, "rows": held.rows}
    record(actor.label, "intake.exported", subject=(kind, held.pk), org=held.org_id, now=now, details=told)


def _require_persons(actor: Actor, held: Dataset | Upload) -> None:
    if not sees_persons(actor, held.table, held.org):
        raise NotAllowed(_("这批数据含有个人信息，您的岗位不能导出。"))


def _csv(table: pa.Table, found: TableSchema, path: Path) -> None:
    text, figures = as_text(table, found), _figures(table, found)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        write = csv.writer(out)
        write.writerow(_headings(text, found))
        for part in text.to_batches(max_chunksize=PART):
            columns = [c.to_pylist() if n in figures else _harmless(c.to_pylist()) for n, c in _named(part)]
            write.writerows(zip(*columns, strict=True))


def _xlsx(table: pa.Table, found: TableSchema, path: Path) -> None:
    """Texts are written as texts, so that none of them is ever a formula, a link or a number."""
    text, figures = as_text(table, found), _figures(table, found)
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "in_memory": False})
    sheet, plain = book.add_worksheet(), book.add_format({"num_format": "@"})
    for at, heading in enumerate(_headings(text, found)):
        sheet.write_string(0, at, heading)
    are_figures = [name in figures for name in text.column_names]
    parts = (part.to_pydict() for part in text.to_batches(max_chunksize=PART))
    rows = (row for part in parts for row in zip(*part.values(), strict=True))
    for at, row in enumerate(rows, start=1):
        for column, (cell, is_figure) in enumerate(zip(row, are_figures, strict=True)):
            _write(sheet, at, column, cell, plain, is_figure=is_figure)
    sheet.freeze_panes(1, 0)
    book.close()


def _write(sheet: Any, at: int, column: int, cell: str, plain: Any, *, is_figure: bool) -> None:
    if is_figure and _is_number(cell):
        sheet.write_number(at, column, float(cell))
    elif cell:
        sheet.write_string(at, column, cell, plain)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal() and len(text) <= 15


def _figures(table: pa.Table, found: TableSchema) -> set[str]:
    """The columns of figures, in which a sign in front is no formula."""
    known = {c.name: c.type for c in found.columns}
    return {n for n in table.column_names if known.get(n, "score") in MEASURED}


def _headings(text: pa.Table, found: TableSchema) -> list[str]:
    return _harmless([label_of(name, found).zh for name in text.column_names])


def _harmless(texts: list[str]) -> list[str]:
    """Texts that no spreadsheet takes for a formula."""
    return [f"'{t}" if t.startswith(DANGEROUS) else t for t in texts]


def _named(table: pa.RecordBatch) -> zip[tuple[str, pa.Array]]:
    return zip(table.column_names, table.columns, strict=True)


FORMATS: dict[str, Callable[[pa.Table, TableSchema, Path], None] | None] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": None,
}
