"""Swaps of units of one kind between classes: by a falling threshold, then against the worst class."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from xueheng.engine.kernels import kernel
from xueheng.engine.placement.measures import IntArray
from xueheng.engine.placement.stream import Stream, drawn

COLD = 16  # the first threshold is that part of what a swap costs on average
BLOCK, LIKE = 0, 2
LIKELY = 2  # but one in so many swaps is of two who are alike in all counts
ROUNDS = 32  # the threshold falls to three quarters from one to the next
SAMPLE = 512


class Board(NamedTuple):
    """编班底板: units and what may not be changed; units of one block may take each other's place."""

    values: IntArray
    weight: IntArray
    numeric: int
    movable: IntArray  # units, those of a block one after another, and in it those alike in all counts
    ranges: IntArray  # of each place in `movable`: from where to where its block goes, and its like
    group: IntArray  # groups kept apart, those of a unit one after another
    group_at: IntArray
    groups: int


@kernel
def _is_free(board: Board, held: IntArray, unit: int, other: int, there: int) -> bool:
    """True when nobody whom the unit is kept apart from stays in the class after `other` left it."""
    for at in range(board.group_at[unit], board.group_at[unit + 1]):
        group = board.group[at]
        staying = held[group, there]
        for more in range(board.group_at[other], board.group_at[other + 1]):
            if board.group[more] == group:
                staying -= 1
        if staying > 0:
            return False
    return True


@kernel
def _may(board: Board, held: IntArray, unit: int, other: int, here: int, there: int) -> bool:
    return (
        here != there
        and _is_free(board, held, unit, other, there)
        and _is_free(board, held, other, unit, here)
    )


@kernel
def _rise(board: Board, away: IntArray, unit: int, other: int, here: int, there: int, which: range) -> int:
    """By how much the weighted squares of some columns grow when the two change places."""
    rise = 0
    for at in which:
        step = board.values[other, at] - board.values[unit, at]
        if step != 0:
            rise += 2 * board.weight[at] * step * (step + away[here, at] - away[there, at])
    return rise


@kernel
def _swap(board: Board, away: IntArray, held: IntArray, class_of: IntArray, unit: int, other: int) -> None:
    here, there = class_of[unit], class_of[other]
    for at in range(board.weight.size):
        step = board.values[other, at] - board.values[unit, at]
        away[here, at] += step
        away[there, at] -= step
    for at in range(board.group_at[unit], board.group_at[unit + 1]):
        held[board.group[at], here] -= 1
        held[board.group[at], there] += 1
    for at in range(board.group_at[other], board.group_at[other + 1]):
        held[board.group[at], there] -= 1
        held[board.group[at], here] += 1
    class_of[unit], class_of[other] = there, here


@kernel
def _held(board: Board, class_of: IntArray, classes: int) -> IntArray:
    held = np.zeros((board.groups, classes), np.int64)
    for unit in range(class_of.size):
        for at in range(board.group_at[unit], board.group_at[unit + 1]):
            held[board.group[at], class_of[unit]] += 1
    return held


@kernel
def improved(board: Board, start: IntArray, deviation: IntArray, state: Stream, steps: int) -> IntArray:
    """The classes after so many tried swaps, each taken unless it costs more than the threshold."""
    class_of, away = start.copy(), deviation.copy()
    held = _held(board, class_of, away.shape[0])
    threshold, told, many = 0, 0, board.movable.size
    values, every = range(board.numeric), range(board.weight.size)
    for step in range(-SAMPLE, steps):
        if step == 0:
            threshold = told // SAMPLE // COLD
        elif step > 0 and step % (steps // ROUNDS + 1) == 0:
            threshold = threshold * 3 // 4
        one = drawn(state, many)
        is_alone = board.ranges[one, LIKE + 1] - board.ranges[one, LIKE] == 1
        within = BLOCK if is_alone or drawn(state, LIKELY) == 0 else LIKE
        first, end = board.ranges[one, within], board.ranges[one, within + 1]
        unit, other = board.movable[one], board.movable[first + drawn(state, end - first)]
        here, there = class_of[unit], class_of[other]
        if not _may(board, held, unit, other, here, there):
            continue
        rise = _rise(board, away, unit, other, here, there, values if within == LIKE else every)
        if step < 0:
            told += abs(rise)
        elif rise <= threshold:
            _swap(board, away, held, class_of, unit, other)
    return class_of


@kernel
def _farthest(away: IntArray, numeric: int) -> tuple[int, int, int]:
    """The class and column farthest from their share, and how far: a square counts half."""
    here, column, far = 0, 0, -1
    for k in range(away.shape[0]):
        for at in range(numeric):
            found = abs(away[k, at]) * (2 - at % 2)
            if found > far:
                here, column, far = k, at, found
    return here, column, far


@kernel
def _after(board: Board, away: IntArray, unit: int, other: int, here: int, there: int) -> int:
    """The largest distance of the two classes once the two changed places."""
    worst = 0
    for at in range(board.numeric):
        step = board.values[other, at] - board.values[unit, at]
        farther = max(abs(away[here, at] + step), abs(away[there, at] - step))
        worst = max(worst, (2 - at % 2) * farther)
    return worst


@kernel
def _best(board: Board, away: IntArray, held: IntArray, class_of: IntArray) -> tuple[int, int]:
    """The two whose change mends the farthest class most and harms no count; -1 where there are none."""
    here, column, best = _farthest(away, board.numeric)
    left, right, counts = -1, -1, range(board.numeric, board.weight.size)
    for one in range(board.movable.size):
        unit = board.movable[one]
        if class_of[unit] != here:
            continue
        for other in board.movable[board.ranges[one, BLOCK] : board.ranges[one, BLOCK + 1]]:
            there, step = class_of[other], board.values[other, column] - board.values[unit, column]
            if there == here or abs(away[here, column] + step) * (2 - column % 2) >= best:
                continue
            worst = _after(board, away, unit, other, here, there)
            is_better = worst < best and _rise(board, away, unit, other, here, there, counts) <= 0
            if is_better and _may(board, held, unit, other, here, there):
                left, right, best = unit, other, worst
    return left, right


@kernel
def polished(board: Board, start: IntArray, deviation: IntArray, limit: int) -> IntArray:
    """The classes after the class farthest off was mended, again and again, while no count suffers."""
    class_of, away = start.copy(), deviation.copy()
    held = _held(board, class_of, away.shape[0])
    for _ in range(limit if board.numeric else 0):
        unit, other = _best(board, away, held, class_of)
        if unit < 0:
            break
        _swap(board, away, held, class_of, unit, other)
    return class_of
