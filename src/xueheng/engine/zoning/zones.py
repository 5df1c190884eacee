"""划片: the flow, its split units made whole, pieces joined, overload moved on, and the plan improved."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.zoning.case import NEVER, Case, IntArray
from xueheng.engine.zoning.exact import seated, solved
from xueheng.engine.zoning.flow import Split, split
from xueheng.engine.zoning.joining import join
from xueheng.engine.zoning.plan import Plan
from xueheng.engine.zoning.polish import polish, unload
from xueheng.engine.zoning.regions import mend
from xueheng.engine.zoning.relief import relieve

SMALL = 1_200  # ways open to units, up to which a plan is solved as a whole
NEXT = 4  # schools beside those of the flow that a split unit may have


@dataclass(frozen=True)
class Zoned:
    """The plan, the flow below it, and whether it is proven that none is better."""

    plan: Plan
    flow: Split
    proven: bool


def zoned(case: Case) -> Zoned:
    """Every unit at one school: the fewest over the seats, zones of one piece, then the least cost."""
    flow = split(case)
    held = set(np.flatnonzero(case.open.sum(axis=1) == 1).tolist())
    plan = min((_started(case, flow, held) for flow in (flow, _rounder(case))), key=_rank)
    polish(plan, held=held)
    if int(case.open.sum()) > SMALL:
        if mend(plan, held=held):
            polish(plan, held=held)
        return Zoned(plan, flow, False)
    best = solved(case, plan)
    plan = min(plan, Plan(case, best.school), key=_rank)
    if not best.proven:
        polish(plan, held=held)
    return Zoned(plan, flow, best.proven)


def _rounder(case: Case) -> Split:
    """The flow of the least squared ways: its zones are convex, which the limit alone does not make them."""
    ways = np.where(
        case.open, (np.maximum(case.way, 0) // 10) ** 2 * np.maximum(case.sizes, 1)[:, None], NEVER
    )
    return split(replace(case, cost=ways))


def _started(case: Case, flow: Split, held: set[int]) -> Plan:
    """A flow as whole units, in one piece each, moved on from full schools."""
    plan = Plan(case, _whole(case, flow.shares))
    join(plan, held=held)
    relieve(plan, held=held)
    unload(plan, held=held)
    return plan


def _rank(plan: Plan) -> tuple[int, int, int]:
    return int(plan.over.sum()), plan.fragments(), plan.cost


def _whole(case: Case, shares: IntArray) -> list[int]:
    """The flow with every unit at one school; only units that it divides are placed anew."""
    start = np.where(case.sizes > 0, shares.argmax(axis=1), case.cost.argmin(axis=1))
    is_split = (shares > 0).sum(axis=1) > 1
    is_left = (case.sizes > 0) & (shares.sum(axis=1) < case.sizes)
    open_units = np.flatnonzero(is_split | is_left).tolist()
    options = {u: sorted({*np.flatnonzero(shares[u]).tolist(), *_cheapest(case, u)}) for u in open_units}
    fixed = [int(s) for s in start]
    return seated(case, options, fixed) if options else fixed


def _cheapest(case: Case, unit: int) -> list[int]:
    order = np.argsort(case.cost[unit], kind="stable")[:NEXT]
    return [int(s) for s in order if case.open[unit, s]]
