"""Units that a group had rejected and would now take: where groups may grow, proposals alone leave some.

Where units need several seats there may be no matching without such wishes.
"""

from __future__ import annotations

import numpy as np

from xueheng.engine.admission.market import BoolArray, IntArray, Manner, Market
from xueheng.engine.kernels import kernel
from xueheng.engine.kernels.bundles import Held, choose, is_beyond, room_to_add, takes


@kernel
def would_take(held: Held, at: int, unit: int, market: Market, manner: Manner) -> bool:
    """True when the group of the rung `at` would now take the unit, which it does not hold."""
    group, rank = market.ladders.group[at], market.ladders.rank[at]
    base, seats = held.base[group], market.groups.seats[group]
    tie = market.ladders.tie[at] if manner.ties else rank
    if is_beyond(held, group, rank, tie, seats):
        return False
    used, last = 0, -1
    for i in range(base, base + held.units_held[group]):
        if held.rank[i] > rank:
            break
        last = held.tie[i] if used < seats else last
        used += held.size[i]
    room = room_to_add(held, group, market.groups)
    return takes(used, market.size[unit], seats, room, tie == last, manner)


@kernel
def first_wished(
    held: Held,
    first: int,
    bounds: tuple[IntArray, IntArray],
    market: Market,
    manner: Manner,
    called: BoolArray,
) -> tuple[int, int]:
    """The first unit from `first` on whom a rung above, not yet `called`, would take, and that rung; -1."""
    start, stop = bounds
    for unit in range(first, start.size):
        for at in range(start[unit], min(held.rung[unit], stop[unit])):
            if not called[at] and would_take(held, at, unit, market, manner):
                return unit, at
    return -1, -1


@kernel
def release(held: Held, unit: int, group: int, market: Market, manner: Manner) -> IntArray:
    """The group chooses again without the unit: the units that it lets go now."""
    base, count = held.base[group], held.units_held[group]
    at = base
    while held.unit[at] != unit:
        at += 1
    for i in range(at, base + count - 1):
        held.rank[i], held.unit[i], held.tie[i] = held.rank[i + 1], held.unit[i + 1], held.tie[i + 1]
        held.size[i] = held.size[i + 1]
    held.units_held[group] -= 1
    held.used[group] -= market.size[unit]
    rejected = np.empty(count, np.int64)
    return rejected[: choose(held, group, at, market, manner, rejected)]
