"""洛伦兹曲线、去掉一个单位的影响、按困难程度的集中: what the curve, one unit and one more column say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.inequality.indices import FloatArray

NOISE = 1e-6  # of the squares of all: less than this may be nothing but rounding


@dataclass(frozen=True)
class Lorenz:
    """洛伦兹曲线: shares of pupils and of the resource, from those with least, beginning at 0, 0."""

    people: FloatArray
    share: FloatArray


def lorenz(y: FloatArray, weight: FloatArray) -> Lorenz:
    """The curve of units, those with the same value as one point."""
    values, place = np.unique(y, return_inverse=True)
    people = np.bincount(place, weights=weight)
    held = np.cumsum(people * values)
    counted = np.cumsum(people)
    return Lorenz(np.append(0.0, counted / counted[-1]), np.append(0.0, held / held[-1]))


def cv_without_each(y: FloatArray, weight: FloatArray) -> FloatArray:
    """去掉一个单位后的差异系数: for every unit, exactly as if the others were all there is."""
    total = weight.sum()
    mean = weight @ y / total
    away = y - mean
    rest = total - weight
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.maximum(weight @ away**2 - weight * away**2 * total / rest, 0.0)
        without = np.sqrt(squares / rest) / (mean - weight * away / rest)
    for i in np.flatnonzero(~(squares > NOISE * (weight @ away**2)) & (rest > 0)):
        without[i] = _cv(np.delete(y, i), np.delete(weight, i))
    found: FloatArray = np.where((rest > 0) & np.isfinite(without), without, np.nan)
    return found


def _cv(y: FloatArray, weight: FloatArray) -> float:
    mean = weight @ y / weight.sum()
    return float(np.sqrt(weight @ (y - mean) ** 2 / weight.sum()) / mean) if mean > 0 else float("nan")


@dataclass(frozen=True)
class Concentration:
    """按困难程度: the concentration index and the weighted slope of the value on the share of poor pupils."""

    index: float
    slope: float


def concentration(y: FloatArray, weight: FloatArray, poverty: FloatArray) -> Concentration:
    """Below 0: units with more poor pupils have more. Units equally poor share one rank."""
    share = weight / weight.sum()
    levels, place = np.unique(poverty, return_inverse=True)
    people = np.bincount(place, weights=share)
    rank = 1 - (np.cumsum(people) - people / 2)[place]  # the poorest first
    mean, middle = share @ y, share @ poverty
    index = 2 * (share @ (y * rank)) / mean - 1
    spread = share @ (poverty - middle) ** 2
    slope = share @ ((poverty - middle) * (y - mean)) / spread if spread > 0 and len(levels) > 1 else np.nan
    return Concentration(float(index), float(slope))
