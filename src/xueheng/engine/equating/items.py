"""量尺链接: item parameters of two calibrations of the same anchors, put on one scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.equating.forms import FloatArray
from xueheng.engine.equating.linear import Link, NotEquated

POINTS = np.linspace(-6.0, 6.0, 61)
WEIGHTS = np.exp(-POINTS * POINTS / 2) / np.exp(-POINTS * POINTS / 2).sum()


@dataclass(frozen=True)
class Items:
    """题目参数: logit P(θ) = a (θ - b), θ ~ N(0, 1) in its own calibration."""

    a: FloatArray
    b: FloatArray

    def carried(self, link: Link) -> Items:
        """The same items on the scale θ' = A θ + B: a/A and A b + B."""
        return Items(self.a / link.slope, link.at(self.b))

    def curves(self, theta: FloatArray) -> FloatArray:
        """P of every item (columns) at every θ (rows)."""
        from scipy.special import expit

        return np.asarray(expit(self.a * (np.asarray(theta)[:, None] - self.b)), np.float64)


def drift(x: Items, y: Items, *, floor: float) -> tuple[FloatArray, FloatArray]:
    """Differences d = b_Y - A b_X and their robust z = (d - median)/(0.74 IQR), in logits of Y.

    A is the median of a_X/a_Y; a spread below the floor counts as the floor.  Huynh & Meyer (2010).
    """
    d = y.b - float(np.median(x.a / y.a)) * x.b
    low, high = np.quantile(d, (0.25, 0.75))
    return d, (d - np.median(d)) / max(0.74 * float(high - low), floor)


def mean_sigma(x: Items, y: Items) -> Link:
    """A = σ(b_Y)/σ(b_X), B = mean(b_Y) - A mean(b_X).  Marco (1977)."""
    if not (np.ptp(x.b) > 0 and np.ptp(y.b) > 0):
        raise NotEquated
    slope = float(np.std(y.b) / np.std(x.b))
    return Link(slope, float(np.mean(y.b)) - slope * float(np.mean(x.b)))


def characteristic(x: Items, y: Items, *, procedure: str) -> Link:
    """A and B that make the curves of the anchors meet, weighed by N(0, 1) at 61 points from -6 to 6 of Y.

    haebara: least Σ_q w_q Σ_j (P_jY - P_jX)²; stocking_lord: least Σ_q w_q (Σ_j P_jY - Σ_j P_jX)².
    Haebara (1980); Stocking & Lord (1983).
    """
    from scipy.optimize import least_squares

    target, root = y.curves(POINTS), np.sqrt(WEIGHTS)[:, None]

    def gaps(at: FloatArray) -> FloatArray:
        gap = root * (x.carried(Link(float(np.exp(at[0])), float(at[1]))).curves(POINTS) - target)
        return np.asarray((gap.sum(axis=1) if procedure == "stocking_lord" else gap).ravel())

    ratio = float(np.median(x.a / y.a))
    start = np.array([np.log(ratio), float(np.median(y.b - ratio * x.b))])
    found = least_squares(
        gaps, start, x_scale="jac", bounds=([-5.0, -50.0], [5.0, 50.0]), ftol=1e-15, xtol=1e-15, gtol=1e-15
    )
    if not np.isfinite(found.x).all():
        raise NotEquated
    return Link(float(np.exp(found.x[0])), float(found.x[1]))


def true_scores(x: Items, y: Items) -> FloatArray:
    """T_Y(T_X⁻¹(x)) for the scores 0 .. number of items of X, both on one scale; the ends go to the ends.

    Kolen & Brennan (2014), ch. 6.
    """
    from scipy.optimize import brentq

    found = np.zeros(len(x.a) + 1)
    found[-1] = len(y.a)
    for score in range(1, len(x.a)):
        theta = brentq(lambda t, s=score: float(x.curves(np.array([t])).sum()) - s, -1e4, 1e4, xtol=1e-12)
        found[score] = y.curves(np.array([theta])).sum()
    return found
