"""拉格朗日下界: multipliers of the customers that bound every choice of p sites from below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.siting.interchange import total
from xueheng.engine.siting.located import FloatArray, IntArray

STALLED = 20  # rounds without a better bound before steps are halved
SMALLEST = 1e-4


@dataclass(frozen=True)
class Dual:
    """The best multipliers, their bound, the reduced cost of each site, and the sets seen on the way."""

    multipliers: FloatArray
    bound: float
    reduced: FloatArray
    best_set: IntArray
    value: float
    rounds: int


def reduced_costs(cost: FloatArray, multipliers: FloatArray) -> FloatArray:
    """What each site would save against the multipliers, never above 0."""
    found: FloatArray = np.minimum(cost - multipliers[:, None], 0.0).sum(axis=0)
    return found


def bound_of(cost: FloatArray, multipliers: FloatArray, p: int) -> float:
    """The bound that multipliers prove: their sum and the p best reduced costs."""
    return float(multipliers.sum() + np.partition(reduced_costs(cost, multipliers), p - 1)[:p].sum())


def subgradient(cost: FloatArray, p: int, *, upper: float, start: FloatArray, rounds: int) -> Dual:
    """The bound raised by subgradient steps towards the value, and the best set met on the way."""
    held, best, best_bound, best_reduced = start.copy(), start.copy(), -np.inf, np.zeros(cost.shape[1])
    value, best_set, step, stalled, done = upper, np.arange(p), 1.5, 0, 0
    direction = np.zeros(held.size)
    for done in range(1, rounds + 1):
        reduced = reduced_costs(cost, held)
        chosen = np.argpartition(reduced, p - 1)[:p]
        bound = float(held.sum() + reduced[chosen].sum())
        stalled += 1
        if bound > best_bound + 1e-9:
            best_bound, best, best_reduced, stalled = bound, held.copy(), reduced, 0
        if done % 5 == 1 and (found := total(cost, chosen)) < value:
            value, best_set = found, chosen
        served = (cost[:, chosen] < held[:, None]).sum(axis=1)
        direction = 0.3 * direction + (1.0 - served)
        norm = float((direction**2).sum())
        if stalled >= STALLED:
            step, stalled, held = step / 2, 0, best.copy()
        if norm == 0 or step < SMALLEST or np.ceil(best_bound - 1e-6) >= value:
            break
        held = held + step * (1.02 * value - bound) / norm * direction
    return Dual(best, best_bound, best_reduced, best_set, value, done)
