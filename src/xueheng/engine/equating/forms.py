"""试卷成绩: the counts of a form by score and anchor score, and their moments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Margin:
    """一维频数: counts (or shares) at equally spaced scores, `step` apart."""

    score: FloatArray
    count: FloatArray
    step: float

    @cached_property
    def n(self) -> float:
        """Persons."""
        return float(self.count.sum())

    @cached_property
    def mean(self) -> float:
        """μ = Σ f x / n."""
        return float(self.count @ self.score) / self.n

    @cached_property
    def variance(self) -> float:
        """s² = Σ f (x - μ)² / (n - 1), as R's var of the pupils."""
        return float(self.count @ (self.score - self.mean) ** 2) / (self.n - 1)

    @property
    def sd(self) -> float:
        """s."""
        return float(np.sqrt(self.variance))

    def standard_moment(self, power: int) -> float:
        """Σ f ((x - μ)/s)^power / n: 3 is skewness, 4 is kurtosis."""
        return float(self.count @ ((self.score - self.mean) / self.sd) ** power) / self.n


@dataclass(frozen=True)
class Form:
    """二维频数: counts of a form by score (rows) and anchor score (columns; one column without anchor)."""

    score: FloatArray
    anchor: FloatArray
    count: FloatArray
    score_step: float = 1.0
    anchor_step: float = 1.0

    @cached_property
    def total(self) -> Margin:
        """The form alone."""
        return Margin(self.score, self.count.sum(axis=1), self.score_step)

    @cached_property
    def common(self) -> Margin:
        """The anchor alone."""
        return Margin(self.anchor, self.count.sum(axis=0), self.anchor_step)

    @cached_property
    def covariance(self) -> float:
        """s_xv = Σ f (x - μ_x)(v - μ_v) / (n - 1)."""
        x, v = self.score - self.total.mean, self.anchor - self.common.mean
        return float(x @ self.count @ v) / (self.total.n - 1)
