"""样条: the columns in which a quantile curve may bend, cubic B-splines of each prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BSpline

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
DEGREE = 3
NEGLIGIBLE = 1e-10  # a direction of the columns with a smaller share of the largest one says nothing


@dataclass(frozen=True)
class Knots:
    """节点: where the curve of one prior may bend, and the range over which it is defined."""

    inner: FloatArray
    low: float
    high: float


@dataclass(frozen=True)
class Design:
    """设计: one row for each different combination of priors, and the row of each pupil."""

    columns: FloatArray  # independent, of weighted length one
    code: IntArray
    priors: FloatArray  # the combinations themselves, by row


def knots_of(prior: FloatArray, *, shares: Sequence[float], margin: float) -> Knots:
    """节点: quantiles of the prior (linear, type 7), equal ones once; its range widened by `margin` of it."""
    low, high = float(prior.min()), float(prior.max())
    inner = np.unique(np.quantile(prior, shares))
    wide = margin * (high - low)
    return Knots(inner, low - wide, high + wide)


def splines(prior: FloatArray, knots: Knots) -> FloatArray:
    """样条: the cubic B-splines of the prior on its knots, a row a value (de Boor 1978); rows sum to one."""
    ends = np.full(DEGREE + 1, knots.low), np.full(DEGREE + 1, knots.high)
    places = np.concatenate([ends[0], knots.inner, ends[1]])
    return np.asarray(BSpline.design_matrix(prior, places, DEGREE).toarray())


def design(priors: FloatArray, *, shares: Sequence[float], margin: float) -> Design:
    """设计: a constant and the splines of every prior, added up; directions without any spread left out."""
    different, code = np.unique(priors, axis=0, return_inverse=True)
    count = np.bincount(code.ravel())
    parts = [np.ones((len(different), 1))]
    for j, prior in enumerate(priors.T):
        parts.append(splines(different[:, j], knots_of(prior, shares=shares, margin=margin))[:, 1:])
    columns = np.hstack(parts)
    _, length, ways = np.linalg.svd(np.sqrt(count)[:, None] * columns, full_matrices=False)
    kept = length > NEGLIGIBLE * length[0]
    return Design(columns @ ways[kept].T / length[kept], code.ravel().astype(np.int64), different)
