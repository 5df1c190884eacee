"""线性等值: slope and intercept that carry a score of form X to the scale of form Y."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.equating.forms import FloatArray, Form


class NotEquated(ValueError):
    """等值: a form or its anchor has no spread, or the two do not go together."""


@dataclass(frozen=True)
class Link:
    """线性关系: y = slope x + intercept."""

    slope: float
    intercept: float

    def at(self, score: FloatArray) -> FloatArray:
        """The equivalents of scores."""
        return self.slope * score + self.intercept


def linear_link(x: Form, y: Form, *, procedure: str, w: float, internal: bool) -> Link:
    """The link of `mean` or `linear`, alone or with a way to use the anchor.

    y = (s_Y/s_X)(x - μ_X) + μ_Y, slope 1 for mean; with an anchor μ and s are of the synthetic population
    w·1 + (1 - w)·2.  Kolen & Brennan (2014), ch. 2 and 4.
    """
    kind, _, way = procedure.partition("_")
    if way == "chained":
        return _chained(x, y, kind)
    if way == "levine_true":
        return _true_scores(x, y, internal)
    if way:
        return _synthetic(x, y, kind, (_gamma(x, way, internal), _gamma(y, way, internal)), w)
    return _link(kind, (x.total.mean, y.total.mean), (x.total.variance, y.total.variance))


def _link(kind: str, means: tuple[float, float], variances: tuple[float, float]) -> Link:
    slope = 1.0
    if kind == "linear":
        if min(variances) <= 0:
            raise NotEquated
        slope = float(np.sqrt(variances[1] / variances[0]))
    return Link(slope, means[1] - slope * means[0])


def _gamma(form: Form, way: str, internal: bool) -> float:
    """γ: Tucker s_xv/s²_v; Levine s²_x/s_xv inside, (s²_x + s_xv)/(s²_v + s_xv) outside the form."""
    variance, common, both = form.total.variance, form.common.variance, form.covariance
    top, bottom = (both, common) if way == "tucker" else (variance, both)
    if way != "tucker" and not internal:
        top, bottom = variance + both, common + both
    if bottom <= 0 or top <= 0:
        raise NotEquated
    return top / bottom


def _synthetic(x: Form, y: Form, kind: str, gamma: tuple[float, float], w: float) -> Link:
    """Moments of the synthetic population (Kolen & Brennan 2014, eqs 4.17-4.20)."""
    gap, spread = x.common.mean - y.common.mean, x.common.variance - y.common.variance
    g1, g2 = gamma
    means = (x.total.mean - (1 - w) * g1 * gap, y.total.mean + w * g2 * gap)
    own = w * (1 - w) * gap * gap
    variances = (
        x.total.variance + g1 * g1 * (own - (1 - w) * spread),
        y.total.variance + g2 * g2 * (own + w * spread),
    )
    return _link(kind, means, variances)


def _true_scores(x: Form, y: Form, internal: bool) -> Link:
    """Levine's true scores: slope γ2/γ1, whatever the synthetic population (eq. 4.66)."""
    g1, g2 = _gamma(x, "levine", internal), _gamma(y, "levine", internal)
    slope = g2 / g1
    gap = x.common.mean - y.common.mean
    return Link(slope, y.total.mean + g2 * gap - slope * x.total.mean)


def _chained(x: Form, y: Form, kind: str) -> Link:
    """X to the anchor in the first group, the anchor to Y in the second."""
    first = _link(kind, (x.total.mean, x.common.mean), (x.total.variance, x.common.variance))
    second = _link(kind, (y.common.mean, y.total.mean), (y.common.variance, y.total.variance))
    return Link(first.slope * second.slope, second.slope * first.intercept + second.intercept)
