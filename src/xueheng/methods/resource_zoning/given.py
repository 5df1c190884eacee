"""划片的数据: the tables in one order, with seats, ways, neighbours and promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.zoning.adjacency import neighbours, net
from xueheng.engine.zoning.case import Case, IntArray, Near, costs
from xueheng.methods.resource_zoning import Params
from xueheng.methods.resource_zoning.places import PACKAGE, SHOWN, Places, checked
from xueheng.methods.resource_zoning.seating import ages, raised
from xueheng.tables.issues import Issue, Refused, finding

UNIT = 10_000  # of 0.1 m in a km


@dataclass(frozen=True)
class Given:
    """What is decided on: the case, the names behind its numbers, real seats, last year and promises."""

    units: list[str]
    schools: list[str]
    case: Case
    seats: IntArray  # as they are, also where the case has more since they are short in all
    limit: int  # 0.1 m
    last: list[str | None]
    held: set[int]  # units whose school was promised
    places: Places
    table: pa.Table
    sites: pa.Table


def given(inputs: Mapping[str, pa.Table], params: Params, issues: list[Issue]) -> Given:
    """The case; Refused with every reason why there is none."""
    units, schools = (inputs[name].sort_by("id") for name in ("units", "schools"))
    places = checked(units, schools, params, issues)
    ids, names = units["id"].to_pylist(), schools["id"].to_pylist()
    pupils, seats = ages(units, schools)
    _counted(ids, names, pupils, seats, issues)
    way = _ways(inputs.get("distances"), places, ids, names)
    last = _column(units, "last_school")
    only = _promised(units, ids, names, last)
    issues += _last(ids, names, last)
    limit = int(params.walk_limit * UNIT)
    before = np.array([names.index(s) if s in names else -1 for s in last])
    cost = costs(way, pupils.sum(axis=1), limit=limit, last=before, only=only)
    shut = [names[s] for s in np.flatnonzero(seats.sum(axis=1) == 0)]
    if unreached := [ids[u] for u in np.flatnonzero(way.max(axis=1) < 0)]:
        raise Refused([_said("UNIT_UNREACHABLE", "error", units=_listed(unreached), n=len(unreached))])
    near = _near(inputs.get("edges"), ids, places)
    issues += [_said("SCHOOL_SHUT", "warning", value=name) for name in shut]
    case = Case(cost, pupils, raised(seats, pupils), way, near)
    kept = set(np.flatnonzero(only >= 0).tolist())
    return Given(ids, names, case, seats, limit, last, kept, places, units, schools)


def _counted(
    ids: list[str], names: list[str], pupils: IntArray, seats: IntArray, issues: list[Issue]
) -> None:
    """Refused without pupils or seats; told where units are empty, too big, or seats short in all."""
    total, room = pupils.sum(axis=0), seats.sum(axis=0)
    if total.sum() == 0 or room.sum() == 0:
        raise Refused([_said("PUPILS_NONE" if total.sum() == 0 else "SEATS_NONE", "error")])
    if empty := [ids[u] for u in np.flatnonzero(pupils.sum(axis=1) == 0)]:
        issues.append(_said("UNITS_EMPTY", "notice", n=len(empty), units=_listed(empty)))
    if (short := int(np.maximum(total - room, 0).sum())) > 0:
        issues.append(
            _said("SEATS_SHORT", "warning", pupils=int(total.sum()), seats=int(room.sum()), short=short)
        )
    fits = (pupils[:, None] <= seats[None]).all(axis=2)
    for u in np.flatnonzero(fits.sum(axis=1) == 0).tolist():
        size, most = int(pupils[u].sum()), int(seats.sum(axis=1).max())
        issues.append(_said("UNIT_TOO_BIG", "warning", value=ids[u], pupils=size, seats=most))


def _ways(table: pa.Table | None, places: Places, ids: list[str], names: list[str]) -> IntArray:
    """0.1 m from every unit to every school; -1 where the table of ways knows none."""
    if table is None:
        found: IntArray = np.rint(places.ways() * 10).astype(np.int64)
        return found
    way = np.full((len(ids), len(names)), -1, np.int64)
    row, column = ({name: at for at, name in enumerate(listed)} for listed in (ids, names))
    for one in table.to_pylist():
        for value, known, where in ((one["unit"], row, "unit"), (one["school"], column, "school")):
            if value not in known:
                raise Refused([_said("WAY_UNKNOWN", "error", column=where, value=value)])
        way[row[one["unit"]], column[one["school"]]] = round(one["distance"] * UNIT)
    return way


def _promised(units: pa.Table, ids: list[str], names: list[str], last: list[str | None]) -> IntArray:
    """The school that each unit was promised, -1 for most."""
    marks = _column(units, "promised")
    wrong = [ids[u] for u, mark in enumerate(marks) if mark == "yes" and last[u] not in names]
    if wrong:
        raise Refused([_said("PROMISE_EMPTY", "error", column="last_school", units=_listed(wrong))])
    return np.array([names.index(str(last[u])) if mark == "yes" else -1 for u, mark in enumerate(marks)])


def _last(ids: list[str], names: list[str], last: list[str | None]) -> Iterator[Issue]:
    gone = sorted({school for school in last if school and school not in names})
    if gone:
        units = [ids[u] for u, school in enumerate(last) if school in gone]
        yield _said(
            "LAST_UNKNOWN", "warning", column="last_school", schools=_listed(gone), units=_listed(units)
        )


def _near(edges: pa.Table | None, ids: list[str], places: Places) -> Near:
    """Which units touch: as the table says, else by the net of units, never over a barrier."""
    row = {name: at for at, name in enumerate(ids)}
    rows = edges.to_pylist() if edges is not None else []
    for one in rows:
        for column in ("unit", "neighbour"):
            if one[column] not in row:
                raise Refused([_said("EDGE_UNKNOWN", "error", column=column, value=one[column])])
    pairs = [(row[one["unit"]], row[one["neighbour"]], _is_barrier(one.get("barrier"))) for one in rows]
    open_ = [(a, b) for a, b, is_barrier in pairs if not is_barrier]
    shut = {frozenset((a, b)) for a, b, is_barrier in pairs if is_barrier}
    listed = open_ or [(int(a), int(b)) for a, b in net(places.on_plane()[0])]
    return neighbours(len(ids), [pair for pair in listed if frozenset(pair) not in shut])


def _is_barrier(value: Any) -> bool:
    return str(value or "").strip().lower() not in ("", "0", "否", "无", "no", "false")


def _column(table: pa.Table, name: str) -> list[Any]:
    there = name in table.column_names
    return [v or None for v in table[name].to_pylist()] if there else [None] * table.num_rows


def _listed(names: list[str]) -> str:
    return "、".join(names[:SHOWN]) + ("……" if len(names) > SHOWN else "")


def _said(code: str, severity: Any, **values: Any) -> Issue:
    return finding(code, severity, package=PACKAGE, **values)
