"""等级赋分: raw marks to grades by shares of the population, and to assigned marks, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
Ties = Literal["rank", "upper_min", "lower_max", "near"]
Single = Literal["mean", "max", "min"]


@dataclass(frozen=True)
class Bands:
    """等级: the lowest and highest assigned mark of each grade, best first."""

    low: tuple[int, ...]
    high: tuple[int, ...]


@dataclass(frozen=True)
class Population:
    """成绩人数: the distinct raw marks, highest first, and how many have each."""

    mark: IntArray
    count: IntArray

    @property
    def reached(self) -> IntArray:
        """At or above each mark."""
        return np.cumsum(self.count)


@dataclass(frozen=True)
class Span:
    """等级区间: the raw marks between which a grade is stretched; equal when it holds one."""

    low: int
    high: int


def population(mark: IntArray) -> Population:
    """The distinct marks of the rows, counted."""
    if mark.size and mark.min() >= 0 and mark.max() < max(4 * mark.size, 1_000_000):
        counts = np.bincount(mark)
        found = np.flatnonzero(counts)[::-1]
        return Population(found.astype(np.int64), counts[found].astype(np.int64))
    held, count = np.unique(mark, return_counts=True)
    return Population(held[::-1].astype(np.int64), count[::-1].astype(np.int64))


def grades_by_share(
    people: Population, shares: Sequence[Fraction], *, ties: Ties, per_grade: bool
) -> IntArray:
    """The grade (0 best) of each distinct mark: equal marks never part.

    rank: the first grade with r/n <= c_g, r the competition rank, c_g the cumulative share.  Else a cut lies
    after the mark whose share at or above it is the least >= c_g (upper_min), the greatest <= c_g (lower_max)
    or the nearest (near, upwards when even).  per_grade: c_g is counted from where grade g - 1 ended.
    """
    reached = people.reached
    n, ends, target, above = int(reached[-1]), [], Fraction(0), 0
    for share in shares:
        target = (Fraction(above) if per_grade else target) + share * n
        above = max(above, _end(people, reached, target, ties))
        ends.append(above)
    ends[-1] = n
    return np.asarray(np.searchsorted(ends, reached), np.int64)


def _end(people: Population, reached: IntArray, target: Fraction, ties: Ties) -> int:
    """How many pupils reach the lowest mark above the cut."""
    if ties == "rank":
        inside = int(np.searchsorted(reached - people.count + 1, floor(target), side="right"))
    else:
        inside = int(np.searchsorted(reached, floor(target), side="right"))  # marks wholly above the cut
        lower = int(reached[inside - 1]) if inside else 0
        upper = int(reached[min(inside, len(reached) - 1)])
        is_short = lower < target and (ties == "upper_min" or upper - target <= target - lower)
        inside += bool(ties != "lower_max" and is_short)
    return int(reached[min(inside, len(reached)) - 1]) if inside else 0


def grades_by_cut(people: Population, cuts: Sequence[int]) -> IntArray:
    """The grade of each distinct mark by the lowest raw mark of every grade but the last, descending."""
    return np.asarray((people.mark[:, None] < np.asarray(cuts, np.int64)[None, :]).sum(axis=1), np.int64)


def observed_spans(people: Population, grade: IntArray, n_grades: int) -> list[Span | None]:
    """The lowest and highest mark that somebody has in each grade; None where nobody is."""
    held = [people.mark[grade == g] for g in range(n_grades)]
    return [Span(int(m[-1]), int(m[0])) if m.size else None for m in held]


def assigned(
    people: Population, grade: IntArray, *, spans: Sequence[Span | None], bands: Bands, single: Single
) -> IntArray:
    """t = T1 + (T2 - T1)(x - X1)/(X2 - X1), half up to a whole mark; a grade of one mark as `single` says."""
    found = np.zeros(people.mark.size, np.int64)
    for g, span in enumerate(spans):
        here = grade == g
        if span is None or not here.any():
            continue
        low, high, width = bands.low[g], bands.high[g], span.high - span.low
        if width:
            top = (high - low) * (people.mark[here] - span.low)
            found[here] = (2 * (low * width + top) + width) // (2 * width)
        else:
            found[here] = {"mean": ceil(Fraction(low + high, 2)), "max": high, "min": low}[single]
    return found


def spread(people: Population, mark: IntArray, values: NDArray[np.generic]) -> NDArray[np.generic]:
    """A value of each distinct mark, given to every row."""
    size = int(people.mark[0]) + 1 if people.mark.size else 1
    if people.mark.size and people.mark[-1] >= 0 and size < max(4 * mark.size, 1_000_000):
        table = np.zeros(size, values.dtype)
        table[people.mark] = values
        return np.asarray(table[mark])
    return np.asarray(values[people.mark.size - 1 - np.searchsorted(people.mark[::-1], mark)])
