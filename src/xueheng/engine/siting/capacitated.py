"""容量约束选址: fixed and serving costs under capacities, customers split or served by one site."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.siting.located import FloatArray, Located
from xueheng.engine.siting.program import Limits, Program, Solved, dual_bound, relaxed, solved
from xueheng.engine.siting.rows import Rows
from xueheng.engine.siting.single_source import improved, started


@dataclass(frozen=True)
class Facilities:
    """Sites with capacity and opening cost, customers with demand, and the cost of serving all of it."""

    capacity: FloatArray
    opening: FloatArray
    demand: FloatArray
    serving: FloatArray  # (customer, site)


def located(given: Facilities, limits: Limits, *, is_single: bool) -> Located:
    """The cheapest sites and services; with single source each customer has one site."""
    program = facility_program(given, is_single=is_single)
    start = _start(given, limits) if is_single else None
    found = solved(program, limits, start=start)
    base = relaxed(program, limits.seconds)
    duals = np.zeros(program.low.size) if base is None else base[2]
    if found.unknowns is None:
        raise Unserved(_unserved(given))
    return _located(given, program, found, duals)


class Unserved(Exception):
    """No plan serves everybody: how much demand there is beyond all capacity."""

    def __init__(self, short: float) -> None:
        self.short = short
        super().__init__(str(short))


def facility_program(given: Facilities, *, is_single: bool) -> Program:
    """Unknowns: open by site, then part by (customer, site)."""
    customers, sites = given.serving.shape
    part = sites + np.arange(customers * sites).reshape(customers, sites)
    by_site, rows = np.arange(sites), Rows()
    who, where = (a.ravel() for a in np.indices(part.shape))
    rows.add([(who, part.ravel(), 1)], low=1, high=1, n=customers)
    used = (where, part.ravel(), given.demand[who])
    rows.add([used, (by_site, by_site, -given.capacity)], low=-np.inf, high=0, n=sites)
    ties = np.arange(part.size)
    rows.add([(ties, part.ravel(), 1), (ties, where, -1)], low=-np.inf, high=0, n=part.size)
    rows.add([(np.zeros(sites), by_site, given.capacity)], low=given.demand.sum(), high=np.inf, n=1)
    n = sites + part.size
    whole = np.arange(n) < (n if is_single else sites)
    low, high = rows.sides()
    cost = np.concatenate([given.opening, given.serving.ravel()])
    return Program(cost, rows.matrix(n), low, high, np.zeros(n), np.ones(n), whole)


def _start(given: Facilities, limits: Limits) -> FloatArray | None:
    """A plan by local search, as the solver's start."""
    site = started(given.capacity, given.opening, given.demand, given.serving)
    if site is None:
        return None
    site = improved(site, given.capacity, given.opening, given.demand, given.serving, seed=limits.seed)
    found = np.zeros(given.capacity.size + given.serving.size)
    found[np.unique(site)] = 1
    found[given.capacity.size + np.arange(site.size) * given.capacity.size + site] = 1
    return found


def _unserved(given: Facilities) -> float:
    return float(max(given.demand.sum() - given.capacity.sum(), 0.0))


def _located(given: Facilities, program: Program, found: Solved, duals: FloatArray) -> Located:
    assert found.unknowns is not None
    sites = given.capacity.size
    part = found.unknowns[sites:].reshape(given.serving.shape)
    customer, site = np.nonzero(part > 1e-9)
    used = np.flatnonzero(found.unknowns[:sites] > 0.5)
    bound = max(found.bound, dual_bound(program, duals))
    return Located(
        used, customer, site, part[customer, site], found.value, min(bound, found.value),
        found.is_proven, duals, found.is_cut_short,
    )  # fmt: skip
