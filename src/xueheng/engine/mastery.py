"""掌握: what share of the marks of a knowledge point each group got, with its interval and shrunken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
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
    values = np.where(held, shares[kept], 0.0)
    of_group = csr_array((np.ones(kept.size), (group[kept], np.arange(kept.size))), (n_groups, kept.size))
    n = np.rint(of_group @ held.astype(float)).astype(np.int64)
    mean = _ratio(of_group @ values, n)
    spread = np.maximum(of_group @ values**2 - n * np.nan_to_num(mean) ** 2, 0.0)
    se = np.sqrt(_ratio(_ratio(spread, n - 1), n))
    low, high = np.maximum(mean - Z95 * se, 0.0), np.minimum(mean + Z95 * se, 1.0)
    return Mastery(n, mean, se, low, high, _shrunken(n, mean, spread))


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
