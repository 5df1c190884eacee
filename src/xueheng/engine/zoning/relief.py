"""消超员: pupils over the seats move on, zone by zone along shared borders, to where seats are free."""

from __future__ import annotations

from collections import deque

import numpy as np

from xueheng.engine.zoning.plan import Plan

TRIES = 4_000
RESTS = 12  # moves during which a unit that moved stays


def relieve(plan: Plan, *, held: set[int]) -> None:
    """No school is over its seats, unless no move along a border leads on."""
    rest: dict[int, int] = {}
    best, kept = int(plan.over.sum()), list(plan.school)
    for turn in range(TRIES):
        if not plan.over.any():
            return
        move = _next(plan, held | {u for u, until in rest.items() if until > turn})
        if move is None:
            break
        unit, school = move
        plan.put(unit, school)
        rest[unit] = turn + RESTS
        if (now := int(plan.over.sum())) < best:
            best, kept = now, list(plan.school)
    for u, s in enumerate(kept):
        if plan.school[u] != s:
            plan.put(u, s)


def _next(plan: Plan, still: set[int]) -> tuple[int, int] | None:
    """The cheapest unit per pupil of the fullest school that can go one zone nearer to free seats."""
    steps = _steps(plan)
    over = plan.over
    for s in sorted(np.flatnonzero(over).tolist(), key=lambda s: (-int(over[s]), s)):
        offers = [
            (plan.gain(u, t) // max(int(plan.case.sizes[u]), 1), u, t)
            for u in sorted(plan.zones[s] - still)
            if plan.case.sizes[u] > 0
            for t in plan.touched(u)
            if steps[t] < steps[s]
        ]
        for _, u, t in sorted(offers):
            if plan.can_leave(u):
                return u, t
    return None


def _steps(plan: Plan) -> list[int]:
    """How many borders lie between each zone and the next one with a free seat for a small unit."""
    case = plan.case
    sizes = case.sizes[case.sizes > 0]
    small = int(np.quantile(sizes, 0.25, method="lower")) if sizes.size else 1
    free = (case.seats - plan.load).sum(axis=1)
    far = case.schools + 1
    steps = [0 if n >= small else far for n in free.tolist()]
    beside = plan.beside()
    queue = deque(s for s, n in enumerate(steps) if n == 0)
    while queue:
        s = queue.popleft()
        for t in sorted(beside[s]):
            if steps[t] > steps[s] + 1:
                steps[t] = steps[s] + 1
                queue.append(t)
    return steps
