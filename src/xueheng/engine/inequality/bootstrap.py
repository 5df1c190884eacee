"""自助区间: every index of units drawn anew from the same units, with replacement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.inequality.indices import FloatArray, Sorted, indices

CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Interval:
    """区间: the middle share of the draws in which an index is finite."""

    low: float
    high: float


def bootstrap(
    held: Sorted, *, epsilon: float, alpha: float, times: int, share: float, draw: np.random.Generator
) -> dict[str, Interval]:
    """An interval for each index; units are drawn whole, each as likely as another."""
    n, weight = len(held.y), held.weight[0]
    rows = max(1, CELLS_AT_ONCE // n)
    found: list[dict[str, FloatArray]] = []
    for start in range(0, times, rows):
        counts = draw.multinomial(n, np.full(n, 1 / n), size=min(rows, times - start))
        found.append(
            indices(Sorted(held.y, counts * weight, counts.astype(np.float64)), epsilon=epsilon, alpha=alpha)
        )
    return {name: _interval(np.concatenate([f[name] for f in found]), share) for name in found[0]}


def _interval(draws: FloatArray, share: float) -> Interval:
    held = draws[np.isfinite(draws)]
    if len(held) < len(draws) or not len(held):
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(held, [(1 - share) / 2, (1 + share) / 2])
    return Interval(float(low), float(high))
