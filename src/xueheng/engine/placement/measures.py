"""What is balanced: standardised values, their squares, tenths and levels, all as integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
ONE = 1024  # a standard deviation, and a pupil of a category
FINER = 1 << 40
CATEGORY = 64  # what a pupil too many weighs beside the same in standard deviations


@dataclass(frozen=True)
class Column:
    """数值列: exact values as whole numbers, and what the column weighs."""

    values: tuple[int, ...]
    weight: int = 1


@dataclass(frozen=True)
class Category:
    """类别列: the level of each pupil, from 0."""

    level_of: IntArray
    weight: int = 1


@dataclass(frozen=True)
class Features:
    """目标项: a row a pupil; the first `numeric` columns are values and squares by turns."""

    values: IntArray
    weight: IntArray
    numeric: int

    def deviation(self, class_of: IntArray, classes: int) -> IntArray:
        """How far the sums of each class lie from their share; counts are shared out evenly."""
        sums = np.zeros((classes, self.values.shape[1]), np.int64)
        np.add.at(sums, class_of, self.values)
        size = np.bincount(class_of, minlength=classes)
        even = size if size.max() - size.min() > 1 else np.ones(classes, np.int64)
        share = np.where(np.arange(self.values.shape[1]) < self.numeric, size[:, None], even[:, None])
        whole = share.sum(axis=0)
        total = sums.sum(axis=0)
        away: IntArray = sums - (2 * total * share + whole) // (2 * whole)
        return away


def standardised(values: Sequence[int]) -> IntArray:
    """标准分 in 1/1024 of a standard deviation, rounded half up; all 0 where nothing differs."""
    n, total = len(values), sum(values)
    away = [n * value - total for value in values]
    spread = isqrt(sum(a * a for a in away) * FINER * FINER // n) if n else 0
    if spread == 0:
        return np.zeros(n, np.int64)
    return np.array([(2 * ONE * FINER * a + spread) // (2 * spread) for a in away], np.int64)


def tenths(values: Sequence[int]) -> IntArray:
    """最高、最低一成: two columns of 0 and 1; those level with the last one belong to it."""
    among, last = sorted(values), max(0, -(-len(values) // 10) - 1)
    held = np.array(values, object)
    both = (held >= among[-1 - last], held <= among[last]) if among else (held, held)
    return np.stack([part.astype(np.int64) for part in both], axis=1)


def features(columns: Sequence[Column], categories: Sequence[Category], *, pupils: int) -> Features:
    """Everything that is balanced: mean, spread and tenths of each column, every level of each category."""
    numbers: list[IntArray] = []
    counts: list[IntArray] = []
    weights: list[int] = []
    for column in columns:
        z = standardised(column.values)
        numbers += [z, (z * z) >> 10]
        weights += [4 * column.weight, column.weight]
        counts += list(tenths(column.values).T * ONE)
    of_counts = [CATEGORY * column.weight // 4 for column in columns for _ in range(2)]
    for category in categories:
        levels = range(int(category.level_of.max(initial=-1)) + 1)
        counts += [(category.level_of == level) * ONE for level in levels]
        of_counts += [CATEGORY * category.weight for _ in levels]
    rows = np.stack([*numbers, *counts], axis=1) if numbers or counts else np.zeros((pupils, 0), np.int64)
    return Features(np.ascontiguousarray(rows), np.array(weights + of_counts, np.int64), len(numbers))


def spread_of_counts(level_of: IntArray, class_of: IntArray, classes: int) -> int:
    """人数差: the largest difference between two classes in any level."""
    levels = int(level_of.max(initial=0)) + 1
    counts = np.bincount(class_of * levels + level_of, minlength=classes * levels).reshape(classes, levels)
    return int((counts.max(axis=0) - counts.min(axis=0)).max())
