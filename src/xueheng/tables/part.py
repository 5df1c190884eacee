"""One sheet read against its schema: typed columns, its findings by cell, where its header stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from xueheng.tables.context import Context
from xueheng.tables.files.grid import Laid
from xueheng.tables.files.sheet import RawSheet
from xueheng.tables.issues import Issue, Question, finding
from xueheng.tables.layout import Layout, place
from xueheng.tables.schema import TableSchema
from xueheng.tables.sheet_reader import SheetReader


@dataclass(frozen=True)
class Part:
    """One sheet as read; `cells` are its findings by row index and heading."""

    sheet: RawSheet
    layout: Layout
    table: pa.Table
    issues: tuple[Issue, ...]
    cells: Mapping[tuple[int, str], Issue]
    questions: tuple[Question, ...]
    headings: Mapping[str, str]
    is_lost: bool

    @property
    def laid(self) -> Laid:
        """Where the header stands."""
        header = self.sheet.header
        columns = {h: i for i, h in reversed([*enumerate(self.sheet.headings, start=1)]) if h}
        return Laid(self.sheet.name, header.rows if header else (), columns)


def read_part(sheet: RawSheet, schema: TableSchema, context: Context) -> Part:
    """Type every column that means something."""
    layout = place(sheet, schema, context)
    reader = SheetReader(sheet, schema, context, layout.placed)
    columns = [reader.column(p) for p in layout.placed]
    arrays = {name: array for column in columns for name, array in column.items()}
    cells = {(row, sheet.headings[column]): issue for (row, column), issue in reader.found.items()}
    issues = (*sheet.issues, *layout.issues, *_hidden(sheet))
    headings = {p.column.name: sheet.headings[p.index] for p in layout.placed}
    table = pa.table(arrays)
    return Part(sheet, layout, table, issues, cells, tuple(reader.questions), headings, reader.is_unreadable)


def _hidden(sheet: RawSheet) -> tuple[Issue, ...]:
    places = (sheet.place(int(sheet.rows[index]), None) for index in sheet.hidden)
    return tuple(finding("HIDDEN_ROW", "notice", **place) for place in places)
