"""一分三率: counts by mark, and every figure of a group that follows exactly from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, isqrt, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

INT64_MAX = int(np.iinfo(np.int64).max)
QUANTILES = tuple(Fraction(*q) for q in ((1, 10), (1, 4), (1, 2), (3, 4), (9, 10)))


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
class Cutoffs:
    """Shares of the full mark: at or above `excellent`, at or above `pass_`, below `low`."""

    excellent: Fraction | Decimal
    pass_: Fraction | Decimal
    low: Fraction | Decimal

    def __post_init__(self) -> None:
        if any(isinstance(rate, float) for rate in self.rates):
            raise TypeError("a cut-off is a Fraction or a Decimal: a float would move the line")

    @property
    def rates(self) -> tuple[Fraction | Decimal, ...]:
        """Return the three shares in the order of the fields."""
        return self.excellent, self.pass_, self.low


@dataclass(frozen=True)
class Moments:
    """Sums per group, in units: pupils, marks, squared marks."""

    n: tuple[int, ...]
    total: tuple[int, ...]
    squares: tuple[int, ...]


@dataclass(frozen=True)
class GroupSummaries:
    """One row per group; NaN where nobody has a mark; no full mark gives rates NaN and counts 0."""

    n: IntArray
    mean: FloatArray
    sd: FloatArray
    n_excellent: IntArray
    n_pass: IntArray
    n_low: IntArray
    excellent_rate: FloatArray
    pass_rate: FloatArray
    low_rate: FloatArray
    p10: FloatArray
    p25: FloatArray
    median: FloatArray
    p75: FloatArray
    p90: FloatArray


@dataclass(frozen=True)
class Distribution:
    """Groups ascending, marks descending; `cumulative` counts the pupils at or above the mark."""

    group: IntArray
    mark: IntArray
    count: IntArray
    cumulative: IntArray


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
    return _tally(counts).moments()


def at_or_above(counts: MarkCounts, lines: Sequence[int]) -> IntArray:
    """上线人数: the pupils of each group at or above the group's own line."""
    return _tally(counts).at_or_above(np.asarray(lines, dtype=np.int64))


def quantile_from_counts(counts: MarkCounts, q: Fraction | Decimal) -> FloatArray:
    """分位数: the linear (type 7) quantile of each group, in marks."""
    return _tally(counts).quantile(Fraction(q))


def distribution(counts: MarkCounts) -> Distribution:
    """一分一段: every mark of every group with its count and the count from the top down to it."""
    tally = _tally(counts)
    rows, starts, ends = tally.rows, tally.starts, tally.ends
    from_top = np.repeat(starts + ends - 1, ends - starts) - np.arange(rows.mark.size)
    cumulative = np.repeat(tally.running[ends], ends - starts) - tally.running[from_top]
    return Distribution(rows.group, rows.mark[from_top], rows.count[from_top], cumulative)


def summarise(
    counts: MarkCounts,
    *,
    full: Sequence[int | None],
    cutoffs: Cutoffs,
    denominators: Sequence[int | Fraction] | IntArray | None = None,
) -> GroupSummaries:
    """一分三率: mean, SD, rates and quantiles of every group; `denominators` replace n in the rates."""
    tally = _tally(counts)
    sums = tally.moments()
    shares = sums.n if denominators is None else denominators
    excellent, passed, not_low = (tally.at_or_above(_lines(full, rate)) for rate in cutoffs.rates)
    has_full = np.array([mark is not None for mark in full], dtype=bool)
    numbers = (excellent, passed, np.where(has_full, tally.n - not_low, 0))
    rates = (_rates(number, shares, where=has_full & (tally.n > 0)) for number in numbers)
    mean = ratios(sums.total, (n * counts.scale for n in sums.n))
    quantiles = (tally.quantile(q) for q in QUANTILES)
    return GroupSummaries(tally.n, mean, _deviations(sums, counts.scale), *numbers, *rates, *quantiles)


@dataclass(frozen=True)
class _Tally:
    """Merged rows, the row span of each group, and the pupils before each row."""

    rows: MarkCounts
    starts: IntArray
    ends: IntArray
    running: IntArray

    @property
    def n(self) -> IntArray:
        return self.running[self.ends] - self.running[self.starts]

    def sums(self, values: NDArray[Any]) -> NDArray[Any]:
        has_rows = self.starts < self.ends
        result: NDArray[Any] = np.zeros(self.starts.size, dtype=values.dtype)
        result[has_rows] = np.add.reduceat(values, self.starts[has_rows])
        return result

    def at_or_above(self, lines: IntArray) -> IntArray:
        reached = self.rows.mark >= np.repeat(lines, self.ends - self.starts)
        return self.sums(np.where(reached, self.rows.count, 0))

    def moments(self) -> Moments:
        mark, count, half = _roomy(self.rows)
        weighted = mark * count
        high = self.sums(weighted * (mark >> half)).tolist()
        low = self.sums(weighted * (mark & ((1 << half) - 1))).tolist()
        squares = ((upper << half) + lower for upper, lower in zip(high, low, strict=True))
        return Moments(tuple(self.n.tolist()), tuple(self.sums(weighted).tolist()), tuple(squares))

    def quantile(self, q: Fraction) -> FloatArray:
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


def _tally(counts: MarkCounts) -> _Tally:
    rows = merged(counts)
    edges = np.searchsorted(rows.group, np.arange(rows.n_groups + 1))
    return _Tally(rows, edges[:-1], edges[1:], np.append(0, np.cumsum(rows.count)))


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


def _lines(full: Sequence[int | None], rate: Fraction | Decimal) -> IntArray:
    """Return the least mark that reaches the share of each full mark, out of reach where there is none."""
    line_of = {mark: INT64_MAX if mark is None else ceil(Fraction(rate) * mark) for mark in set(full)}
    return np.array([line_of[mark] for mark in full], dtype=np.int64)


def _rates(number: IntArray, shares: Iterable[int | Fraction], *, where: NDArray[np.bool_]) -> FloatArray:
    tops, bottoms = [], []
    for k, share, is_known in zip(number.tolist(), shares, where.tolist(), strict=True):
        tops.append(k * int(share.denominator))
        bottoms.append(int(share.numerator) if is_known else 0)
    return ratios(tops, bottoms)


def _deviations(sums: Moments, scale: int) -> FloatArray:
    """Return the population SD of every group."""
    rows = zip(sums.n, sums.total, sums.squares, strict=True)
    roots = [nearest_root(n * s2 - s * s, (n * scale) ** 2) if n else nan for n, s, s2 in rows]
    return np.array(roots, dtype=np.float64)
