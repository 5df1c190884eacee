"""Deferred acceptance where units need several seats, or where ties at the end are all admitted.

A group holds its units in order of rank. It takes each in turn while a seat is free; the last may need
more seats than are left, and those tied with the last may come on top, both within what the program may
add. Such a group can wish somebody back whom it had rejected: `first_wished` finds that unit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from xueheng.engine.admission.market import Groups, IntArray, Manner, Market
from xueheng.engine.kernels import kernel


class Held(NamedTuple):
    """Who is held where, while proposals go on; arrays are changed in place."""

    rung: IntArray  # (units) where each unit stands
    base: IntArray  # (groups + 1)
    count: IntArray  # (groups) units held
    used: IntArray  # (groups) seats that they take
    rank: IntArray  # segments of `base`, in rising order
    unit: IntArray
    tie: IntArray


@kernel
def empty(start: IntArray, room: IntArray) -> Held:
    """Nobody is held yet; `room` is the most units that each group could ever hold at once."""
    base = np.concatenate((np.zeros(1, np.int64), np.cumsum(room)))
    count, used, most = np.zeros(room.size, np.int64), np.zeros(room.size, np.int64), base[-1]
    rank, unit, tie = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    return Held(start - 1, base, count, used, rank, unit, tie)


@kernel
def insert(held: Held, group: int, unit: int, rank: int, tie: int) -> None:
    """The unit stands at its place among those held."""
    base, count = held.base[group], held.count[group]
    at = base + np.searchsorted(held.rank[base : base + count], rank)
    for i in range(base + count, at, -1):
        held.rank[i], held.unit[i], held.tie[i] = held.rank[i - 1], held.unit[i - 1], held.tie[i - 1]
    held.rank[at], held.unit[at], held.tie[at] = rank, unit, tie
    held.count[group] += 1


@kernel
def room_to_add(held: Held, group: int, groups: Groups) -> int:
    """How many seats beyond its own the group may use, after what the program's other groups use."""
    program = groups.program[group]
    left = groups.extra[program]
    other = np.searchsorted(groups.program, program)
    while other < groups.program.size and groups.program[other] == program:
        if other != group:
            left -= max(0, held.used[other] - groups.seats[other])
        other += 1
    return int(left)


@kernel
def takes(used: int, size: int, seats: int, room: int, is_tied: bool, manner: Manner) -> bool:
    """True when a group with `used` seats taken by better units takes this one."""
    if used < seats:
        return used + size <= seats + (room if manner.together else 0)
    return manner.ties and is_tied and used + size <= seats + room


@kernel
def is_beyond(held: Held, group: int, rank: int, tie: int, seats: int) -> bool:
    """True when the group is full with better units, none of them tied with this one."""
    if held.used[group] < seats:
        return False
    end = held.base[group] + held.count[group]
    return seats == 0 or (rank > held.rank[end - 1] and tie != held.tie[end - 1])


@kernel
def choose(held: Held, group: int, market: Market, manner: Manner, rejected: IntArray) -> int:
    """The group keeps whom its rule takes; how many it lets go, who are written into `rejected`."""
    base, seats = held.base[group], market.groups.seats[group]
    room = room_to_add(held, group, market.groups)
    used, kept, out, last = 0, base, 0, -1
    for i in range(base, base + held.count[group]):
        unit, tie = held.unit[i], held.tie[i]
        if takes(used, market.size[unit], seats, room, tie == last, manner):
            last = tie if used < seats else last
            used += market.size[unit]
            held.rank[kept], held.unit[kept], held.tie[kept] = held.rank[i], unit, tie
            kept += 1
        else:
            rejected[out] = unit
            out += 1
    held.count[group], held.used[group] = kept - base, used
    return out


@kernel
def settle(held: Held, stop: IntArray, stack: IntArray, market: Market, manner: Manner) -> int:
    """Everybody on the stack is held somewhere or has come to `stop`; how often a group was asked."""
    ladders = market.ladders
    waiting = np.empty(stop.size, np.int64)
    waiting[: stack.size] = stack[::-1]
    top, asked = stack.size, 0
    rejected = np.empty(max(1, (held.base[1:] - held.base[:-1]).max()), np.int64)
    while top > 0:
        top -= 1
        unit = waiting[top]
        while held.rung[unit] < stop[unit]:
            held.rung[unit] += 1
            at = held.rung[unit]
            if at >= stop[unit]:
                break
            group, rank = ladders.group[at], ladders.rank[at]
            asked += 1
            tie = ladders.tie[at] if manner.ties else rank
            if not is_beyond(held, group, rank, tie, market.groups.seats[group]):
                insert(held, group, unit, rank, tie)
                out = choose(held, group, market, manner, rejected)
                waiting[top : top + out] = rejected[:out]
                top += out
                break
    return asked


@kernel
def would_take(held: Held, at: int, unit: int, market: Market, manner: Manner) -> bool:
    """True when the group of the rung `at` would now take the unit, which it does not hold."""
    group, rank = market.ladders.group[at], market.ladders.rank[at]
    base, seats = held.base[group], market.groups.seats[group]
    tie = market.ladders.tie[at] if manner.ties else rank
    if is_beyond(held, group, rank, tie, seats):
        return False
    used, last = 0, -1
    for i in range(base, base + held.count[group]):
        if held.rank[i] > rank:
            break
        last = held.tie[i] if used < seats else last
        used += market.size[held.unit[i]]
    room = room_to_add(held, group, market.groups)
    return takes(used, market.size[unit], seats, room, tie == last, manner)


@kernel
def first_wished(
    held: Held, start: IntArray, stop: IntArray, market: Market, manner: Manner
) -> tuple[int, int]:
    """The first unit that a group above its own rung would now take, and that rung; -1 for none."""
    for unit in range(start.size):
        for at in range(start[unit], min(held.rung[unit], stop[unit])):
            if would_take(held, at, unit, market, manner):
                return unit, at
    return -1, -1


@kernel
def release(held: Held, unit: int, group: int, size: int) -> None:
    """The group has the unit's seats again."""
    base, count = held.base[group], held.count[group]
    at = base
    while held.unit[at] != unit:
        at += 1
    for i in range(at, base + count - 1):
        held.rank[i], held.unit[i], held.tie[i] = held.rank[i + 1], held.unit[i + 1], held.tie[i + 1]
    held.count[group] -= 1
    held.used[group] -= size
