"""方差比: the one number, between over residual variance, that a random-intercept fit searches for."""

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Literal

import numpy as np

from xueheng.engine.school_sums import FloatArray, IntArray, SchoolSums, ValueAddedError, school_roots

Procedure = Literal["reml", "ml"]

NEGLIGIBLE = 1e-10  # share of a variance that rounding alone could have left
FLAT = 0.01  # below this ratio times pupils the criterion runs straight: no need to look closer
LARGEST = 1e8  # beyond it nothing of the spread is left to pupils: the fit is refused
PER_DECADE = 8
PARTS, ROUNDS = 32, 11  # 32 ** 11 parts of a bracket: finer than double precision


class NoResidualVariance(ValueAddedError):
    """增值: schools and columns explain every mark, so no spread between pupils is left."""

    def __init__(self) -> None:
        super().__init__(
            "schools and columns explain the outcome of every pupil: nothing is left to compare with"
        )


@dataclass(frozen=True)
class Moments:
    """Cross-products of (constant, columns, outcome): inside schools, and between those of each size."""

    within: FloatArray  # (terms, terms)
    between: FloatArray  # (sizes, terms, terms)
    size: IntArray  # pupils of a school, each size once
    schools: IntArray  # schools of that size

    @property
    def n(self) -> int:
        """Pupils in all."""
        return int(self.size @ self.schools)

    @property
    def n_schools(self) -> int:
        """Schools that have pupils."""
        return int(self.schools.sum())

    def weighted(self, weight: FloatArray) -> FloatArray:
        """Sum of the between products, each size by its weight; one matrix for each row of weights."""
        terms = len(self.within)
        flat = weight @ self.between.reshape(len(self.size), -1)
        return np.asarray(flat.reshape(*weight.shape[:-1], terms, terms))

    def at(self, ratio: FloatArray | float) -> FloatArray:
        """Cross-products in the metric of the inverse covariance, one matrix for each ratio."""
        return self.within + self.weighted(1 / (1 + np.multiply.outer(ratio, self.size)))


def moments(sums: SchoolSums) -> Moments:
    """离差积和: products of centred sums, split; the likelihood knows a school only through its size."""
    filled = sums.n > 0
    n = sums.n[filled]
    root = np.vstack([np.sqrt(n), school_roots(sums)[:, filled]])
    size, code, schools = np.unique(n, return_inverse=True, return_counts=True)
    between = np.empty((len(size), len(root), len(root)))
    for k, other in combinations_with_replacement(range(len(root)), 2):
        between[:, k, other] = between[:, other, k] = np.bincount(code, root[k] * root[other])
    within = np.pad(sums.products - root[1:] @ root[1:].T, ((1, 0), (1, 0)))
    varies = within.diagonal() > NEGLIGIBLE * np.append(0.0, sums.products.diagonal())
    within = np.where(np.outer(varies, varies), within, 0.0)
    return Moments(within=within, between=between, size=size, schools=schools)


@dataclass(frozen=True)
class Criterion:
    """-2 log likelihood as a function of the variance ratio alone, the rest profiled out."""

    moments: Moments
    procedure: Procedure

    @property
    def freedom(self) -> int:
        """Divisor of the residual sum of squares: pupils, under REML less the fixed terms."""
        return self.moments.n - (len(self.moments.within) - 1 if self.procedure == "reml" else 0)

    def score(self, ratio: FloatArray) -> FloatArray:
        """Derivative of the criterion at each ratio."""
        m = self.moments
        shrink = 1 / (1 + np.multiply.outer(ratio, m.size))
        slope = -m.weighted(m.size * shrink**2)
        inverse = np.linalg.inv(m.within + m.weighted(shrink))
        contrast = inverse[:, -1] / inverse[:, -1:, -1]
        residual = np.einsum("gk,gkl,gl->g", contrast, slope, contrast) * inverse[:, -1, -1]
        spread = shrink @ (m.size * m.schools)
        if self.procedure == "ml":
            return np.asarray(spread + self.freedom * residual)
        fixed = np.einsum("gkl,gkl->g", inverse, slope) - residual
        return np.asarray(spread + self.freedom * residual + fixed)

    def value(self, ratio: float) -> float:
        """The criterion itself, in the units of the moments."""
        m = self.moments
        diagonal = np.linalg.cholesky(m.at(ratio)).diagonal()
        spread = m.schools @ np.log1p(ratio * m.size)
        residual = self.freedom * (1 + np.log(2 * np.pi * diagonal[-1] ** 2 / self.freedom))
        fixed = 2 * np.log(diagonal[:-1]).sum() if self.procedure == "reml" else 0.0
        return float(residual + spread + fixed)


def grid(size: IntArray) -> FloatArray:
    """方差比: ratios that bracket every minimum: zero, then even steps in the logarithm."""
    first = FLAT / size.max()
    steps = int(np.ceil(PER_DECADE * np.log10(LARGEST / first)))
    return np.concatenate([[0.0], np.geomspace(first, LARGEST, steps + 1)])


def best_ratio(criterion: Criterion) -> float:
    """方差比: where the criterion is least of all its minima; exactly zero when the boundary is best."""
    ratios = grid(criterion.moments.size)
    rising = criterion.score(ratios) >= 0
    if not rising[-1]:
        raise NoResidualVariance
    turns = np.flatnonzero(~rising[:-1] & rising[1:])
    minima = [0.0] if rising[0] else []
    minima += [_root(criterion, low=ratios[k], high=ratios[k + 1]) for k in turns]
    return min(minima, key=criterion.value)


def _root(criterion: Criterion, *, low: float, high: float) -> float:
    for _ in range(ROUNDS):
        points = np.linspace(low, high, PARTS + 1)
        inner = criterion.score(points[1:-1]) >= 0
        first = int(np.argmax(np.append(inner, True)))
        low, high = points[first], points[first + 1]
    return float(high)
