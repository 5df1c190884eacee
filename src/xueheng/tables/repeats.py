"""重复行: rows that share a key, exact repeats told apart from contradictions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.places import row_list
from xueheng.tables.schema import TableSchema


def repeats(rows: Rows) -> Iterator[Flag]:
    """Exact repeats count once; different rows with one key are errors that name all of them."""
    table, schema = rows.table, rows.schema
    key = [k for k in schema.key if k in table.column_names]
    is_whole = all(k in key for k in schema.key if schema.column(k).required)
    if not key or not is_whole or "count" in table.column_names:
        return
    column = key[0] if len(key) == 1 else "/".join(rows.headings[k] for k in key)
    for members, value in _same_key(table, schema, key):
        same = len({tuple(row.values()) for row in table.take(members).to_pylist()}) == 1
        told = {"value": value, "rows": row_list(rows, members)}
        for place, member in enumerate(members):
            if same:
                yield Flag("DUP_SAME", "notice", member, column, told, drops=place > 0)
            else:
                yield Flag("DUP_CONFLICT", "error", member, column, told)


def _same_key(table: pa.Table, schema: TableSchema, key: list[str]) -> Iterator[tuple[list[int], str]]:
    """The rows of each key that stands more than once; a blank that is refused anyway is no key."""
    numbered = table.select(key).append_column("at", pa.array(np.arange(table.num_rows)))
    for name in key:
        if schema.column(name).blank == "refused":
            numbered = numbered.filter(numbered[name].is_valid())
    groups = numbered.group_by(key).aggregate([("at", "list")])
    shared = groups.filter(pc.greater(pc.list_value_length(groups["at_list"]), 1))
    for group in shared.sort_by([(k, "ascending") for k in key]).to_pylist():
        members = sorted(group.pop("at_list"))
        yield members, "/".join(str(v) for v in group.values() if v is not None)
