"""等值标准误: by formula for random groups, by drawing the pupils again elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from xueheng.engine.equating.forms import FloatArray, Form, Margin
from xueheng.engine.equating.linear import NotEquated
from xueheng.engine.equating.percentile import cumulative, percentile_ranks
from xueheng.engine.equating.smoothing import NotSmoothed


def linear_errors(x: Margin, y: Margin, *, kind: str) -> FloatArray:
    """SE of mean or linear equating of random groups, in score points, by the delta method.

    mean: s²_X/n_X + s²_Y/n_Y; linear: s²_Y (Σ 1/n + z Σ sk/n + z² Σ (ku - 1)/(4n)), z = (x - μ_X)/s_X,
    sums over X and Y, skewness and kurtosis of each.  Braun & Holland (1982); Kolen & Brennan (2014).
    """
    if kind == "mean":
        flat = np.sqrt(x.variance / x.n + y.variance / y.n)
        return np.full(len(x.score), flat)
    z = (x.score - x.mean) / x.sd
    skew = sum(m.standard_moment(3) / m.n for m in (x, y))
    peak = sum((m.standard_moment(4) - 1) / (4 * m.n) for m in (x, y))
    return np.asarray(y.sd * np.sqrt(np.maximum(1 / x.n + 1 / y.n + skew * z + peak * z * z, 0)))


def percentile_errors(x: Margin, y: Margin) -> FloatArray:
    """SE of equipercentile equating of random groups, in score points; NaN where no score of Y is met.

    var = {P(1 - P)(1/n_X + 1/n_Y) - (G - P)(P - G')/(n_Y (G - G'))} (step/(G - G'))², P the rank of x, G and
    G' the shares of Y at or below the score met and the one before.  Lord (1982).
    """
    rank = percentile_ranks(x, x.score)
    below = np.append(0.0, cumulative(y))
    at = np.minimum(np.searchsorted(below, rank, side="right") - 1, len(y.score) - 1)
    mass = below[at + 1] - below[at]
    met = (rank > 0) & (rank < 1) & (mass > 0)
    safe = np.where(met, mass, 1.0)
    own = (below[at + 1] - rank) * (rank - below[at]) / (y.n * safe)
    variance = (rank * (1 - rank) * (1 / x.n + 1 / y.n) - own) * (y.step / safe) ** 2
    return np.asarray(np.where(met, np.sqrt(np.maximum(variance, 0)), np.nan))


def bootstrap_errors(
    x: Form, y: Form, *, equate: Callable[[Form, Form], FloatArray], seed: str, times: int
) -> FloatArray:
    """SD (n - 1) of the equivalents over so many draws of both groups with replacement.

    NaN when fewer than half of the draws can be equated.  Efron (1979).
    """
    key = hashlib.sha256(f"{seed}\nexam.equate/bootstrap".encode()).digest()
    draw = np.random.Generator(np.random.PCG64(int.from_bytes(key, "big")))
    found = []
    for _ in range(times):
        pair = _again(x, draw), _again(y, draw)
        try:
            found.append(equate(*pair))
        except (NotEquated, NotSmoothed):
            continue
    if len(found) < max(2, times // 2):
        return np.full(len(x.score), np.nan)
    return np.asarray(np.std(found, axis=0, ddof=1))


def _again(form: Form, draw: np.random.Generator) -> Form:
    n = round(form.total.n)
    count = draw.multinomial(n, (form.count / form.count.sum()).ravel()).reshape(form.count.shape)
    return Form(form.score, form.anchor, count.astype(np.float64), form.score_step, form.anchor_step)
