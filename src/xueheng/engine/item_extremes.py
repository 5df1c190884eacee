"""高低分组: upper-lower discrimination with ties at the cut weighted, and options of choice questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.item_sums import FloatArray


@dataclass(frozen=True)
class OptionFigure:
    """How one option was chosen: by how many, and what they did in the rest of the test."""

    n: int
    share: float
    mean_rest: float
    r: float


def extreme_weights(total: FloatArray, share: float) -> FloatArray:
    """高分组权重: share·n pupils from the top, those tied at the cut with the same part of one each."""
    _, place, count = np.unique(-total, return_inverse=True, return_counts=True)
    before = np.concatenate(([0], np.cumsum(count)[:-1]))
    part = np.clip((share * total.size - before) / count, 0.0, 1.0)
    return np.asarray(part[place.reshape(total.shape)])


def discrimination(marks: FloatArray, total: FloatArray, *, full: FloatArray, share: float) -> FloatArray:
    """鉴别指数 D_j = (mean of the upper share - mean of the lower) / full_j (Kelley 1939); NaN is no mark."""
    there = ~np.isnan(marks)
    means = [
        (w @ np.where(there, marks, 0.0)) / np.where(w @ there > 0, w @ there, np.nan)
        for w in (extreme_weights(total, share), extreme_weights(-total, share))
    ]
    return np.asarray((means[0] - means[1]) / full)


def correlation(x: FloatArray, y: FloatArray) -> float:
    """Pearson r over the pupils who have both; NaN without spread."""
    kept = ~(np.isnan(x) | np.isnan(y))
    if kept.sum() < 2:
        return float("nan")
    x, y = x[kept] - x[kept].mean(), y[kept] - y[kept].mean()
    below = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / below if below > 1e-12 else float("nan")


def option_figure(chosen: NDArray[np.bool_], rest: FloatArray) -> OptionFigure:
    """选项: share of pupils who chose it, their mean rest score, its point-biserial r with the rest score."""
    n = int(chosen.sum())
    mean = float(rest[chosen].mean()) if n else float("nan")
    return OptionFigure(n, n / chosen.size, mean, correlation(chosen.astype(np.float64), rest))
