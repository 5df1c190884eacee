"""权重调整: for pupils who did not answer, then to known totals; and what that does to a variance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.survey.design import FloatArray, IntArray

CLOSE, MOST = 1e-12, 2000  # largest relative gap of a total that is left, and rounds


class NotRaked(ValueError):
    """抽样: the totals cannot be reached together."""


@dataclass(frozen=True)
class Margin:
    """边际总数: the level of each row and the known total of every level."""

    level: IntArray
    totals: FloatArray


@dataclass(frozen=True)
class Adjustment:
    """权重调整: first by classes of non-response, then by raking to margins; both may be none."""

    answers: NDArray[np.bool_]
    classes: IntArray | None = None
    margins: tuple[Margin, ...] = ()

    def weights(self, base: FloatArray) -> FloatArray:
        """Final weights: w W_c / R_c for those who answered, W_c all and R_c answered of the class; raked.

        Raking repeats w T_l / Σ_l w over the margins in turn.  Deming & Stephan (1940).
        """
        weight = base * self._raised(base)
        return raked(weight, self.margins) if self.margins else weight

    def contributions(self, values: FloatArray, *, base: FloatArray, final: FloatArray) -> FloatArray:
        """Weighted linearised values by row that carry the error of the adjusted weights themselves.

        Raking: v = w (z - x'B), x the indicators of the margins and B the regression of z on them by the
        weights before.  Classes: v + w0 (1 - a r) ΣV_c / W_c, a = W_c/R_c, r = answered.  Deville & Särndal
        (1992); Särndal & Lundström (2005).
        """
        raised = self._raised(base)
        weighed = final * values
        if self.margins:
            design, before = self._design, base * raised
            products = design.T @ (before[:, None] * design)
            slopes = np.linalg.pinv(products, hermitian=True) @ (design.T @ (before * values))
            weighed = weighed - final * (design @ slopes)
        if self.classes is None:
            return weighed
        whole = np.bincount(self.classes, weights=base)
        sums = np.bincount(self.classes, weights=weighed) / np.where(whole > 0, whole, 1.0)
        return np.asarray(weighed + base * (1 - raised) * sums[self.classes])

    def _raised(self, base: FloatArray) -> FloatArray:
        """W_c / R_c of each row, 0 where nobody answered."""
        if self.classes is None:
            return np.ones(len(base))
        whole = np.bincount(self.classes, weights=base)
        answered = np.bincount(self.classes, weights=np.where(self.answers, base, 0.0))
        ratio = np.divide(whole, answered, out=np.ones(len(whole)), where=answered > 0)
        return np.where(self.answers, ratio[self.classes], 0.0)

    @cached_property
    def _design(self) -> FloatArray:
        parts = [(m.level[:, None] == np.arange(len(m.totals))).astype(np.float64) for m in self.margins]
        return np.hstack(parts)


def raked(weight: FloatArray, margins: tuple[Margin, ...]) -> FloatArray:
    """Weights whose sums by level equal the totals of every margin."""
    for _ in range(MOST):
        gap = 0.0
        for margin in margins:
            sums = np.bincount(margin.level, weights=weight, minlength=len(margin.totals))
            if ((sums <= 0) & (margin.totals > 0)).any():
                raise NotRaked
            factor = np.divide(margin.totals, sums, out=np.ones(len(sums)), where=sums > 0)
            gap = max(gap, float(np.abs(factor - 1).max()))
            weight = weight * factor[margin.level]
        if gap <= CLOSE:
            return weight
    raise NotRaked
