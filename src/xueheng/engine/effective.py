"""有效分: the subject line that belongs to a line on the total, and what each subject gives to it."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.tally import INT64_MAX, IntArray


@dataclass(frozen=True)
class Takers:
    """The pupils with a mark in the subject: total, mark and how many pupils a row stands for."""

    total: IntArray
    mark: IntArray
    weight: IntArray


@dataclass(frozen=True)
class Hits:
    """Pupils at or above the total line, the subject line, and both."""

    on_total: int
    on_subject: int
    on_both: int

    @property
    def hit_rate(self) -> Fraction | None:
        """命中率: on both lines among those on the subject line, None if nobody is."""
        return Fraction(self.on_both, self.on_subject) if self.on_subject else None

    @property
    def contribution(self) -> Fraction | None:
        """贡献率: on both lines among those on the total line, None if nobody is."""
        return Fraction(self.on_both, self.on_total) if self.on_total else None


def takers(
    total: IntArray,
    mark: IntArray,
    *,
    has_mark: NDArray[np.bool_] | None = None,
    weight: IntArray | None = None,
) -> Takers:
    """Return the rows that have a mark; all others play no part in the figures of the subject."""
    weights = np.ones_like(total) if weight is None else weight
    if has_mark is None:
        return Takers(total, mark, weights)
    return Takers(total[has_mark], mark[has_mark], weights[has_mark])


def proportional_line(pupils: Takers, total_line: int) -> int | None:
    """有效分(等比例): the highest mark that at least as many reach as reach the total line."""
    wanted = _pupils(pupils, pupils.total >= total_line)
    if not wanted:
        return None
    order = np.argsort(-pupils.mark)
    reached = np.cumsum(pupils.weight[order])
    return int(pupils.mark[order[np.searchsorted(reached, wanted)]])


def mean_ratio_line(pupils: Takers, total_line: int) -> Fraction | None:
    """有效分(均值比): the mean mark of those on the total line, times the line over their mean total."""
    above = pupils.total >= total_line
    n = _pupils(pupils, above)
    total = _weighted_sum(pupils.total[above], pupils.weight[above])
    if not n or not total:
        return None
    mark = _weighted_sum(pupils.mark[above], pupils.weight[above])
    return mean_ratio_from_means(Fraction(mark, n), total_line=total_line, mean_total=Fraction(total, n))


def mean_ratio_from_means(
    subject_mean: Fraction, *, total_line: int | Fraction, mean_total: Fraction
) -> Fraction:
    """有效分(均值比): the line from the means of the pupils at or above the total line."""
    return subject_mean * total_line / mean_total


def hits(pupils: Takers, total_line: int, *, subject_line: int | Fraction) -> Hits:
    """双有效: count the pupils at or above either line and both, compared exactly."""
    on_total = pupils.total >= total_line
    on_subject = pupils.mark >= ceil(subject_line)
    return Hits(*(_pupils(pupils, on) for on in (on_total, on_subject, on_total & on_subject)))


def _pupils(pupils: Takers, chosen: NDArray[np.bool_]) -> int:
    return int(pupils.weight[chosen].sum())


def _weighted_sum(values: IntArray, weight: IntArray) -> int:
    most = max(int(values.max(initial=0)), -int(values.min(initial=0)))
    if most * int(weight.sum()) <= INT64_MAX:
        return int(np.dot(values, weight))
    return int(np.dot(values.astype(object), weight.astype(object)))
