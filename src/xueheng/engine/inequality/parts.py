"""分解: what lies between groups and what within them, for Theil L, Theil T and every GE(α)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf

import numpy as np

from xueheng.engine.inequality.indices import FloatArray, IntArray

THEIL_L, THEIL_T = 0.0, 1.0  # the exponents at which the family is named for Theil


@dataclass(frozen=True)
class Part:
    """一组: its units, weight and mean."""

    n: int
    weight: float
    mean: float


@dataclass(frozen=True)
class Decomposition:
    """An index: between the groups, of each group by itself, and of each as it counts in the whole."""

    between: float
    own: tuple[float, ...]
    within: tuple[float, ...]

    @property
    def total(self) -> float:
        """Between and within together."""
        return _sum((self.between, *self.within))

    @property
    def all_within(self) -> float:
        """What lies within the groups."""
        return _sum(self.within)


def entropy(y: FloatArray, weight: FloatArray, *, alpha: float) -> float:
    """广义熵 GE(α): 0 where all are alike; infinite where a unit has nothing and α is at most 0."""
    total = fsum(weight)
    mean = fsum(weight * y) / total
    if mean <= 0:
        return 0.0
    if alpha <= 0 and (y <= 0).any():
        return inf
    held, share = y > 0, weight / total
    ratio = y[held] / mean
    if alpha == THEIL_L:
        return -fsum(share[held] * np.log(ratio))
    if alpha == THEIL_T:
        return fsum(share[held] * ratio * np.log(ratio))
    return (fsum(share[held] * ratio**alpha) - 1) / (alpha * (alpha - 1))


def parts_of(y: FloatArray, weight: FloatArray, group: IntArray) -> tuple[Part, ...]:
    """The groups by number."""
    return tuple(_part(y[group == g], weight[group == g]) for g in range(int(group.max()) + 1))


def taken_apart(y: FloatArray, weight: FloatArray, group: IntArray, *, alpha: float) -> Decomposition:
    """GE(α) between and within groups; within counts by (share of pupils) × (mean over all)^α."""
    parts = parts_of(y, weight, group)
    total = fsum(p.weight for p in parts)
    mean = fsum(p.weight * p.mean for p in parts) / total
    own = [entropy(y[group == g], weight[group == g], alpha=alpha) for g in range(len(parts))]
    counts = [p.weight / total * _power(p.mean / mean, alpha) for p in parts]
    means, weights = np.array([p.mean for p in parts]), np.array([p.weight for p in parts])
    within = tuple(c * o if o else 0.0 for c, o in zip(counts, own, strict=True))
    return Decomposition(entropy(means, weights, alpha=alpha), tuple(own), within)


def _part(y: FloatArray, weight: FloatArray) -> Part:
    total = fsum(weight)
    return Part(len(y), total, fsum(weight * y) / total)


def _power(ratio: float, alpha: float) -> float:
    return ratio**alpha if ratio > 0 or alpha > 0 else 1.0 if alpha == 0 else inf


def _sum(terms: Sequence[float]) -> float:
    return inf if inf in terms else fsum(terms)
