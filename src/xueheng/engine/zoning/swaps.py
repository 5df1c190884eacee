"""互换核验: pairs of units that would both have a shorter way in each other's place, and what bars them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.zoning.case import BoolArray, IntArray
from xueheng.engine.zoning.plan import Plan


@dataclass(frozen=True)
class Swaps:
    """All pairs that both would gain, those that seats bar, those that a zone's one piece bars, the rest."""

    wished: int
    no_seats: int
    cut_off: int
    possible: tuple[tuple[int, int], ...]


def swaps(plan: Plan, *, held: set[int]) -> Swaps:
    """Every pair of units at two schools looked at; units that are held take no part."""
    case, school = plan.case, np.array(plan.school)
    own = case.way[np.arange(case.units), school]
    wants = (case.way < own[:, None]) & case.open
    wants[sorted(held)] = False
    wished = barred = 0
    tried: list[tuple[int, int]] = []
    for s in range(case.schools):
        for t in range(s + 1, case.schools):
            one = np.flatnonzero((school == s) & wants[:, t])
            two = np.flatnonzero((school == t) & wants[:, s])
            wished += one.size * two.size
            if one.size and two.size:
                fits = _fits(plan, s, t, one, two)
                barred += int((~fits).sum())
                tried += [(int(one[i]), int(two[j])) for i, j in np.argwhere(fits)]
    possible = tuple(pair for pair in tried if _can(plan, pair))
    return Swaps(wished, barred, len(tried) - len(possible), possible)


def _fits(plan: Plan, s: int, t: int, one: IntArray, two: IntArray) -> BoolArray:
    more = plan.case.pupils[two][None] - plan.case.pupils[one][:, None]
    room_s, room_t = (np.maximum(plan.case.seats[z] - plan.load[z], 0) for z in (s, t))
    found: BoolArray = (more <= room_s).all(axis=-1) & (-more <= room_t).all(axis=-1)
    return found


def _can(plan: Plan, pair: tuple[int, int]) -> bool:
    """True when both stay in one piece with their new zones; the plan is left as it was."""
    u, v = pair
    s, t = plan.school[u], plan.school[v]
    if not (plan.case.near[u] and plan.case.near[v]) or not plan.changed([(u, t), (v, s)]):
        return False
    plan.put(u, s)
    plan.put(v, t)
    return True
