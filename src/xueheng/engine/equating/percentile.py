"""等百分位等值: scores with equal percentile ranks, each score spread over half a step to either side."""

from __future__ import annotations

import numpy as np

from xueheng.engine.equating.forms import FloatArray, Form, Margin

SAME = 1e-12  # ranks this close are the same share, whatever sums they came from


def cumulative(form: Margin) -> FloatArray:
    """F: the share at or below each score."""
    return np.asarray(np.cumsum(form.count) / np.cumsum(form.count)[-1])


def percentile_ranks(form: Margin, score: FloatArray) -> FloatArray:
    """P(x) = F(x* - 1) + (x - x* + ½)(F(x*) - F(x* - 1)), x* the nearest score (Kolen & Brennan 2014)."""
    edges = np.append(form.score - form.step / 2, form.score[-1] + form.step / 2)
    return np.asarray(np.interp(score, edges, np.append(0.0, cumulative(form))))


def at_ranks(form: Margin, rank: FloatArray) -> FloatArray:
    """P⁻¹: the score of that percentile rank; over scores nobody has, the middle of both ends.

    Rank 0 is half a step below the scale, rank 1 half a step above it.
    """
    below = np.append(0.0, cumulative(form))
    edges = np.append(form.score - form.step / 2, form.score[-1] + form.step / 2)
    near = below[np.abs(below[:, None] - rank).argmin(axis=0)]
    rank = np.where(np.abs(near - rank) <= SAME, near, rank)
    upper = np.minimum(np.searchsorted(below, rank, side="right") - 1, len(form.score) - 1)
    lower = np.maximum(np.searchsorted(below, rank, side="left") - 1, 0)
    found = [
        edges[i] + form.step * (rank - below[i]) / np.where(mass > 0, mass, 1.0)
        for i in (upper, lower)
        for mass in (below[i + 1] - below[i],)
    ]
    middle = (found[0] + found[1]) / 2
    return np.asarray(np.where(rank <= 0, edges[0], np.where(rank >= 1, edges[-1], middle)))


def equipercentile(x: Margin, y: Margin) -> FloatArray:
    """e_Y(x) = Q⁻¹(P(x)) at every score of X."""
    return at_ranks(y, percentile_ranks(x, x.score))


def chained(x: Form, y: Form) -> FloatArray:
    """X to the anchor in the first group, from there to Y in the second."""
    return at_ranks(y.total, percentile_ranks(y.common, equipercentile(x.total, x.common)))


def synthetic_margins(x: Form, y: Form, w: float) -> tuple[Margin, Margin]:
    """频数估计: f_s(x) = w f1(x) + (1 - w) Σ_v f1(x|v) h2(v), and the same for Y.

    The anchor takes the same scores in both; one that a group does not have is left out of its sum, and
    the shares are made to add to one.  Braun & Holland (1982).
    """
    h1, h2 = x.common.count / x.common.n, y.common.count / y.common.n
    return _mixed(x, w * h1 + (1 - w) * h2), _mixed(y, w * h1 + (1 - w) * h2)


def _mixed(form: Form, anchor: FloatArray) -> Margin:
    held = form.common.count
    share = form.count @ (np.divide(anchor, held, out=np.zeros_like(held), where=held > 0))
    return Margin(form.score, share / share.sum(), form.score_step)


def equate_percentiles(x: Form, y: Form, *, procedure: str, w: float) -> FloatArray:
    """The equivalents by a procedure named equipercentile, _chained or _frequency."""
    way = procedure.partition("_")[2]
    if way == "chained":
        return chained(x, y)
    return equipercentile(*(synthetic_margins(x, y, w) if way else (x.total, y.total)))
