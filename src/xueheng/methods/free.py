"""Tables without a schema of their own: the parameters name the columns and say what each is."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from xueheng.methods.declare import FreeColumn
from xueheng.standards.words import plain
from xueheng.tables.check import Checked, read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import ColumnSchema, TableSchema


def read_free(path: Path, columns: tuple[FreeColumn, ...], *, name: str) -> Checked:
    """Read just the columns that are named; every one of them must be there."""
    fields = tuple(ColumnSchema(c.name, plain(c.name), c.kind, required=True) for c in dict.fromkeys(columns))
    schema = TableSchema(name, plain(name), fields, exact_headings=True)
    return read_table(path, schema, context=Context(), name=name)


def complete_rows(table: pa.Table) -> pa.Table:
    """The rows in which no column is missing."""
    return table.drop_null()
