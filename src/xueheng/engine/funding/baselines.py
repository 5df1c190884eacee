"""对照: what simpler ways of sharing the same money would reach; each school bought whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.funding.need import BoolArray, FloatArray, IntArray, Need


@dataclass(frozen=True)
class Baseline:
    """A rule and what it brings to standard."""

    name: str
    schools: int
    pupils: int


def baselines(need: Need) -> tuple[Baseline, ...]:
    """Nothing at all, equal shares, shares by pupils, the cheapest school first, the cheapest pupil first."""
    cost, money = need.cheapest(), need.money
    pupils = need.pupils.astype(np.float64)
    ways = {
        "none": cost == 0,
        "equal": cost * need.n_schools <= money,
        "per_pupil": cost * float(pupils.sum()) <= money * pupils,
        "cheapest_school": _greedy(cost, np.lexsort((np.arange(cost.size), cost)), money),
        "cheapest_pupil": _greedy(cost, np.lexsort((np.arange(cost.size), _a_pupil(cost, pupils))), money),
    }
    return tuple(_counted(name, held & ((cost == 0) | ~need.barred), need) for name, held in ways.items())


def _a_pupil(cost: IntArray, pupils: FloatArray) -> FloatArray:
    found: FloatArray = np.divide(cost, pupils, out=np.full(cost.shape, np.inf), where=pupils > 0)
    return found


def _greedy(cost: IntArray, order: IntArray, money: int) -> BoolArray:
    """Schools in that order, each one that can still be paid."""
    held: BoolArray = cost == 0
    left = money
    for school in order.tolist():
        if not held[school] and cost[school] <= left:
            held[school] = True
            left -= int(cost[school])
    return held


def _counted(name: str, held: BoolArray, need: Need) -> Baseline:
    return Baseline(name, int(held.sum()), int(need.pupils[held].sum()))
