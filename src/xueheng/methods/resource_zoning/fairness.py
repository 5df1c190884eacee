"""公平: ways to school of all pupils and by group, and what counts the plan by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from xueheng.engine.zoning.case import BoolArray, IntArray
from xueheng.methods.resource_zoning.given import UNIT, Given
from xueheng.methods.resource_zoning.places import PACKAGE
from xueheng.methods.resource_zoning.seating import is_age
from xueheng.tables.issues import Refused, finding

OWN = ("id", "x", "y", "pupils", "last_school", "promised", "geometry")
MOST = 12  # values of a column that groups are made by unasked


@dataclass(frozen=True)
class Ways:
    """Of each unit the way, and whether its school is the nearest."""

    way: IntArray
    is_nearest: BoolArray
    limit: int


def km(way: float) -> Decimal:
    """0.1 m as km, exact where it is whole."""
    return Decimal(round(way)) / UNIT


def share(part: int, whole: int) -> Decimal:
    """A share to four digits."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001")) if whole else Decimal(0)


def fairness(held: Given, ways: Ways, *, by: tuple[str, ...], counts: tuple[str, ...]) -> Iterator[list[Any]]:
    """All pupils, then every group of every column."""
    yield ["all", "", *measures(held.case.sizes, ways)]
    for name in by or [name for name in _columns(held) if name not in counts]:
        values = _values(held, name)
        for value in sorted({v or "" for v in values}):
            inside = np.array([(v or "") == value for v in values])
            yield [name, value, *measures(np.where(inside, held.case.sizes, 0), ways)]
    for name in counts:
        yield [name, "counted", *measures(_counted(held, name), ways)]


def measures(pupils: IntArray, ways: Ways) -> list[Any]:
    """Pupils, the share within the limit and at the nearest school, mean, P90 and longest way."""
    n = int(pupils.sum())
    if n == 0:
        return [0, None, None, None, None, None]
    within = int(pupils[ways.way <= ways.limit].sum())
    order = np.argsort(ways.way, kind="stable")
    running = pupils[order].cumsum()
    p90 = ways.way[order][int(np.searchsorted(running, -(-n * 9 // 10)))]
    longest = int(ways.way[pupils > 0].max())
    mean = int((pupils * ways.way).sum()) / n
    nearest = int(pupils[ways.is_nearest].sum())
    return [n, share(within, n), share(nearest, n), km(mean), km(int(p90)), km(longest)]


def _columns(held: Given) -> list[str]:
    names = [name for name in held.table.column_names if name not in OWN and not is_age(name)]
    return [name for name in names if 2 <= len(set(held.table[name].to_pylist())) <= MOST]


def _values(held: Given, name: str) -> list[Any]:
    if name not in held.table.column_names:
        raise Refused([finding("COLUMN_UNKNOWN", "error", package=PACKAGE, column=name, value=name)])
    return [None if v is None else str(v) for v in held.table[name].to_pylist()]


def _counted(held: Given, name: str) -> IntArray:
    values = [str(v or "0").strip() for v in _values(held, name)]
    for id_, value, size in zip(held.units, values, held.case.sizes.tolist(), strict=True):
        if not value.isdigit() or int(value) > size:
            said = finding(
                "COUNT_WRONG", "error", package=PACKAGE, column=name, value=value, id=id_, most=size
            )
            raise Refused([said])
    return np.array([int(v) for v in values])
