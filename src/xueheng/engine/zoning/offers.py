"""可行的改进: combinations of moves over shared borders that make a plan cheaper and that seats allow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from xueheng.engine.zoning.case import IntArray
from xueheng.engine.zoning.plan import Move, Plan

KEPT = 24  # the best combinations of three zones
OF_ROUNDS = 12  # the best units of each border that rounds of three are made of
Better = tuple[int, tuple[Move, ...]]  # dearer by (below zero), moves


@dataclass(frozen=True)
class Border:
    """Units that could cross from one zone to the next, the cheapest first, and what each would cost."""

    units: IntArray
    dearer: IntArray
    pupils: IntArray  # unit x age


def border(plan: Plan, start: int, end: int, units: list[int]) -> Border:
    """The border from one zone to another with the units at it."""
    ordered = sorted((plan.gain(u, end), u) for u in units)
    found = np.array([u for _, u in ordered], np.int64)
    return Border(found, np.array([n for n, _ in ordered], np.int64), plan.case.pupils[found])


def single(plan: Plan, one: Border, end: int) -> list[Better]:
    """Units that are better off beyond the border, where seats are free."""
    pays = one.dearer < 0
    room = np.maximum(plan.case.seats[end] - plan.load[end], 0)
    fits = (one.pupils <= room).all(axis=1)
    return [(int(one.dearer[i]), ((int(one.units[i]), end),)) for i in np.flatnonzero(pays & fits)]


def pairs(plan: Plan, one: Border, two: Border, ends: tuple[int, int], *, is_swap: bool) -> list[Better]:
    """One unit over the first border and one over the second, on or back."""
    dearer = one.dearer[:, None] + two.dearer
    pays = dearer < 0
    if not pays.any():
        return []
    came, went = one.pupils[:, None], two.pupils[None]
    fits = _fits(plan, ends[0], came - went)
    fits &= _fits(plan, ends[1], went - came if is_swap else np.broadcast_to(went, (1, *two.pupils.shape)))
    return [
        (int(dearer[i, j]), ((int(one.units[i]), ends[0]), (int(two.units[j]), ends[1])))
        for i, j in _best(np.where(pays & fits, dearer, 0))
    ]


def rounds(plan: Plan, borders: tuple[Border, Border, Border], ends: tuple[int, int, int]) -> list[Better]:
    """One unit over each of three borders that lead back to the first zone."""
    found: list[Better] = []
    listed = [_first(b) for b in borders]
    room = [np.maximum(plan.case.seats[s] - plan.load[s], 0).tolist() for s in ends]
    for (x, u, a), (y, v, b), (z, w, c) in product(*listed):
        if x + y + z < 0 and _turn(a, b, room[0]) and _turn(b, c, room[1]) and _turn(c, a, room[2]):
            found.append((x + y + z, ((u, ends[0]), (v, ends[1]), (w, ends[2]))))
    return sorted(found)[:KEPT]


def _first(one: Border) -> list[tuple[int, int, list[int]]]:
    columns = (one.dearer.tolist(), one.units.tolist(), one.pupils.tolist())
    return list(zip(*columns, strict=True))[:OF_ROUNDS]


def _turn(coming: list[int], leaving: list[int], room: list[int]) -> bool:
    return all(c - n <= r for c, n, r in zip(coming, leaving, room, strict=True))


def _fits(plan: Plan, school: int, more: IntArray) -> IntArray:
    """Where a school with so many more has no more over its seats than it has now."""
    load, seats = plan.load[school], plan.case.seats[school]
    found: IntArray = (load + more <= np.maximum(seats, load)).all(axis=-1)
    return found


def _best(dearer: IntArray) -> list[tuple[int, int]]:
    flat = dearer.ravel()
    order = np.argsort(flat, kind="stable")[:KEPT]
    return [divmod(int(k), dearer.shape[1]) for k in order if flat[k] < 0]
