"""流量界: pupils sent one by one, the bound below every plan of whole units, and what no plan avoids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.zoning.case import BoolArray, Case, IntArray


@dataclass(frozen=True)
class Split:
    """The cheapest plan were units divisible: pupils of each unit at each school, and its cost."""

    shares: IntArray
    cost: int
    placed: int


def split(case: Case) -> Split:
    """Pupils to seats at the least cost, whatever the age; all are placed as far as seats reach."""
    each = case.cost // np.maximum(case.sizes, 1)[:, None]
    shares = _flow(case, each, case.open)
    return Split(shares, int((np.where(case.open, each, 0) * shares).sum()), int(shares.sum()))


def unavoidable(case: Case, limit: int) -> int:
    """界: pupils who are beyond the limit in any plan, for no flow within it reaches more than the rest."""
    within = case.open & (case.way <= limit)
    return int(case.sizes.sum() - _flow(case, np.zeros_like(case.cost), within).sum())


def _flow(case: Case, each: IntArray, allowed: BoolArray) -> IntArray:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    units, schools = each.shape
    unit, school = np.nonzero(allowed & (case.sizes > 0)[:, None])
    source, sink = units + schools, units + schools + 1
    tails = np.concatenate((unit, np.full(units, source), units + np.arange(schools)))
    heads = np.concatenate((units + school, np.arange(units), np.full(schools, sink)))
    room = np.concatenate((case.sizes[unit], case.sizes, case.seats.sum(axis=1)))
    cost = np.concatenate((each[unit, school], np.zeros(units + schools, np.int64)))
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    solver.set_node_supply(source, int(case.sizes.sum()))
    solver.set_node_supply(sink, -int(case.sizes.sum()))
    solver.solve_max_flow_with_min_cost()
    shares = np.zeros_like(each)
    shares[unit, school] = solver.flows(arcs[: unit.size])
    return shares
