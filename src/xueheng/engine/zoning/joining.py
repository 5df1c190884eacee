"""连片: pieces that are cut off from their zone go to the zones they touch."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from xueheng.engine.zoning.case import NEVER
from xueheng.engine.zoning.plan import Plan

Offer = tuple[bool, int, int, int]  # full, dearer by, unit, school


def join(plan: Plan, *, held: set[int]) -> None:
    """Every unit outside the first piece of its zone joins a zone it touches; `held` units stay."""
    cut = {
        u
        for s in range(plan.case.schools)
        for piece in plan.pieces(s)[1:]
        if held.isdisjoint(piece)
        for u in piece
    }
    offers: list[Offer] = []
    for u in sorted(cut):
        _offer(plan, u, cut, offers)
    while offers:
        full, dearer, u, s = heappop(offers)
        if u not in cut:
            continue
        if not full and not _fits(plan, u, s):
            heappush(offers, (True, dearer, u, s))
            continue
        cut.remove(u)
        plan.put(u, s)
        for v in plan.case.near[u]:
            if v in cut:
                _offer(plan, v, cut, offers)


def _offer(plan: Plan, unit: int, cut: set[int], offers: list[Offer]) -> None:
    """The zones, cut-off pieces aside, that the unit touches and may join."""
    row = plan.price[unit]
    cheapest = min(row)
    for s in sorted({plan.school[v] for v in plan.case.near[unit] if v not in cut}):
        if row[s] < NEVER:
            heappush(offers, (not _fits(plan, unit, s), row[s] - cheapest, unit, s))


def _fits(plan: Plan, unit: int, school: int) -> bool:
    return bool(np.all(plan.load[school] + plan.case.pupils[unit] <= plan.case.seats[school]))
