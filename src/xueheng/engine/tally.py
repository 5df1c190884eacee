"""Counts by mark, merged and summed in whole numbers; figures are rounded once, at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

INT64_MAX = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class MarkCounts:
    """Pupils by group and mark, in any order; repeated rows add up; `scale` units are one mark."""

    group: IntArray
    mark: IntArray
    count: IntArray
    n_groups: int
    scale: int

    def __post_init__(self) -> None:
        if self.scale < 1:
            raise ValueError(f"scale must be at least 1, not {self.scale}")
        if self.group.size and not 0 <= self.group.min() <= self.group.max() < self.n_groups:
            raise ValueError(f"a group lies outside 0..{self.n_groups - 1}")
        if self.count.size and self.count.min() < 0:
            raise ValueError("a count is negative")


@dataclass(frozen=True)
class Moments:
    """Sums per group, in units: pupils, marks, squared marks."""

    n: tuple[int, ...]
    total: tuple[int, ...]
    squares: tuple[int, ...]


def nearest_root(numerator: int, denominator: int = 1) -> float:
    """Return the float nearest to the square root of a fraction that is not negative."""
    shift = max(0, 112 + denominator.bit_length() - numerator.bit_length())
    shift += shift % 2
    quotient, rest = divmod(numerator << shift, denominator)
    root = isqrt(quotient)
    inexact = rest > 0 or root * root < quotient
    # The last of 56 or more bits records that something was cut off, so that division rounds once.
    return (root | inexact) / (1 << shift // 2)


def ratios(tops: Iterable[int], bottoms: Iterable[int]) -> FloatArray:
    """Return each fraction rounded once, NaN over zero."""
    pairs = zip(tops, bottoms, strict=True)
    return np.array([top / bottom if bottom else nan for top, bottom in pairs], dtype=np.float64)


def merged(counts: MarkCounts) -> MarkCounts:
    """Return the same counts with one row per group and mark, both ascending."""
    if _is_merged(counts):
        return counts
    order = _ascending_order(counts)
    group, mark = counts.group[order], counts.mark[order]
    is_new = np.append(True, (group[1:] != group[:-1]) | (mark[1:] != mark[:-1]))
    count = np.add.reduceat(counts.count[order], np.flatnonzero(is_new))
    return MarkCounts(group[is_new], mark[is_new], count, n_groups=counts.n_groups, scale=counts.scale)


def moments(counts: MarkCounts) -> Moments:
    """Return n, Σ and Σ² of every group, free of overflow."""
    return tallied(counts).moments()


def at_or_above(counts: MarkCounts, lines: Sequence[int]) -> IntArray:
    """上线人数: the pupils of each group at or above the group's own line."""
    return tallied(counts).at_or_above(np.asarray(lines, dtype=np.int64))


@dataclass(frozen=True)
class Tally:
    """Merged rows, the row span of each group, and the pupils before each row."""

    rows: MarkCounts
    starts: IntArray
    ends: IntArray
    running: IntArray

    @property
    def n(self) -> IntArray:
        """Pupils of each group."""
        return self.running[self.ends] - self.running[self.starts]

    def sums(self, values: NDArray[Any]) -> NDArray[Any]:
        """A value of each row, summed by group."""
        has_rows = self.starts < self.ends
        result: NDArray[Any] = np.zeros(self.starts.size, dtype=values.dtype)
        result[has_rows] = np.add.reduceat(values, self.starts[has_rows])
        return result

    def at_or_above(self, lines: IntArray) -> IntArray:
        """Pupils of each group at or above the group's line."""
        reached = self.rows.mark >= np.repeat(lines, self.ends - self.starts)
        return self.sums(np.where(reached, self.rows.count, 0))

    def moments(self) -> Moments:
        """n, Σ and Σ² of each group, free of overflow."""
        mark, count, half = _roomy(self.rows)
        weighted = mark * count
        high = self.sums(weighted * (mark >> half)).tolist()
        low = self.sums(weighted * (mark & ((1 << half) - 1))).tolist()
        squares = ((upper << half) + lower for upper, lower in zip(high, low, strict=True))
        return Moments(tuple(self.n.tolist()), tuple(self.sums(weighted).tolist()), tuple(squares))

    def quantile(self, q: Fraction) -> FloatArray:
        """The linear (type 7) quantile of each group, in marks."""
        if not 0 <= q <= 1:
            raise ValueError(f"a quantile lies between 0 and 1, not at {q}")
        filled = np.flatnonzero(self.n)
        steps = [divmod((n - 1) * q.numerator, q.denominator) for n in self.n[filled].tolist()]
        place = np.array([whole for whole, _ in steps], dtype=np.int64)
        below, above = self._marks_at(filled, place), self._marks_at(filled, place + 1)
        parts = zip(below, above, steps, strict=True)
        tops = (low * q.denominator + (high - low) * rest for low, high, (_, rest) in parts)
        result = np.full(self.n.size, nan)
        result[filled] = ratios(tops, [q.denominator * self.rows.scale] * filled.size)
        return result

    def _marks_at(self, groups: IntArray, place: IntArray) -> list[int]:
        first, last = self.running[self.starts[groups]], self.running[self.ends[groups]] - 1
        row = np.searchsorted(self.running[1:], np.minimum(first + place, last), side="right")
        marks: list[int] = self.rows.mark[row].tolist()
        return marks


def tallied(counts: MarkCounts) -> Tally:
    """Merge the counts and find where each group begins and ends."""
    rows = merged(counts)
    edges = np.searchsorted(rows.group, np.arange(rows.n_groups + 1))
    return Tally(rows, edges[:-1], edges[1:], np.append(0, np.cumsum(rows.count)))


def _is_merged(counts: MarkCounts) -> bool:
    group, mark = counts.group, counts.mark
    is_next = (group[1:] > group[:-1]) | ((group[1:] == group[:-1]) & (mark[1:] > mark[:-1]))
    return bool(is_next.all())


def _ascending_order(counts: MarkCounts) -> NDArray[np.intp]:
    least = int(counts.mark.min())
    span = int(counts.mark.max()) - least + 1
    if span * counts.n_groups > INT64_MAX:
        return np.lexsort((counts.mark, counts.group))
    return np.argsort(counts.group * span + (counts.mark - least))


def _roomy(rows: MarkCounts) -> tuple[NDArray[Any], NDArray[Any], int]:
    """Return marks, counts and the bits at which a mark is cut in two, wide enough for Σ²."""
    most = max(abs(int(rows.mark.max(initial=0))), abs(int(rows.mark.min(initial=0))))
    half = most.bit_length() // 2
    if (int(rows.count.sum()) * most) << (half + 1) > INT64_MAX:
        return rows.mark.astype(object), rows.count.astype(object), half
    return rows.mark, rows.count, half
