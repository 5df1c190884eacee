"""重复行: rows that share a key, exact repeats told apart from contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.issues import Issue, finding
from xueheng.tables.schema import TableSchema
from xueheng.tables.sheet import RawSheet


@dataclass(frozen=True)
class Repeats:
    """Which rows are an exact repeat of an earlier one, which contradict another, and the findings."""

    again: np.ndarray
    conflicts: np.ndarray
    issues: tuple[Issue, ...]


def repeats(
    table: pa.Table, schema: TableSchema, sheets: list[RawSheet], *, headings: Mapping[str, str]
) -> Repeats:
    """Exact repeats count once; different rows with one key are errors that name all of them."""
    n = sum(len(s.rows) for s in sheets)
    again, conflicts = np.zeros(n, bool), np.zeros(n, bool)
    key = [k for k in schema.key if k in table.column_names]
    is_whole = all(k in key for k in schema.key if schema.column(k).required)
    if not key or not is_whole or "count" in table.column_names:
        return Repeats(again, conflicts, ())
    column = "/".join(headings[k] for k in key)
    issues: list[Issue] = []
    for members, value in _same_key(table, schema, key):
        same = len({tuple(row.values()) for row in table.take(members).to_pylist()}) == 1
        again[members[1:]] |= same
        conflicts[members] |= not same
        code = "DUP_SAME" if same else "DUP_CONFLICT"
        issues += _findings(code, [_place(m, sheets) for m in members], column=column, value=value)
    return Repeats(again, conflicts, tuple(issues))


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


def _place(index: int, sheets: list[RawSheet]) -> tuple[RawSheet, int]:
    """The sheet and the row's own number of a row of the joined table."""
    for sheet in sheets:
        if index < len(sheet.rows):
            return sheet, int(sheet.rows[index])
        index -= len(sheet.rows)
    raise IndexError(index)


def _findings(code: str, places: list[tuple[RawSheet, int]], *, column: str, value: str) -> Iterator[Issue]:
    rows = ", ".join(str(row) for _, row in places)
    for sheet, row in places:
        severity = "notice" if code == "DUP_SAME" else "error"
        place = sheet.place(row, column)
        yield finding(code, severity, **place, value=value, rows=rows)  # type: ignore[arg-type]
