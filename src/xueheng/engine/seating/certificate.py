"""证明: the fewest pairs of neighbours of one school that any seating of these rooms can have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.seating.deal import Places
from xueheng.engine.seating.layout import Desks, IntArray

FloatArray = NDArray[np.float64]
FAR = 1 << 40
EXACT = 1e-9  # pairs are whole; sums of shares are that near to them


def fewest(desks: Desks, n: int) -> IntArray:
    """For 0 to n examinees of one school in a room of n desks: the fewest pairs of neighbours, exactly."""
    best, masks = (
        np.zeros((1, 1), np.int64),
        np.zeros(1, np.int64),
    )  # [desks taken in the last column, so far]
    for column in range(1, int(desks.column[:n].max()) + 1):
        rows = np.sort(desks.row[:n][desks.column[:n] == column])
        taken = np.array([sum(1 << int(r) for r in held) for held in _subsets(rows)])
        best = _next_column(best, masks, taken, corners=desks.near.shape[1] == 8)
        masks = taken
    found: IntArray = best.min(axis=0)
    return found


def _subsets(rows: IntArray) -> list[list[int]]:
    return [[int(r) for i, r in enumerate(rows) if mask >> i & 1] for mask in range(1 << rows.size)]


def _next_column(best: IntArray, before: IntArray, taken: IntArray, *, corners: bool) -> IntArray:
    """The fewest pairs by what is taken in the next column and how many are seated so far."""
    width = int(np.bitwise_count(taken).max())
    found = np.full((taken.size, best.shape[1] + width), FAR)
    for at, mask in enumerate(taken):
        beside = np.bitwise_count(before & mask).astype(np.int64)
        if corners:
            beside += np.bitwise_count(before & mask << 1) + np.bitwise_count(before & mask >> 1)
        n = int(np.bitwise_count(mask))
        least = (best + beside[:, None]).min(axis=0) + int(np.bitwise_count(mask & mask << 1))
        found[at, n : n + least.size] = least
    return found


def _least_rises(curve: IntArray) -> FloatArray:
    """The steps of the greatest convex curve below it: shared out over rooms, they add up to a bound."""
    rises, at = np.zeros(curve.size - 1), 0
    while at < rises.size:
        slopes = (curve[at + 1 :] - curve[at]) / np.arange(1, curve.size - at)
        to = at + 1 + int(np.flatnonzero(slopes == slopes.min())[-1])
        rises[at:to] = slopes.min()
        at = to
    return rises


def pool_bound(code: IntArray, places: Places, desks: Desks) -> IntArray:
    """For each school, the fewest pairs over all ways to share it out over these rooms."""
    sizes, rooms = np.unique(places.load, return_counts=True)
    rises = [np.tile(_least_rises(fewest(desks, int(n))), k) for n, k in zip(sizes, rooms, strict=True)]
    least = np.concatenate(([0], np.cumsum(np.sort(np.concatenate(rises)))))
    return np.ceil(least[np.bincount(code[code >= 0])] - EXACT).astype(np.int64)


def room_bound(code: IntArray, places: Places, desks: Desks) -> IntArray:
    """For each room, the fewest pairs whatever seats those who are in it take; `code` stands by place."""
    pair, count = np.unique(np.stack([places.room, code])[:, code >= 0], axis=1, return_counts=True)
    curves = {int(n): fewest(desks, int(n)) for n in np.unique(places.load)}
    least = [curves[int(places.load[room])][n] for room, n in zip(pair[0], count, strict=True)]
    return np.bincount(pair[0], least, places.load.size).astype(np.int64)


def conflicts(code: IntArray, places: Places) -> IntArray:
    """Pairs of neighbours with one code, by room; `code` stands by place."""
    is_pair = (places.near >= 0) & (code[places.near] == code[:, None]) & (code[:, None] >= 0)
    return np.bincount(places.room, is_pair.sum(axis=1), places.load.size).astype(np.int64) // 2
