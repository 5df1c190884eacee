"""信度: stratified alpha, omega of one factor and the interval of Feldt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.stats import f as f_distribution

from xueheng.engine.item_sums import FloatArray, alpha

LEAST_UNIQUE = 0.005  # psych::fa keeps uniquenesses above this too
NO_SPREAD = 1e-12  # a variance of nothing but what floats leave


@dataclass(frozen=True)
class Interval:
    """The two ends of an interval."""

    low: float
    high: float


def stratified_alpha(cov: FloatArray, strata: Sequence[Sequence[int]]) -> float:
    """分层 α = 1 - Σ σ²_s (1 - α_s) / σ²_t (Cronbach et al. 1965); a lone item has α_s = 0."""
    total, lost = float(cov.sum()), 0.0
    if total <= 0:
        return float("nan")
    for places in strata:
        own = cov[np.ix_(places, places)]
        lost += float(own.sum()) * (1 - (float(alpha(own)) if len(places) > 1 else 0.0))
    return 1 - lost / total


def feldt_interval(value: float, *, n: int, k: int, level: float) -> Interval:
    """α 的区间: 1 - (1 - α) F, F of n - 1 and (n - 1)(k - 1) degrees of freedom (Feldt 1965)."""
    degrees, tail = (n - 1, (n - 1) * (k - 1)), (1 - level) / 2
    low, high = (1 - (1 - value) * float(f_distribution.ppf(p, *degrees)) for p in (1 - tail, tail))
    return Interval(low, high)


def omega(cov: FloatArray) -> float:
    """ω = (Σ λ)² / ((Σ λ)² + Σ (1 - λ²)) of one factor (McDonald 1999); NaN below three items that vary."""
    varies = np.diagonal(cov) > NO_SPREAD
    cov = cov[np.ix_(varies, varies)]
    spread = np.sqrt(np.diagonal(cov))
    if len(cov) < 3:
        return float("nan")
    loading = factor_loadings(cov / np.outer(spread, spread))
    common = float(loading.sum()) ** 2
    return common / (common + float((1 - loading**2).sum()))


def factor_loadings(correlation: FloatArray) -> FloatArray:
    """因子载荷 λ of one factor by maximum likelihood (Lawley & Maxwell 1971)."""
    start = np.full(len(correlation), 0.5)
    found = minimize(
        _discrepancy,
        start,
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUE, 1.0)] * len(start),
        options={"ftol": 1e-15, "gtol": 1e-10},
    )
    loading = _loadings(found.x, correlation)
    return loading if loading.sum() >= 0 else -loading


def _loadings(unique: FloatArray, correlation: FloatArray) -> FloatArray:
    scale = np.sqrt(unique)
    roots, vectors = np.linalg.eigh(correlation / np.outer(scale, scale))
    return np.asarray(scale * vectors[:, -1] * np.sqrt(max(roots[-1] - 1, 0.0)))


def _discrepancy(unique: FloatArray, correlation: FloatArray) -> tuple[float, FloatArray]:
    scale = np.sqrt(unique)
    roots = np.maximum(np.linalg.eigvalsh(correlation / np.outer(scale, scale))[:-1], 1e-12)
    loading = _loadings(unique, correlation)
    gradient = (loading**2 + unique - np.diagonal(correlation)) / unique**2
    return float((roots - np.log(roots) - 1).sum()), gradient
