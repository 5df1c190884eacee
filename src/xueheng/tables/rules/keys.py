"""重复: what may stand once only, what must be the same wherever it stands, and rows entered twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.words import Words, catalogue, plain
from xueheng.tables.cells.codes import words_of
from xueheng.tables.issues import Severity
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.blanks import is_nothing

SERIAL = "number"  # rows that differ in their serial number only are the same
DEPARTMENT = re.compile(r"(小学|初中|高中|中学)部[)）]?$")
SHOWN = 10  # so many rows or values are listed by name

Group = list[int]


def repeated(rows: Rows, *, columns: tuple[str, ...]) -> Iterator[Flag]:
    """完全相同的行 count once; a row is known by the first of these columns that holds something."""
    for column in columns:
        earlier = columns[: columns.index(column)]
        for members in _alike(rows, _sharing(rows, (column,), unless=earlier)):
            for place, row in enumerate(members):
                told = {"rows": _listed(rows, members, row)}
                yield Flag("DUP_SAME", "notice", row, column, told, drops=place > 0)


def distinct(
    rows: Rows, *, columns: tuple[str, ...], name: str = "", unless: str = "", part: str = ""
) -> Iterator[Flag]:
    """These columns together stand once, or once for each 学部 by name; dropped rows do not count."""
    names = rows.values(name) if rows.has(name) else []
    shared = _sharing(rows, columns, unless=(unless,) if unless else ())
    for members in _by_department(rows.values(part), shared) if part else shared:
        told = {"columns": headings(rows, columns), "names": _names(names, members)}
        for row in members:
            listed = {"rows": _listed(rows, members, row)}
            yield Flag("DUP_ID", "error", row, columns[0], told | listed)


def consistent(rows: Rows, *, key: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[Flag]:
    """Rows of one key say the same in these columns."""
    for column in columns:
        yield from _differing(rows, key, column, "CONTRADICTS", "error")


def alone(rows: Rows, *, key: tuple[str, ...], column: str) -> Iterator[Flag]:
    """One value only belongs to a key; several may be right, and are told."""
    yield from _differing(rows, key, column, "SHARED", "warning")


def _differing(
    rows: Rows, key: tuple[str, ...], column: str, code: str, severity: Severity
) -> Iterator[Flag]:
    if not rows.has(column):
        return
    values = rows.values(column)
    for members in _sharing(rows, key):
        held = [row for row in members if not is_nothing(values[row])]
        found = list(dict.fromkeys(values[row] for row in held))
        if len(found) > 1:
            words = words_of(rows.schema.column(column))
            shown = [words[v][0] if v in words else str(v) for v in found]
            told = {"columns": headings(rows, key), "found": _cut(shown, len(shown))}
            for row in held:
                yield Flag(code, severity, row, column, told | {"rows": _listed(rows, held, row)})


def _sharing(rows: Rows, columns: tuple[str, ...], *, unless: tuple[str, ...] = ()) -> Iterator[Group]:
    """The rows that share these columns, several to a group; one that lacks a column shares nothing."""
    if _is_each_once(rows, columns) or all(map(is_nothing, rows.values(columns[0]))):
        return
    held = [values for c in columns if not all(map(is_nothing, values := rows.values(c)))]
    others = [rows.values(c) for c in unless]
    groups: dict[tuple[object, ...], Group] = {}
    for row, key in enumerate(zip(*held, strict=True)):
        is_named = any(not is_nothing(values[row]) for values in others)
        if not is_named and row not in rows.dropped and not any(map(is_nothing, key)):
            groups.setdefault(key, []).append(row)
    yield from (members for members in groups.values() if len(members) > 1)


def _is_each_once(rows: Rows, columns: tuple[str, ...]) -> bool:
    """True for a single column of which no value stands twice."""
    if len(columns) > 1 or not rows.has(*columns):
        return False
    column = rows.table[columns[0]]
    held = rows.n - column.null_count
    return not held or bool(pc.count_distinct(column, mode="only_valid").as_py() == held)


def _by_department(names: list[str | None], groups: Iterable[Group]) -> Iterator[Group]:
    """The rows of each group that are no different departments of one school: 小学部, 初中部."""
    for members in groups:
        parts: dict[str, Group] = {}
        for row in members:
            found = DEPARTMENT.search(str(names[row]))
            parts.setdefault(found[1] if found else "", []).append(row)
        yield from (part for part in parts.values() if len(part) > 1)


def _alike(rows: Rows, groups: Iterable[Group]) -> Iterator[Group]:
    """Within these groups the rows that are alike in every column but the serial number."""
    found = [(at, row) for at, group in enumerate(groups) for row in group]
    if not found:
        return
    table = rows.table.take([row for _, row in found])
    codes = np.column_stack([_codes(table[c]) for c in table.column_names if c != SERIAL])
    alike: dict[tuple[int, bytes], Group] = {}
    for (at, row), code in zip(found, codes, strict=True):
        alike.setdefault((at, code.tobytes()), []).append(row)
    yield from (members for members in alike.values() if len(members) > 1)


def _codes(column: pa.ChunkedArray) -> np.ndarray:
    """The column as numbers, equal where its values are."""
    coded = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
    return np.asarray(coded.indices.to_numpy())


def _listed(rows: Rows, members: Group, own: int) -> Words:
    """The rows' own numbers, as many as a person reads, the one it is told to among them."""
    shown = members[:SHOWN]
    if own not in shown:
        shown[-1] = own
    return _cut([str(rows.numbers[row]) for row in shown], len(members))


def _cut(texts: list[str], n: int) -> Words:
    """Some texts in a row, and how many there are when these are not all."""
    shown = Words("、".join(texts[:SHOWN]), ", ".join(texts[:SHOWN]))
    return shown if n <= SHOWN else catalogue("xueheng.tables")["AND_MORE"].fill(shown=shown, n=n)


def headings(rows: Rows, columns: tuple[str, ...]) -> Words:
    """The headings of these columns, as the file has them."""
    heads = [rows.headings.get(c, c) for c in columns if rows.has(c)]
    return Words("、".join(f"“{h}”" for h in heads), ", ".join(f"'{h}'" for h in heads))


def _names(names: list[str | None], members: Group) -> Words:
    """Whether the names of these rows differ, without saying them."""
    if not names:
        return plain("")
    differ = len({names[row] for row in members}) > 1
    return catalogue("xueheng.tables")["DUP_ID.names_differ" if differ else "DUP_ID.names_same"]
