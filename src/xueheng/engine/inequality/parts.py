"""分解: what lies between groups and what within them, for Theil T and Theil L."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, inf, log

import numpy as np

from xueheng.engine.inequality.indices import FloatArray, IntArray


@dataclass(frozen=True)
class Part:
    """一组: its units, weight, mean, and its own T and L."""

    n: int
    weight: float
    mean: float
    theil_t: float
    theil_l: float


@dataclass(frozen=True)
class Decomposition:
    """An index: between the groups, and within each as it counts in the whole."""

    between: float
    within: tuple[float, ...]

    @property
    def total(self) -> float:
        """Between and within together."""
        return fsum((self.between, *self.within))


@dataclass(frozen=True)
class Parts:
    """The groups, and both indices taken apart."""

    groups: tuple[Part, ...]
    theil_t: Decomposition
    theil_l: Decomposition


def taken_apart(y: FloatArray, weight: FloatArray, group: IntArray) -> Parts:
    """T and L between and within groups; a group without anything adds nothing to T and makes L infinite."""
    parts = tuple(_part(y[group == g], weight[group == g]) for g in range(int(group.max()) + 1))
    total = fsum(p.weight for p in parts)
    mean = fsum(p.weight * p.mean for p in parts) / total
    people = [p.weight / total for p in parts]
    have = [share * p.mean / mean for share, p in zip(people, parts, strict=True)]
    t = Decomposition(
        fsum(h * log(p.mean / mean) for h, p in zip(have, parts, strict=True) if h > 0),
        tuple(h * p.theil_t for h, p in zip(have, parts, strict=True)),
    )
    log_of = [log(mean / p.mean) if p.mean > 0 else inf for p in parts]
    of_l = tuple(s * p.theil_l for s, p in zip(people, parts, strict=True))
    return Parts(parts, t, Decomposition(_sum(s * v for s, v in zip(people, log_of, strict=True)), of_l))


def _part(y: FloatArray, weight: FloatArray) -> Part:
    total = fsum(weight)
    mean = fsum(weight * y) / total
    if mean <= 0:
        return Part(len(y), total, 0.0, 0.0, inf if mean < 0 else 0.0)
    positive = y > 0
    ratio = y[positive] / mean
    t = fsum(weight[positive] * ratio * np.log(ratio)) / total
    ell = -fsum(weight[positive] * np.log(ratio)) / total if positive.all() else inf
    return Part(len(y), total, mean, t, ell)


def _sum(terms: object) -> float:
    held = list(terms)  # type: ignore[call-overload]
    return inf if inf in held else fsum(held)
