"""局部求解: where a unit is beyond the limit and need not be, the part around it is solved anew."""

from __future__ import annotations

import numpy as np

from xueheng.engine.zoning.case import BEYOND
from xueheng.engine.zoning.exact import refined
from xueheng.engine.zoning.plan import Plan

MISSES = 2  # regions without any gain, after which no more are tried
UNITS, SCHOOLS = 160, 4  # open in a region


def mend(plan: Plan, *, held: set[int]) -> bool:
    """True when a region was found where fewer are beyond the limit, or go less far beyond it."""
    tried: set[int] = set()
    is_better, misses = False, 0
    while misses < MISSES:
        avoidable = [u for u in _avoidable(plan) if u not in tried and u not in held]
        if not avoidable:
            break
        schools = _schools(plan, avoidable[0])
        free = _around(plan, avoidable[0], schools, held)
        tried |= {u for u in avoidable if u in free}
        is_taken = _taken(plan, refined(plan, free, schools))
        is_better, misses = is_better or is_taken, misses + (not is_taken)
    return is_better


def _avoidable(plan: Plan) -> list[int]:
    """Units beyond the limit that another school is within it for, most pupils first."""
    case = plan.case
    own = case.cost[np.arange(case.units), plan.school]
    step = BEYOND * np.maximum(case.sizes, 1)
    found = np.flatnonzero((own >= step) & (case.cost.min(axis=1) < step) & (case.sizes > 0))
    return sorted(found.tolist(), key=lambda u: (-int(case.sizes[u]), u))


def _schools(plan: Plan, unit: int) -> list[int]:
    """The school of the unit and those that cost it least."""
    cheap = np.argsort(plan.case.cost[unit], kind="stable").tolist()
    own = plan.school[unit]
    others = [s for s in cheap if s != own and plan.case.open[unit, s]]
    return sorted([own, *others[: SCHOOLS - 1]])


def _around(plan: Plan, unit: int, schools: list[int], held: set[int]) -> list[int]:
    """The units of these schools that are the fewest steps from the unit."""
    seen, queue = {unit}, [unit]
    for u in queue:
        if len(queue) >= UNITS:
            break
        for v in plan.case.near[u]:
            if v not in seen and v not in held and plan.school[v] in schools:
                seen.add(v)
                queue.append(v)
    return queue[:UNITS]


def _taken(plan: Plan, school: list[int]) -> bool:
    """True when that is the cheaper plan, of no more pieces and no fuller schools."""
    other = Plan(plan.case, school)
    ours, theirs = ((int(p.over.sum()), p.fragments(), p.cost) for p in (plan, other))
    if theirs >= ours:
        return False
    for u, s in enumerate(school):
        if plan.school[u] != s:
            plan.put(u, s)
    return True
