"""Tables without a schema of their own: the parameters name the columns and say what each is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from xueheng.methods.declare import FreeColumn
from xueheng.standards.words import plain
from xueheng.tables.check import Checked, read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import ColumnSchema, TableSchema, schema


def read_free(path: Path, columns: tuple[FreeColumn, ...], *, name: str) -> Checked:
    """Read just the columns that are named; one that is not there, by what score tables call it."""
    checked = _read(path, columns, name, {})
    absent = {issue.column for issue in checked.issues if issue.code == "COLUMN_MISSING"}
    known = [column for column in schema("scores").columns if column.name in absent]
    also = {column.name: (column.label.zh, column.label.en, *column.synonyms) for column in known}
    return _read(path, columns, name, also) if also else checked


def _read(
    path: Path, columns: tuple[FreeColumn, ...], name: str, also: Mapping[str, tuple[str, ...]]
) -> Checked:
    fields = tuple(
        ColumnSchema(
            c.name, plain(c.name), c.kind, required=c.required, synonyms=c.synonyms or also.get(c.name, ())
        )
        for c in dict.fromkeys(columns)
    )
    found = TableSchema(name, plain(name), fields, exact_headings=True)
    return read_table(path, found, context=Context(), name=name)


def complete_rows(table: pa.Table) -> pa.Table:
    """The rows in which no column is missing."""
    return table.drop_null()
