"""The outcome of a placement: each class by column, level and tenth, and how far classes lie apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np

from xueheng.engine.placement.measures import (
    Column,
    IntArray,
    spread_of_counts,
    standardised,
    tenths,
)
from xueheng.methods.placement_classes.roster import Pupils, whole

TENTHS = ("top", "bottom")
FINE = 10**12


@dataclass(frozen=True)
class Shown:
    """编班结果 of pupils: rows and figures of one way to form the classes."""

    pupils: Pupils
    class_of: IntArray
    names: tuple[str, ...]

    def balance(self) -> Iterator[tuple[Any, ...]]:
        """Mean and population SD of each class and number, the count of each level."""
        sizes = np.bincount(self.class_of, minlength=len(self.names)).tolist()
        for k, name in enumerate(self.names):
            there = np.flatnonzero(self.class_of == k).tolist()
            for column, values in self.pupils.numbers.items():
                mean, sd = moments([values[at] for at in there])
                yield column, name, None, len(there), mean, sd, None
            for column, levels in self.pupils.levels.items():
                counts = np.bincount(levels.of_pupil[there], minlength=len(levels.names)).tolist()
                for level, count in zip(levels.names, counts, strict=True):
                    yield column, name, level, sizes[k], None, None, count

    def tenths(self) -> Iterator[tuple[str, str, str, int]]:
        """How many of the highest and of the lowest tenth each class has."""
        for column, values in self.pupils.numbers.items():
            held = tenths(whole(values))
            for at, tenth in enumerate(TENTHS):
                counts = np.bincount(self.class_of, held[:, at], minlength=len(self.names))
                for name, count in zip(self.names, counts.tolist(), strict=True):
                    yield column, name, tenth, int(count)

    def spreads(self) -> dict[str, dict[str, Any]]:
        """How far the classes lie apart, by column."""
        classes, of = len(self.names), self.class_of
        values = {name: whole(v) for name, v in self.pupils.numbers.items()}
        both = {
            f"{name}:{tenth}": tenths(v)[:, at]
            for name, v in values.items()
            for at, tenth in enumerate(TENTHS)
        }
        levels = {name: level.of_pupil for name, level in self.pupils.levels.items()}
        return {
            "mean_range_sd": {name: self._range(name, 0) for name in values},
            "sd_range": {name: self._range(name, 1) for name in values},
            "category_spread": {name: spread_of_counts(v, of, classes) for name, v in levels.items()},
            "tenth_spread": {name: spread_of_counts(v, of, classes) for name, v in both.items()},
        }

    def _range(self, column: str, moment: int) -> float:
        """The range of the class means (0) or SDs (1) in SDs of all; 0 where nobody differs."""
        values = self.pupils.numbers[column]
        there = (np.flatnonzero(self.class_of == k).tolist() for k in range(len(self.names)))
        found = [moments([values[at] for at in held])[moment] for held in there]
        known, spread = [f for f in found if f is not None], moments(values)[1]
        return (max(known) - min(known)) / spread if known and spread else 0.0


def total_of(columns: list[Column], pupils: int) -> IntArray:
    """总分: the sum of standardised columns, by which an S-shape is dealt."""
    found = np.zeros(pupils, np.int64)
    for column in columns:
        found += standardised(column.values)
    return found


def moments(values: Sequence[Decimal]) -> tuple[float | None, float | None]:
    """平均和标准差 of the population form, from exact sums."""
    n, total = len(values), sum(map(Fraction, values), Fraction(0))
    if n == 0:
        return None, None
    squares = sum((Fraction(v) ** 2 for v in values), Fraction(0))
    variance = squares / n - (total / n) ** 2
    return float(total / n), isqrt(int(variance * FINE * FINE)) / FINE
