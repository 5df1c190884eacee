"""单位: the rows that count, those left out with the reason, and what is refused by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.engine.inequality.indices import FloatArray, IntArray
from xueheng.methods.balance_equity import UNIT, Params
from xueheng.methods.declare import ROW
from xueheng.tables.issues import Issue, Refused, Severity, finding

NAMED = 5  # units named in one message
Rows = list[tuple[str, int, str]]


@dataclass(frozen=True)
class Units:
    """单位: names and rows of the file, values and weights in rising order of value."""

    names: tuple[str, ...]
    rows: tuple[int, ...]
    y: FloatArray
    weight: FloatArray
    group: IntArray | None
    groups: tuple[str, ...]
    members: IntArray | None
    poverty: FloatArray | None
    left_out: Rows


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.balance_equity", **values)  # type: ignore[arg-type]


def units_of(table: pa.Table, params: Params) -> Units:
    """The units that count; nothing is taken for zero that was not given as zero."""
    names = _names(table, params)
    rows = table[ROW].to_pylist()
    y = _numbers(table, params.value)
    weight = _numbers(table, params.weight) if params.weight else np.ones(len(y))
    more = {n: _numbers(table, n) for n in (params.members, params.poverty) if n}
    _not_negative(
        names, rows, {params.value: y, params.weight: weight, params.members: more.get(params.members)}
    )
    blank: NDArray[np.bool_] = np.any(np.isnan([y, weight, *more.values()]), axis=0)
    empty = ~blank & (weight == 0)
    kept = ~blank & ~empty
    out = [(names[i], rows[i], "BLANK" if blank[i] else "NO_PUPILS") for i in np.flatnonzero(~kept)]
    if not kept.any() or not (y[kept] > 0).any():
        raise Refused([told("NOTHING" if not kept.any() else "ALL_ZERO", value=params.value)])
    at = np.flatnonzero(kept)
    at = np.array(sorted(at.tolist(), key=lambda i: (y[i], names[i].encode(), rows[i])))
    group, groups = _groups(table, params, at, names)
    return Units(
        tuple(names[i] for i in at),
        tuple(rows[i] for i in at),
        y[at],
        weight[at],
        group,
        groups,
        _members(more[params.members][at], weight[at], [names[i] for i in at]) if params.members else None,
        more[params.poverty][at] if params.poverty else None,
        out,
    )


def _names(table: pa.Table, params: Params) -> list[str]:
    """What the units are called; without a column of names, by their row."""
    held = params.unit or UNIT
    rows = table[ROW].to_pylist()
    if held not in table.column_names or table[held].type == pa.float64():
        return [str(row) for row in rows]
    return [name or str(row) for name, row in zip(table[held].to_pylist(), rows, strict=True)]


def _numbers(table: pa.Table, name: str) -> FloatArray:
    held: FloatArray = table[name].cast(pa.float64()).to_numpy().astype(np.float64)
    return held


def _not_negative(names: list[str], rows: list[int], columns: dict[str, FloatArray | None]) -> None:
    for column, held in columns.items():
        if column and held is not None and (held < 0).any():
            found = np.flatnonzero(held < 0)
            said = "、".join(f"{names[i]}（{rows[i]}）{held[i]:g}" for i in found[:NAMED])
            raise Refused([told("NEGATIVE", column=column, n=len(found), value=said)])


def _groups(
    table: pa.Table, params: Params, at: NDArray[np.int64], names: list[str]
) -> tuple[IntArray | None, tuple[str, ...]]:
    if not params.group:
        return None, ()
    held = table[params.group].take(pa.array(at)).to_pylist()
    if blank := [names[i] for i, g in zip(at, held, strict=True) if not g]:
        said = "、".join(blank[:NAMED])
        raise Refused([told("GROUP_BLANK", column=params.group, n=len(blank), value=said)])
    levels = sorted(set(held), key=str.encode)
    place = {name: n for n, name in enumerate(levels)}
    return np.array([place[g] for g in held]), tuple(levels)


def _members(members: FloatArray, pupils: FloatArray, names: list[str]) -> IntArray:
    wrong = {
        "MEMBERS_PART": (members != np.floor(members)) | (pupils != np.floor(pupils)),
        "MEMBERS_MORE": members > pupils,
    }
    for code, which in wrong.items():
        found = np.flatnonzero(which)
        if len(found):
            said = "、".join(f"{names[i]} {members[i]:g}/{pupils[i]:g}" for i in found[:NAMED])
            raise Refused([told(code, n=len(found), value=said)])
    return members.astype(np.int64)
