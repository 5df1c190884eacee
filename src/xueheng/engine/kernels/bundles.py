"""Deferred acceptance where units need several seats, or where ties at the end are all admitted.

A group holds its units in order of rank. It takes each in turn while a seat is free; the last may need
more seats than are left, and those tied with the last may come on top, both within what the program may
add. Such a group can wish somebody back whom it had rejected: see `recalls`.
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
    units_held: IntArray  # (groups)
    used: IntArray  # (groups) seats that they take
    rank: IntArray  # segments of `base`, in rising order
    unit: IntArray
    tie: IntArray
    size: IntArray


@kernel
def empty(start: IntArray, room: IntArray) -> Held:
    """Nobody is held yet; `room` is the most units that each group could ever hold at once."""
    base = np.concatenate((np.zeros(1, np.int64), np.cumsum(room)))
    count, used, most = np.zeros(room.size, np.int64), np.zeros(room.size, np.int64), base[-1]
    rank, unit, tie = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    return Held(start - 1, base, count, used, rank, unit, tie, np.empty(most, np.int64))


@kernel
def insert(held: Held, group: int, unit: int, rank: int, tie: int, size: int) -> int:
    """The unit stands at its place among those held, which is returned."""
    base, count = held.base[group], held.units_held[group]
    at = base + np.searchsorted(held.rank[base : base + count], rank)
    for i in range(base + count, at, -1):
        held.rank[i], held.unit[i], held.tie[i] = held.rank[i - 1], held.unit[i - 1], held.tie[i - 1]
        held.size[i] = held.size[i - 1]
    held.rank[at], held.unit[at], held.tie[at], held.size[at] = rank, unit, tie, size
    held.units_held[group] += 1
    return int(at)


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
    end = held.base[group] + held.units_held[group]
    return seats == 0 or (rank > held.rank[end - 1] and tie != held.tie[end - 1])


@kernel
def choose(held: Held, group: int, at: int, market: Market, manner: Manner, rejected: IntArray) -> int:
    """The group keeps, from the place `at` on, whom its rule takes; how many it lets go, as `rejected`."""
    seats, end = market.groups.seats[group], held.base[group] + held.units_held[group]
    used, kept, out = 0, at, 0
    for i in range(held.base[group], at):
        used += held.size[i]
    room = room_to_add(held, group, market.groups)
    last = held.tie[at - 1] if at > held.base[group] else -1
    for i in range(at, end):
        unit, tie, size = held.unit[i], held.tie[i], held.size[i]
        if takes(used, size, seats, room, tie == last, manner):
            last = tie
            used += size
            held.rank[kept], held.unit[kept], held.tie[kept], held.size[kept] = held.rank[i], unit, tie, size
            kept += 1
        else:
            rejected[out] = unit
            out += 1
    held.units_held[group], held.used[group] = kept - held.base[group], used
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
                place = insert(held, group, unit, rank, tie, market.size[unit])
                out = choose(held, group, place, market, manner, rejected)
                waiting[top : top + out] = rejected[:out]
                top += out
                break
    return asked
