"""原始文件: generated tables as the workbooks and CSV files that a clerk would upload."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pyarrow as pa
import xlsxwriter

from xueheng.tables.schema import schema

MADE = datetime(2026, 9, 1, tzinfo=UTC).replace(tzinfo=None)
NOTE = "本表为示例生成的数据，不含任何真实的人和学校"
DEGREE_WORDS = {"primary": "小学", "junior": "初中"}
Cells = list[list[Any]]


def workbook(table: pa.Table, *, name: str, title: str) -> bytes:
    """电子表格 of a table under its title and the note that it is generated, headed as its schema says."""
    return book([[title], [NOTE], *grid(table, name)], sheet="示例")


def csv_text(table: pa.Table, *, name: str) -> bytes:
    """逗号分隔文件 of a table in the encoding that office programs expect."""
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in grid(table, name)]
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def grid(table: pa.Table, name: str) -> Cells:
    """Heads and rows as cells; numbers of persons stay text."""
    heads = headings(name)
    columns = [_cells(table[c].to_pylist(), is_mark=c not in heads) for c in table.column_names]
    return [[heads.get(c, c) for c in table.column_names], *map(list, zip(*columns, strict=True))]


def book(cells: Cells, *, sheet: str) -> bytes:
    """电子表格 of cells, the same bytes for the same cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        made.set_properties({"created": MADE, "title": "示例生成", "comments": NOTE})
        page = made.add_worksheet(sheet)
        for at, row in enumerate(cells):
            page.write_row(at, 0, row)
    return out.getvalue()


@cache
def headings(name: str) -> dict[str, str]:
    """Chinese heading by column of a table's schema."""
    return {c.name: c.label.zh for c in schema(name).columns}


def _cells(values: list[Any], *, is_mark: bool) -> list[Any]:
    if is_mark:
        return [float(v) if isinstance(v, str) and v.replace(".", "", 1).isdigit() else v for v in values]
    return values
