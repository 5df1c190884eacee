"""合计 of arrays that were read and checked here: by numpy, or by the engine that the environment names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.item_pass import cross_products
from xueheng.engine.school_sums import Column, SchoolSums, accumulate
from xueheng.indicators.engine_url import engine, is_elsewhere
from xueheng.indicators.sums.products import item_products, school_sums
from xueheng.tables.arrow import pa

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class KeyCounts:
    """Each key that occurs, ascending, and the summed weight of its rows."""

    key: IntArray
    count: IntArray


def counts_elsewhere(key: IntArray, weight: IntArray) -> KeyCounts:
    """频数: the summed weight of each key, by the engine that the environment names."""
    with engine() as found:
        rows = found.rows(pa.table({"key": key, "weight": weight}))
        counted = found.result(rows.aggregate(by="key", count=rows.weight.sum())).sort_by("key")
    return KeyCounts(counted["key"].to_numpy(), counted["count"].to_numpy())


def products_of(columns: Sequence[NDArray[Any]], *, group: NDArray[Any], n_groups: int) -> IntArray:
    """交叉积和 as `cross_products` gives them, wherever they are taken."""
    if not is_elsewhere() or not group.size:
        return cross_products(columns, group=group, n_groups=n_groups)
    names = [f"x{j}" for j in range(len(columns))]
    rows = pa.table([pa.array(group), *map(pa.array, columns)], names=["group", *names])
    with engine() as found:
        got = item_products(found, found.rows(rows), names, by="group")
    products = np.zeros((n_groups, len(columns) + 1, len(columns) + 1), np.int64)
    products[list(got.groups)] = got.products
    return products


def accumulated(
    outcome: Column, columns: Sequence[Column], *, school: NDArray[Any], n_schools: int
) -> SchoolSums:
    """校内合计 as `accumulate` gives them, wherever they are taken; every code below `n_schools` occurs."""
    if not is_elsewhere():
        return accumulate(outcome, columns, school=school, n_schools=n_schools)
    names = [f"x{j}" for j in range(len(columns) + 1)]
    rows = pa.table([pa.array(school), *map(pa.array, columns), pa.array(outcome)], names=["school", *names])
    with engine() as found:
        t = found.rows(rows)
        return school_sums(found, t, outcome=names[-1], columns=names[:-1], school="school").sums
