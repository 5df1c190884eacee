"""核心问题: sites that reduced costs leave in doubt, solved exactly where they are few."""

from __future__ import annotations

import numpy as np

from xueheng.engine.siting.dual import Dual
from xueheng.engine.siting.located import BoolArray, FloatArray, IntArray
from xueheng.engine.siting.program import Limits, Program, Solved, solved
from xueheng.engine.siting.rows import Rows

LARGEST = 40_000  # pairs of customer and site that the exact core may have


def in_doubt(dual: Dual, p: int, *, value: float, step: float) -> tuple[BoolArray, BoolArray]:
    """Sites that every better set must hold, and those that it may hold; better is by at least the step."""
    order = np.sort(dual.reduced)
    last, following = order[p - 1], order[min(p, order.size - 1)]
    room = value - step - dual.bound + 1e-6
    may = dual.reduced - last <= room
    must = following - dual.reduced > room
    return must & may, may


def solved_core(
    cost: FloatArray, dual: Dual, chosen: IntArray, *, value: float, step: float, limits: Limits
) -> tuple[IntArray, Solved] | None:
    """The best set among the sites in doubt, None where they are too many to be solved."""
    p = chosen.size
    must, may = in_doubt(dual, p, value=value, step=step)
    may = may | np.isin(np.arange(may.size), chosen)
    sites = np.flatnonzero(may)
    near = cost[:, np.flatnonzero(must)].min(axis=1) if must.any() else np.full(len(cost), np.inf)
    pairs = cost[:, sites] <= near[:, None]
    if pairs.sum() > LARGEST:
        return None
    program = _program(cost[:, sites], pairs, must[sites], p)
    found = solved(program, limits, start=_start(cost[:, sites], pairs, sites, chosen))
    if found.unknowns is None:
        return None
    return sites[found.unknowns[: sites.size] > 0.5], found


def _program(cost: FloatArray, pairs: BoolArray, must: BoolArray, p: int) -> Program:
    """Unknowns: open by site, then each pair; every customer has one open site."""
    who, where = np.nonzero(pairs)
    n, sites = who.size, cost.shape[1]
    at, rows = sites + np.arange(n), Rows()
    rows.add([(who, at, 1)], low=1, high=1, n=len(cost))
    rows.add([(np.arange(n), at, 1), (np.arange(n), where, -1)], low=-np.inf, high=0, n=n)
    rows.add([(np.zeros(sites), np.arange(sites), 1)], low=p, high=p, n=1)
    low, high = rows.sides()
    prices = np.concatenate([np.zeros(sites), cost[who, where]])
    least = np.concatenate([must.astype(float), np.zeros(n)])
    whole = np.arange(sites + n) < sites
    return Program(prices, rows.matrix(sites + n), low, high, least, np.ones(sites + n), whole)


def _start(cost: FloatArray, pairs: BoolArray, sites: IntArray, chosen: IntArray) -> FloatArray | None:
    """The known set as a start, where it lies within the pairs."""
    is_open = np.isin(sites, chosen)
    held = np.where(is_open[None], cost, np.inf)
    nearest = held.argmin(axis=1)
    rows = np.arange(len(cost))
    if not pairs[rows, nearest].all():
        return None
    taken = np.zeros(pairs.shape)
    taken[rows, nearest] = 1
    return np.concatenate([is_open.astype(float), taken[pairs]])
