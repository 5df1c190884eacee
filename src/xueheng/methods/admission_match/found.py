"""What is wrong with the inputs: gathered as issues, each with its row and repair, and refused together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.declare import ROW
from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = "xueheng.methods.admission_match"
NAME = b"table"  # a table carries the name of its input to whatever is made of it
MOST = 1_000  # so many rows of one kind are listed


@dataclass
class Findings:
    """Issues of all inputs so far."""

    issues: list[Issue] = field(default_factory=list)

    def at(self, code: str, table: pa.Table, column: str, where: Iterable[int], **values: Any) -> None:
        """One issue for each of these rows of a table."""
        rows = table[ROW] if ROW in table.column_names else None
        name = (table.schema.metadata or {}).get(NAME, b"").decode() or None
        for index in list(where)[:MOST]:
            row = None if rows is None else rows[int(index)].as_py()
            value = table[column][int(index)].as_py() if column in table.column_names else None
            value = f"{value.normalize():f}" if isinstance(value, Decimal) else value
            said: dict[str, Any] = {"row": row, "column": column, "value": value, **values}
            self.issues.append(replace(finding(code, "error", package=PACKAGE, **said), table=name))

    def whole(self, code: str, **values: Any) -> None:
        """An issue of no single row."""
        self.issues.append(finding(code, "error", package=PACKAGE, **values))

    def refuse(self) -> None:
        """Refused with all of them, when there are any."""
        if self.issues:
            raise Refused(self.issues)


def named(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The inputs, each of which knows its name."""
    return {name: table.replace_schema_metadata({NAME: name}) for name, table in tables.items()}


def column(table: pa.Table, name: str) -> pa.Array:
    """The column, all null where the table lacks it."""
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    held = table[name].combine_chunks()
    return held.cast(pa.string()) if pa.types.is_null(held.type) else held


def index_in(values: pa.Array, known: pa.Array) -> np.ndarray:
    """The place of each value among the known ones, -1 for none."""
    return np.asarray(pc.fill_null(pc.index_in(values, value_set=known), -1).to_numpy(zero_copy_only=False))
