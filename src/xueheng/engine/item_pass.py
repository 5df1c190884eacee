"""小题一遍过: one pass over all marks gives every sum that item analysis needs, group by group."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.item_sums import ItemSums

IntArray = NDArray[np.int64]
Column = NDArray[np.integer[Any]]

ROWS = 1 << 16  # pupils at a time: a block of thirty items stays in the cache
HELD = {np.float32: 1 << 24, np.float64: 1 << 53}  # up to here a float counts without a gap
LARGEST = 1 << 18  # a mark beyond this, in units, is none


def cross_products(columns: Sequence[Column], *, group: NDArray[np.integer[Any]], n_groups: int) -> IntArray:
    """交叉积和: P[g, j, k] = Σ x_j x_k over the rows of group g, exact; the last of the columns is 1.

    So P[g, j, -1] = Σ x_j and P[g, -1, -1] = n; those of two files add up. Rows in the order of the
    groups are fastest. Products are taken in floats, on so few rows that no sum leaves the whole numbers.
    """
    if any(column.shape != group.shape for column in columns):
        raise ValueError("the columns and the group differ in length")
    if group.size and not 0 <= group.min() <= group.max() < n_groups:
        raise ValueError(f"a group lies outside 0..{n_groups - 1}")
    order = None if (group[1:] >= group[:-1]).all() else np.argsort(group, kind="stable")
    most = max((_most(column) for column in columns), default=1)
    kind = np.float32 if most**2 * 1024 <= HELD[np.float32] else np.float64
    rows = min(ROWS, HELD[kind] // most**2)
    found = np.zeros((n_groups, len(columns) + 1, len(columns) + 1), np.int64)
    for start in range(0, group.size, rows):
        part = slice(start, start + rows) if order is None else order[start : start + rows]
        codes = group[part]
        block = np.ones((len(columns) + 1, codes.size), kind)
        for line, column in zip(block, columns, strict=False):
            line[:] = column[part]
        _add(found, block, codes)
    return found


def as_item_sums(products: IntArray) -> ItemSums:
    """小题和 of every group, one after the other, from the cross-products of rows that lack no mark."""
    own = products[..., :-1, :-1].astype(np.float64)
    n, sums = (products[..., row, -1:].astype(np.float64) for row in (slice(-1, None), slice(-1)))
    return ItemSums(np.broadcast_to(n, own.shape), np.broadcast_to(sums, own.shape), own)


def _add(found: IntArray, block: NDArray[np.floating[Any]], codes: NDArray[np.integer[Any]]) -> None:
    edges = [0, *(np.flatnonzero(codes[1:] != codes[:-1]) + 1).tolist(), codes.size]
    for low, high in pairwise(edges):
        rows = block[:, low:high]
        found[codes[low]] += (rows @ rows.T).astype(np.int64)


def _most(column: Column) -> int:
    most = max(int(column.max(initial=1)), -int(column.min(initial=0)))
    if most > LARGEST:
        raise ValueError(f"{most} units are no mark of an item; the largest is {LARGEST}")
    return most
