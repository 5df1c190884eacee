"""编班均衡性核查: each class against what chance gives when pupils are dealt to classes of the same sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from xueheng.engine.kernels import kernel
from xueheng.engine.placement.measures import ONE, IntArray
from xueheng.engine.placement.stream import Stream, drawn

Correction = Literal["holm", "benjamini_hochberg"]


@dataclass(frozen=True)
class Chance:
    """随机比较: how often chance was at least as far off, and its largest distance each time."""

    away: IntArray  # of each class and column, times the number of pupils
    as_far: IntArray
    peak: int
    peaks: IntArray


def against_chance(
    values: IntArray, class_of: IntArray, *, classes: int, permutations: int, state: Stream
) -> Chance:
    """The sums of each class beside those of so many random classes of the same sizes."""
    size = np.bincount(class_of, minlength=classes)
    away = _away(values, class_of, size)
    as_far, peaks = _dealt(values, class_of, size, np.abs(away), permutations, state)
    return Chance(away, as_far, int(_peak(away, size)), peaks)


def adjusted(as_far: Sequence[int], *, permutations: int, correction: Correction) -> list[int]:
    """校正: p values times `permutations` + 1, from how often chance was as far, in the same order."""
    tests, order = len(as_far), sorted(range(len(as_far)), key=lambda at: as_far[at])
    found, whole = [0] * tests, permutations + 1
    if correction == "holm":
        reached = 0
        for place, at in enumerate(order):
            reached = max(reached, min(whole, (as_far[at] + 1) * (tests - place)))
            found[at] = reached
        return found
    reached = whole
    for place in range(tests - 1, -1, -1):
        at = order[place]
        reached = min(reached, -(-(as_far[at] + 1) * tests // (place + 1)))
        found[at] = reached
    return found


@kernel
def _away(values: IntArray, class_of: IntArray, size: IntArray) -> IntArray:
    sums = np.zeros((size.size, values.shape[1]), np.int64)
    for pupil in range(class_of.size):
        for at in range(values.shape[1]):
            sums[class_of[pupil], at] += values[pupil, at]
    total = sums.sum(axis=0)
    for k in range(size.size):
        for at in range(values.shape[1]):
            sums[k, at] = class_of.size * sums[k, at] - size[k] * total[at]
    return sums


@kernel
def _peak(away: IntArray, size: IntArray) -> int:
    """The largest squared distance in terms of what chance gives a class of that size."""
    peak, pupils = 0, size.sum()
    for k in range(size.size):
        for at in range(away.shape[1]):
            far = abs(away[k, at]) // pupils
            peak = max(peak, ONE * far * far // size[k] * pupils // (pupils - size[k]))
    return peak


@kernel
def _dealt(
    values: IntArray, class_of: IntArray, size: IntArray, found: IntArray, permutations: int, state: Stream
) -> tuple[IntArray, IntArray]:
    as_far, peaks, mixed = np.zeros(found.shape, np.int64), np.zeros(permutations, np.int64), class_of.copy()
    for turn in range(permutations):
        for at in range(mixed.size - 1, 0, -1):
            other = drawn(state, at + 1)
            mixed[at], mixed[other] = mixed[other], mixed[at]
        away = _away(values, mixed, size)
        peaks[turn] = _peak(away, size)
        for k in range(size.size):
            for at in range(found.shape[1]):
                as_far[k, at] += abs(away[k, at]) >= found[k, at]
    return as_far, peaks
