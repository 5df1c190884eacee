"""标准分与上线: where a pupil stands in a population, and how many stand above a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import nan
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.tally import (
    FloatArray,
    IntArray,
    MarkCounts,
    at_or_above,
    merged,
    moments,
    nearest_root,
    ratios,
)

BoolArray = NDArray[np.bool_]

NORMAL = NormalDist()
LOWEST_SCORE, HIGHEST_SCORE = 100.0, 900.0


@dataclass(frozen=True)
class ThresholdCounts:
    """Pupils at or above each line (rows) in each group (columns); the rate is NaN in an empty group."""

    count: IntArray
    rate: FloatArray


@dataclass(frozen=True)
class HighBand:
    """The mark of the last place, and the pupils of each group at or above it."""

    line: int
    count: IntArray


def z_scores(mark: IntArray, *, count: IntArray | None = None) -> FloatArray:
    """Z 分: the distance from the mean in population SDs, NaN where all marks are equal."""
    return _population(mark, count).z_scores()


def t_scores(mark: IntArray, *, count: IntArray | None = None) -> FloatArray:
    """T 分: 50 + 10 z."""
    return 50 + 10 * z_scores(mark, count=count)


def standard_scores(mark: IntArray, *, count: IntArray | None = None) -> FloatArray:
    """标准分: 500 + 100 times the normal quantile of the share below plus half the ties, from 100 to 900."""
    return _population(mark, count).standard_scores()


def ranks(mark: IntArray, *, count: IntArray | None = None) -> IntArray:
    """名次: one more than the pupils above; equal marks share the best rank."""
    population = _population(mark, count)
    return population.above[population.place] + 1


def percentile_ranks(mark: IntArray, *, count: IntArray | None = None) -> FloatArray:
    """百分等级: PR = 100 − (100R − 50)/N for rank R among N pupils."""
    population = _population(mark, count)
    tops = (100 * population.n - 100 * above - 50 for above in population.above.tolist())
    return population.spread(ratios(tops, [population.n] * population.above.size))


def threshold_counts(counts: MarkCounts, lines: Sequence[int]) -> ThresholdCounts:
    """上线: the number and share of each group at or above each line."""
    rows = merged(counts)
    n = moments(rows).n
    count = np.array([at_or_above(rows, [line] * rows.n_groups) for line in lines], dtype=np.int64)
    count = count.reshape(len(lines), rows.n_groups)
    return ThresholdCounts(count, ratios(count.ravel().tolist(), n * len(lines)).reshape(count.shape))


def high_band(counts: MarkCounts, places: int) -> HighBand | None:
    """高分段: the pupils of each group among the first places of all groups, all ties of the last one in."""
    mark, size = _descending(counts)
    taken = np.cumsum(size)
    if places < 1 or not taken.size:
        return None
    line = int(mark[min(int(np.searchsorted(taken, places)), taken.size - 1)])
    return HighBand(line, at_or_above(counts, [line] * counts.n_groups))


def above_average_rates(counts: MarkCounts) -> FloatArray:
    """超均率: how far the mean of each group lies above the mean of all groups, as a share of the latter."""
    sums = moments(counts)
    n, total = sum(sums.n), sum(sums.total)
    pairs = tuple(zip(sums.n, sums.total, strict=True))
    return ratios((s * n - k * total for k, s in pairs), (k * total for k, _ in pairs))


def borderline(total: IntArray, line: int, *, delta: int) -> BoolArray:
    """临界生: the totals at most `delta` away from the line."""
    return (total >= line - delta) & (total <= line + delta)


def crossing_probabilities(total: IntArray, line: int, *, sem: float) -> FloatArray:
    """过线概率: the chance of reaching the line under a normal error, whose SD is in units too."""
    if not sem > 0:
        raise ValueError(f"a standard error of measurement is positive, not {sem}")
    distinct, place = np.unique(total, return_inverse=True)
    return _floats(NORMAL.cdf((mark - line) / sem) for mark in distinct.tolist())[place]


def uncertain(total: IntArray, line: int, *, sem: float, least: float, most: float) -> BoolArray:
    """临界生: the totals whose chance of reaching the line lies between two bounds, both included."""
    chance = crossing_probabilities(total, line, sem=sem)
    return (chance >= least) & (chance <= most)


@dataclass(frozen=True)
class _Population:
    """Distinct marks ascending, their pupils and the pupils above them, and the place of each row."""

    mark: IntArray
    size: IntArray
    above: IntArray
    place: NDArray[np.intp]

    @property
    def n(self) -> int:
        return int(self.size.sum())

    def spread(self, values: FloatArray) -> FloatArray:
        return values[self.place]

    def z_scores(self) -> FloatArray:
        pairs = tuple(zip(self.mark.tolist(), self.size.tolist(), strict=True))
        n, total = self.n, sum(k * mark for mark, k in pairs)
        spread = n * sum(k * mark * mark for mark, k in pairs) - total * total
        return self.spread(_floats(_signed_root(n * mark - total, spread) for mark, _ in pairs))

    def standard_scores(self) -> FloatArray:
        pairs = zip(self.above.tolist(), self.size.tolist(), strict=True)
        n = self.n
        shares = (Fraction(2 * (n - above) - ties, 2 * n) if n else None for above, ties in pairs)
        return self.spread(_floats(_normal_score(share) for share in shares))


def _population(mark: IntArray, count: IntArray | None) -> _Population:
    distinct, place = np.unique(mark, return_inverse=True)
    size = np.zeros(distinct.size, dtype=np.int64)
    np.add.at(size, place, np.ones_like(place) if count is None else count)
    return _Population(distinct, size, size.sum() - np.cumsum(size), place)


def _signed_root(distance: int, spread: int) -> float:
    """Return distance / √spread, rounded once."""
    if not spread:
        return nan
    root = nearest_root(distance * distance, spread)
    return root if distance > 0 else -root


def _normal_score(share: Fraction | None) -> float:
    if share is None:
        return nan
    if not 0 < share < 1:
        return LOWEST_SCORE if share <= 0 else HIGHEST_SCORE
    return min(HIGHEST_SCORE, max(LOWEST_SCORE, 500 + 100 * NORMAL.inv_cdf(float(share))))


def _descending(counts: MarkCounts) -> tuple[IntArray, IntArray]:
    """Return the marks that somebody has, highest first, and their pupils in all groups."""
    held = counts.count > 0
    population = _population(counts.mark[held], counts.count[held])
    return population.mark[::-1], population.size[::-1]


def _floats(values: Iterable[float]) -> FloatArray:
    return np.fromiter(values, dtype=np.float64)
