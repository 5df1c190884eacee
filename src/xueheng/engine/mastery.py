"""掌握: what share of the marks of a knowledge point each group got, with its interval and shrunken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Number = TypeVar("Number", np.int64, np.float64)
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Mastery:
    """Of each group and point (groups, points): pupils, mean share, its error, ends, and shrunken mean."""

    n: IntArray
    rate: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    shrunken: FloatArray


def point_shares(marks: FloatArray, full: FloatArray, points: NDArray[np.bool_]) -> FloatArray:
    """得分率 of each pupil in each point: Σ marks / Σ full marks of the items answered, NaN without any.

    `marks` is (pupils, items) with NaN where there is none, `points` (items, points).
    """
    answered = ~np.isnan(marks)
    weight = points.astype(float)
    got, of = np.where(answered, marks, 0.0) @ weight, (answered * full) @ weight
    return np.asarray(np.divide(got, of, out=np.full(of.shape, np.nan), where=of > 0))


def mastery(shares: FloatArray, group: IntArray, n_groups: int) -> Mastery:
    """掌握 of every group; a pupil of group -1 belongs to none."""
    kept = np.flatnonzero(group >= 0)
    held = ~np.isnan(shares[kept])
    values, of_group = np.where(held, shares[kept], 0.0), group[kept]
    n = _sums(held.astype(np.int64), of_group, n_groups)
    mean = _ratio(_sums(values, of_group, n_groups), n)
    away = np.where(held, values - mean[of_group], 0.0)
    spread = _sums(away**2, of_group, n_groups)
    se = np.sqrt(_ratio(_ratio(spread, n - 1), n))
    low, high = np.maximum(mean - Z95 * se, 0.0), np.minimum(mean + Z95 * se, 1.0)
    return Mastery(n, mean, se, low, high, _shrunken(n, mean, spread))


def _sums(values: NDArray[Number], group: IntArray, n_groups: int) -> NDArray[Number]:
    """The sums of the rows of each group."""
    sums = np.zeros((n_groups, values.shape[1]), values.dtype)
    order = np.argsort(group, kind="stable")
    found, start = np.unique(group[order], return_index=True)
    if found.size:
        sums[found] = np.add.reduceat(values[order], start)
    return sums


def _shrunken(n: IntArray, mean: FloatArray, spread: FloatArray) -> FloatArray:
    """Kelley: the joint mean plus the group's distance from it times the reliability of the group's mean.

    The reliability is τ² / (τ² + σ²/n), both from the analysis of variance of the groups.
    """
    some = n > 0
    groups, total = some.sum(axis=0), n.sum(axis=0)
    joint = _ratio((n * np.nan_to_num(mean)).sum(axis=0), total)
    within = _ratio(spread.sum(axis=0), total - groups)
    between = _ratio((n * np.where(some, mean - joint, 0.0) ** 2).sum(axis=0), groups - 1)
    usual = _ratio(total - _ratio((n.astype(float) ** 2).sum(axis=0), total), groups - 1)
    true = np.maximum(_ratio(between - within, usual), 0.0)
    reliability = _ratio(true * n, true * n + within)
    return np.asarray(np.where(some, joint + reliability * (mean - joint), np.nan))


def _ratio(part: NDArray[np.generic], whole: NDArray[np.generic]) -> FloatArray:
    """Part over whole, NaN where the whole is not positive."""
    top, under = np.asarray(part, float), np.asarray(whole, float)
    return np.asarray(
        np.divide(top, under, out=np.full(np.broadcast(top, under).shape, np.nan), where=under > 0)
    )
