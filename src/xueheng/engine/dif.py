"""项目功能差异: Mantel's tests and regressions, matched on a purified total."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from xueheng.engine.item_sums import FloatArray

BoolArray = NDArray[np.bool_]
NAN = float("nan")
STEPS = 50


@dataclass(frozen=True)
class Matched:
    """Mantel's test of one item: χ² (1 degree of freedom), ETS delta and standardized difference."""

    chi2: float
    p: float
    delta: float
    delta_se: float
    smd: float


@dataclass(frozen=True)
class Regressed:
    """Likelihood-ratio tests of regression: of the group, then of group x total."""

    uniform_p: float
    nonuniform_p: float


def matched(mark: FloatArray, focal: BoolArray, total: FloatArray) -> Matched:
    """同分匹配: Σ_focal x at equal totals against its expectation (Mantel 1963).


    For marks 0/1 also Δ = -2.35 ln α_MH with the error of Robins, Breslow & Greenland (1986); else smd is the
    standardized mean difference over the SD of the marks (Zwick, Donoghue & Grima 1993). Positive: for focal.
    """
    _, level = np.unique(total, return_inverse=True)
    n_levels = int(level.max()) + 1
    n, n_f = np.bincount(level, minlength=n_levels), np.bincount(level[focal], minlength=n_levels)
    both = (n_f > 0) & (n_f < n)
    sums = [np.bincount(level, w, n_levels)[both] for w in (mark, mark**2, mark * focal)]
    n, n_f = n[both].astype(np.float64), n_f[both].astype(np.float64)
    n_r, (all_, squares, of_focal) = n - n_f, sums
    variance = float((n_r * n_f / n**2 / (n - 1) * (n * squares - all_**2)).sum())
    gap = float((of_focal - n_f * all_ / n).sum())
    if variance <= 1e-12:
        return Matched(NAN, NAN, NAN, NAN, NAN)
    of_reference = all_ - of_focal
    shift = float((n_f * (of_focal / n_f - of_reference / n_r)).sum() / n_f.sum())
    is_binary = bool(((mark == 0) | (mark == 1)).all())
    statistic = max(abs(gap) - (0.5 if is_binary else 0.0), 0.0) ** 2 / variance
    cells = (np.asarray(c, np.float64) for c in (of_reference, of_focal, n_r, n_f))
    delta = _delta(*cells) if is_binary else (NAN, NAN)
    return Matched(statistic, float(chi2.sf(statistic, 1)), *delta, smd=shift / float(mark.std()))


def _delta(right_r: FloatArray, right_f: FloatArray, n_r: FloatArray, n_f: FloatArray) -> tuple[float, float]:
    n, wrong_r, wrong_f = n_r + n_f, n_r - right_r, n_f - right_f
    agree, cross = right_r * wrong_f / n, wrong_r * right_f / n
    if agree.sum() <= 0 or cross.sum() <= 0:
        return NAN, NAN
    p, q, a, c = (right_r + wrong_f) / n, (wrong_r + right_f) / n, agree.sum(), cross.sum()
    variance = (p * agree).sum() / a**2 / 2 + (p * cross + q * agree).sum() / a / c / 2
    variance += (q * cross).sum() / c**2 / 2
    return -2.35 * float(np.log(a / c)), 2.35 * float(np.sqrt(variance))


def regressed(mark: FloatArray, focal: BoolArray, total: FloatArray) -> Regressed:
    """回归检验: total, group, group x total (Swaminathan & Rogers 1990); not 0/1: least squares."""
    spread = float(total.std())
    if spread <= 1e-12:
        return Regressed(NAN, NAN)
    z, g = (total - total.mean()) / spread, focal.astype(np.float64)
    columns = np.column_stack([np.ones(len(z)), z, g, g * z])
    is_binary = bool(((mark == 0) | (mark == 1)).all())
    deviance = _logistic if is_binary else _squares
    fits = [deviance(columns[:, :k], mark) for k in (2, 3, 4)]
    tests = [float(chi2.sf(max(a - b, 0.0), 1)) for a, b in pairwise(fits)]
    return Regressed(*tests)


def _squares(x: FloatArray, y: FloatArray) -> float:
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    squares = float(residual @ residual)
    return len(y) * float(np.log(squares)) if squares > 1e-9 else NAN


def _logistic(x: FloatArray, y: FloatArray) -> float:
    """-2 log likelihood at the maximum; NaN where the groups are separated perfectly."""
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        step = np.linalg.lstsq((x * (p * (1 - p))[:, None]).T @ x, x.T @ (y - p), rcond=None)[0]
        beta = beta + step
        if np.abs(beta).max() > 25:
            return NAN
        if np.abs(step).max() < 1e-10:
            break
    eta = x @ beta
    return 2 * float((np.logaddexp(0, eta) - y * eta).sum())
