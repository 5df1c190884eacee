"""一分三率: counts by mark, and every figure of a group that follows exactly from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, nan

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.tally import (
    INT64_MAX,
    FloatArray,
    IntArray,
    MarkCounts,
    Moments,
    nearest_root,
    ratios,
    tallied,
)

QUANTILES = tuple(Fraction(*q) for q in ((1, 10), (1, 4), (1, 2), (3, 4), (9, 10)))


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


def quantile_from_counts(counts: MarkCounts, q: Fraction | Decimal) -> FloatArray:
    """分位数: the linear (type 7) quantile of each group, in marks."""
    return tallied(counts).quantile(Fraction(q))


def distribution(counts: MarkCounts) -> Distribution:
    """一分一段: every mark of every group with its count and the count from the top down to it."""
    tally = tallied(counts)
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
    tally = tallied(counts)
    sums = tally.moments()
    shares = sums.n if denominators is None else denominators
    excellent, passed, not_low = (tally.at_or_above(_lines(full, rate)) for rate in cutoffs.rates)
    has_full = np.array([mark is not None for mark in full], dtype=bool)
    numbers = (excellent, passed, np.where(has_full, tally.n - not_low, 0))
    rates = (_rates(number, shares, where=has_full & (tally.n > 0)) for number in numbers)
    mean = ratios(sums.total, (n * counts.scale for n in sums.n))
    quantiles = (tally.quantile(q) for q in QUANTILES)
    return GroupSummaries(tally.n, mean, _deviations(sums, counts.scale), *numbers, *rates, *quantiles)


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
