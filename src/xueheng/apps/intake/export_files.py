"""导出文件: a table as CSV, workbook or Parquet in which no cell can become a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from xueheng.apps.intake.shown import as_text, label_of
from xueheng.tables.schema import TableSchema

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PART = 2000  # rows that are taken apart at a time
MEASURED = ("integer", "decimal", "number", "score")


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


def _parquet(table: pa.Table, found: TableSchema, path: Path) -> None:
    pq.write_table(table, path, compression="zstd")


FORMATS: dict[str, Callable[[pa.Table, TableSchema, Path], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
}
