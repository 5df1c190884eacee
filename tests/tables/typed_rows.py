"""Typed rows as rules see them, written by hand; the first row of a file's data has number 2."""

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa

from xueheng.tables.cells.values import MARK
from xueheng.tables.context import Context
from xueheng.tables.rows import Rows
from xueheng.tables.schema import schema

ARROW = {
    "score": MARK,
    "integer": pa.int64(),
    "date": pa.date32(),
    "instant": pa.timestamp("s"),
}


def rows_of(table, columns, *, wrong=(), dropped=(), **context):
    """The columns of a table by name; one that the schema does not name holds marks, or text at ':status'."""
    n = len(next(iter(columns.values())))
    arrays = {name: pa.array(values, _type(table, name)) for name, values in columns.items()}
    return Rows(
        schema(table),
        pa.table(arrays),
        tuple(range(2, n + 2)),
        {name: name for name in columns},
        Context(**context),
        frozenset(wrong),
        frozenset(dropped),
    )


def told(flags):
    """Code, severity, index of the row and column of every finding."""
    return [(f.code, f.severity, f.row, f.column) for f in flags]


def marks(*values):
    """Marks written as text, None where there is none."""
    return [None if v is None else Decimal(str(v)) for v in values]


def at(text):
    """An instant of the day of the deadline."""
    return datetime.fromisoformat(text)


def day(text):
    """A day."""
    return date.fromisoformat(text)


def _type(table, name):
    if name.endswith(":status"):
        return pa.string()
    kinds = {column.name: column.type for column in schema(table).columns}
    return ARROW.get(kinds.get(name, "score"), pa.string())
