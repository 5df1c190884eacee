"""Rows as rules see them: typed columns of all sheets joined, and which cells are wrong already."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.tables.context import Context
from xueheng.tables.issues import Severity
from xueheng.tables.schema import TableSchema


@dataclass(frozen=True)
class Flag:
    """A rule's finding: what, how grave, in which row and column; the place is put into words later."""

    code: str
    severity: Severity
    row: int | None  # index of the row, None for the whole table
    column: str | None = None  # name of the column in the schema, None for the whole row
    values: Mapping[str, object] = field(default_factory=dict)  # what the message says beside place and value
    repair: str | None = None
    drops: bool = False  # the row is superseded or repeated: neither good nor kept


@dataclass(frozen=True)
class Rows:
    """The typed rows of a table, with what the caller knows and what is wrong already."""

    schema: TableSchema
    table: pa.Table
    numbers: np.ndarray  # the file's own row number of each row
    headings: Mapping[str, str]  # column name to the heading in the file
    context: Context
    wrong: Collection[tuple[int, str]] = frozenset()  # (row index, column name) that hold an error
    dropped: Collection[int] = frozenset()  # rows that an earlier rule has dropped
    factors: Mapping[str, Decimal] = field(default_factory=dict)  # from the file's unit to the schema's
    memo: dict[str, Any] = field(default_factory=dict)  # what one rule finds out of the table for the next

    @property
    def n(self) -> int:
        """How many rows there are."""
        return len(self.numbers)

    def has(self, *names: str) -> bool:
        """True when the file has all these columns."""
        return all(name in self.table.column_names for name in names)

    def values(self, name: str) -> list[Any]:
        """The values of a column, None where blank or unreadable; all None when the file lacks it."""
        if name not in self._columns:
            self._columns[name] = self._read(name)
        return self._columns[name]

    def is_sound(self, row: int, *names: str) -> bool:
        """True when none of these cells holds an error."""
        return all((row, name) not in self.wrong for name in names)

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        return {}

    def _read(self, name: str) -> list[Any]:
        return self.table[name].to_pylist() if self.has(name) else [None] * self.n
