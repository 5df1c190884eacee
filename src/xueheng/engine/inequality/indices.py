"""均衡指数: every index of one set of units, for one row of weights or for many rows at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

NAMES = (
    "cv",
    "cv_unweighted",
    "cv_sample",
    "gini",
    "theil_t",
    "theil_l",
    "ge",
    "atkinson",
    "mcloone",
    "verstegen",
    "p90_p10",
    "p95_p5",
    "restricted_range",
    "federal_range_ratio",
)


@dataclass(frozen=True)
class Sorted:
    """Values in rising order, and how often each counts in every row; 0 times leaves a unit out."""

    y: FloatArray
    weight: FloatArray  # rows by units: pupils
    count: FloatArray  # rows by units: how often the unit is there, whatever its size

    @property
    def total(self) -> FloatArray:
        """Pupils of each row."""
        found: FloatArray = self.weight.sum(axis=1)
        return found

    @property
    def mean(self) -> FloatArray:
        """加权平均 of each row."""
        found: FloatArray = self.weight @ self.y / self.total
        return found


def indices(held: Sorted, *, epsilon: float, alpha: float = 2.0) -> dict[str, FloatArray]:
    """Every index of each row of weights; NaN where it is not defined, infinite where it is so."""
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = Sorted(held.y, held.count, held.count)
        n = plain.total
        p5, p10, p90, p95 = (quantile(held, q) for q in (0.05, 0.10, 0.90, 0.95))
        return {
            "cv": cv(held),
            "cv_unweighted": cv(plain),
            "cv_sample": np.where(n > 1, cv(plain) * np.sqrt(n / (n - 1)), np.nan),
            "gini": gini(held),
            "theil_t": theil_t(held),
            "theil_l": theil_l(held),
            "ge": entropy_of(held, alpha=alpha),
            "atkinson": atkinson(held, epsilon=epsilon),
            "mcloone": mcloone(held),
            "verstegen": verstegen(held),
            "p90_p10": _ratio(p90, p10),
            "p95_p5": _ratio(p95, p5),
            "restricted_range": p95 - p5,
            "federal_range_ratio": _ratio(p95 - p5, p5),
        }


def cv(held: Sorted) -> FloatArray:
    """差异系数: the weighted population deviation over the weighted mean."""
    away = held.y[None, :] - held.mean[:, None]
    found: FloatArray = np.sqrt((held.weight * away**2).sum(axis=1) / held.total) / held.mean
    return found


def gini(held: Sorted) -> FloatArray:
    """基尼系数: twice the area between the Lorenz curve and the line of equality, by trapezoids."""
    people = held.weight / held.total[:, None]
    share = people * held.y / held.mean[:, None]
    below = np.cumsum(share, axis=1) - share / 2
    found: FloatArray = 1 - 2 * (people * below).sum(axis=1)
    return found


def theil_t(held: Sorted) -> FloatArray:
    """泰尔 T 指数: GE(1), weighing by what units have; a unit with nothing adds nothing."""
    ratio = held.y[None, :] / held.mean[:, None]
    logs = np.log(np.where(ratio > 0, ratio, 1.0))
    return _mean(held, ratio * logs)


def theil_l(held: Sorted) -> FloatArray:
    """泰尔 L 指数（平均对数离差）: GE(0); infinite where a counted unit has nothing."""
    ratio = held.y[None, :] / held.mean[:, None]
    logs = np.log(np.where(ratio > 0, ratio, 1.0))
    found: FloatArray = np.where(_has_zero(held), np.inf, -_mean(held, logs))
    return found


def entropy_of(held: Sorted, *, alpha: float) -> FloatArray:
    """广义熵 GE(α): Theil L at 0, Theil T at 1, half the squared coefficient of variation at 2."""
    if alpha in (0, 1):
        return theil_t(held) if alpha else theil_l(held)
    ratio = held.y[None, :] / held.mean[:, None]
    raised = np.where(ratio > 0, np.where(ratio > 0, ratio, 1.0) ** alpha, 0.0)
    found = (_mean(held, raised) - 1) / (alpha * (alpha - 1))
    return np.where(_has_zero(held) & (alpha < 0), np.inf, found)


def atkinson(held: Sorted, *, epsilon: float) -> FloatArray:
    """阿特金森指数 at one aversion; 1 where a counted unit has nothing and the aversion is at least 1."""
    if epsilon == 1:
        return 1 - np.exp(-theil_l(held))
    ratio = held.y[None, :] / held.mean[:, None]
    power = 1 - epsilon
    raised = np.where(ratio > 0, np.where(ratio > 0, ratio, 1.0) ** power, 0.0)
    found = 1 - _mean(held, raised) ** (1 / power)
    return np.where(_has_zero(held) & (epsilon > 1), 1.0, found)


def mcloone(held: Sorted) -> FloatArray:
    """麦克伦指数: what the lower half has, of what it would have at the median."""
    middle = quantile(held, 0.5)
    return _side(held, held.y[None, :] <= middle[:, None], middle)


def verstegen(held: Sorted) -> FloatArray:
    """韦斯特根指数: what the upper half has, of what it would have at the median."""
    middle = quantile(held, 0.5)
    return _side(held, held.y[None, :] >= middle[:, None], middle)


def quantile(held: Sorted, q: float) -> FloatArray:
    """加权分位数: the value at which the pupils counted from below reach q, the mean of two at a step."""
    counted = np.cumsum(held.weight, axis=1)
    wanted = q * held.total[:, None]
    slack = 1e-12 * held.total[:, None]
    low = np.argmax(counted >= wanted - slack, axis=1)
    high = np.argmax(counted > wanted + slack, axis=1)
    found: FloatArray = (held.y[low] + held.y[high]) / 2
    return found


def _side(held: Sorted, inside: NDArray[np.bool_], middle: FloatArray) -> FloatArray:
    """Units at the median are counted whole on both sides."""
    weight = held.weight * inside
    return _ratio(weight @ held.y, middle * weight.sum(axis=1))


def _mean(held: Sorted, terms: FloatArray) -> FloatArray:
    found: FloatArray = (held.weight * terms).sum(axis=1) / held.total
    return found


def _has_zero(held: Sorted) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.any((held.weight > 0) & (held.y <= 0), axis=1)
    return found


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    found: FloatArray = np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan)
    return found
