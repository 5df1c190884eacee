"""抽样设计: strata, first-stage units and weights, and the variance of totals under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Lonely = Literal["fail", "adjust", "certainty"]


class LonelyUnit(ValueError):
    """抽样: a stratum has one first-stage unit; `stratum` is its number."""

    def __init__(self, stratum: int) -> None:
        super().__init__(f"stratum {stratum} has one first-stage unit")
        self.stratum = stratum


@dataclass(frozen=True)
class Design:
    """抽样设计: of rows the weight and unit, of units the stratum, of strata the sampled share n_h / N_h."""

    weight: FloatArray
    unit: IntArray
    stratum: IntArray
    share: FloatArray

    @property
    def units(self) -> IntArray:
        """n_h: first-stage units in each stratum."""
        return np.bincount(self.stratum, minlength=len(self.share)).astype(np.int64)

    @property
    def degrees(self) -> int:
        """自由度: units less strata."""
        return len(self.stratum) - len(self.share)

    def lonely(self) -> IntArray:
        """Strata of a single unit out of more."""
        return np.flatnonzero((self.units == 1) & (self.share < 1))

    def totals(self, contributions: FloatArray) -> FloatArray:
        """Sums of weighted contributions by unit."""
        found = np.bincount(self.unit, weights=contributions, minlength=len(self.stratum))
        return np.asarray(found, np.float64)


def covariance(totals: FloatArray, design: Design, *, lonely: Lonely) -> FloatArray:
    """线性化方差: V = Σ_h (1 - n_h/N_h) n_h/(n_h - 1) Σ_i (z_hi - z̄_h)(z_hi - z̄_h)'.

    z_hi are a unit's weighted totals of linearised values, in the squared unit of the estimate.  The one
    unit of a lonely stratum is refused, set against the mean of all units, or taken as certain.  Binder
    (1983); Särndal, Swensson & Wretman (1992).
    """
    single = design.lonely()
    if lonely == "fail" and len(single):
        raise LonelyUnit(int(single[0]))
    n = design.units
    sums = np.zeros((len(n), totals.shape[1]))
    np.add.at(sums, design.stratum, totals)
    middle = sums / n[:, None]
    if lonely == "adjust":
        middle[single] = totals.mean(axis=0)
    scale = (1 - design.share) * n / np.maximum(n - 1, 1)
    apart = (totals - middle[design.stratum]) * np.sqrt(scale)[design.stratum, None]
    return np.asarray(apart.T @ apart)
