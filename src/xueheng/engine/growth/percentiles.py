"""成长百分位: where a pupil stands among pupils of the same prior marks, and the mark a target needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xueheng.engine.growth.quantiles import ROUNDING, cells_of, quantile_curves
from xueheng.engine.growth.splines import Design, FloatArray, IntArray, design

LEAST, MOST = 1, 99


class NoGrowthSpread(ValueError):
    """成长百分位: priors determine the outcome, so nobody stands above or below anybody."""


@dataclass(frozen=True)
class Growth:
    """成长百分位: one entry a pupil; the curves at each combination of priors, ascending in tau."""

    sgp: IntArray
    design: Design
    taus: FloatArray
    curves: FloatArray  # a row a combination of priors, a column a tau
    n_knots: int

    def mark_of(self, tau: float) -> FloatArray:
        """目标: the mark at which this share of pupils with the same priors lies, for each pupil."""
        return np.asarray(self.curves[self.design.code, int(np.searchsorted(self.taus, tau))])


def growth_percentiles(
    priors: FloatArray,
    outcome: FloatArray,
    *,
    taus: Sequence[float],
    further: Sequence[float],
    shares: Sequence[float],
    margin: float,
) -> Growth:
    """成长百分位: the number of quantile curves given the priors that lie below the outcome, 1 to 99.

    Betebenner (2009): curves are cubic B-splines of each prior, added up. A mark on a curve counts by
    its rank score there. `further` taus get a curve but do not count; curves that cross are put in order.
    """
    found = design(priors, shares=shares, margin=margin)
    cells = cells_of(found, outcome)
    every = [*taus, *(t for t in dict.fromkeys(further) if t not in taus)]
    curves = quantile_curves(cells, every, counted=len(taus))
    fitted = np.sort(found.columns @ curves.coefficients.T, axis=1)
    if np.ptp(fitted, axis=1).max() <= ROUNDING * np.ptp(outcome):
        raise NoGrowthSpread
    standing = np.floor(curves.standing[cells.code] + 0.5 + ROUNDING)
    sgp = np.clip(standing, LEAST, MOST).astype(np.int64)
    n_knots = min(len(np.unique(np.quantile(prior, shares))) for prior in priors.T)
    return Growth(sgp, found, np.sort(every), fitted, n_knots)
