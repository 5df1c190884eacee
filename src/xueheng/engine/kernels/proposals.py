"""Deferred acceptance where every unit needs one seat: units go down their ladders, groups keep the best."""

from __future__ import annotations

import numpy as np

from xueheng.engine.admission.market import IntArray
from xueheng.engine.kernels import kernel
from xueheng.engine.kernels.heaps import push, replace_last


@kernel
def propose(
    start: IntArray, stop: IntArray, group_of: IntArray, rank_of: IntArray, seats: IntArray
) -> tuple[IntArray, int]:
    """The rung on which each unit stands between `start` and `stop`, -1 for none."""
    base = np.concatenate((np.zeros(1, np.int64), np.cumsum(seats)))
    held_rank, held_unit = np.empty(base[-1], np.int64), np.empty(base[-1], np.int64)
    count, next_rung, asked = np.zeros(seats.size, np.int64), start.copy(), 0
    for first in range(start.size):
        unit = first
        while unit >= 0 and next_rung[unit] < stop[unit]:
            at = next_rung[unit]
            next_rung[unit] = at + 1
            group, rank = group_of[at], rank_of[at]
            low, free = base[group], seats[group]
            asked += 1
            if count[group] < free:
                push(held_rank, held_unit, low, count[group], rank, unit)
                count[group] += 1
                unit = -1
            elif free > 0 and rank < held_rank[low]:
                displaced = held_unit[low]
                replace_last(held_rank, held_unit, low, free, rank, unit)
                unit = displaced
    rung = np.full(start.size, -1)
    for group in range(seats.size):
        for at in range(base[group], base[group] + count[group]):
            rung[held_unit[at]] = next_rung[held_unit[at]] - 1
    return rung, asked
