"""均衡编班: seats by the rules, then swaps until the classes are alike."""

from __future__ import annotations

import numpy as np

from xueheng.engine.placement.measures import ONE, Features, IntArray
from xueheng.engine.placement.rules import FREE, Rules, Units, units_of
from xueheng.engine.placement.seats import seated
from xueheng.engine.placement.stream import Stream, stream
from xueheng.engine.placement.swaps import Board, improved, polished

STEPS, FEWEST, ATTEMPTS, MENDED = 1500, 100_000, 4, 300  # swaps tried for each unit, and how often


def placed(features: Features, rules: Rules, *, seed: str) -> IntArray:
    """The class of each pupil, every rule kept; Conflict where the rules contradict each other."""
    state, units = stream(seed, "placement"), units_of(len(rules.fixed), rules.together)
    return balanced(features, rules, start=seated(rules, units, state), state=state)


def balanced(
    features: Features, rules: Rules, *, start: IntArray, state: Stream, kind: IntArray | None = None
) -> IntArray:
    """The best classes of some attempts, of more where 0.01 SD is missed; only those of one `kind` swap."""
    units = units_of(len(rules.fixed), rules.together)
    board = _board(features, rules, units, kind)
    if len(board.movable) == 0 or len(board.weight) == 0:
        return start
    attempts, wide = max(1, min(ATTEMPTS, 3000 // len(start))), ONE * len(start) // (50 * rules.classes)
    first, best, badness = _of_units(start, units), start, (0, 0)
    for turn in range(attempts * 3 // 2):
        if turn >= attempts and badness[1] <= wide:
            break
        found = _attempt(features, board, first, units, state)
        bad = _badness(features, found, rules.classes)
        if turn == 0 or bad < badness:
            best, badness = found, bad
    return best


def _attempt(features: Features, board: Board, start: IntArray, units: Units, state: Stream) -> IntArray:
    classes = int(start.max()) + 1
    steps = max(FEWEST, STEPS * len(start))
    away = features.deviation(start[units.of_pupil], classes)
    better = improved(board, start, away, state, steps)
    away = features.deviation(better[units.of_pupil], classes)
    return polished(board, better, away, MENDED)[units.of_pupil]


def _badness(features: Features, class_of: IntArray, classes: int) -> tuple[int, int]:
    """Counts off their share, then the widest range of sums, a square counting half."""
    away, numeric = features.deviation(class_of, classes), features.numeric
    counts = away[:, numeric:] ** 2 * features.weight[numeric:]
    ranges = np.ptp(away[:, :numeric], axis=0) * (2 - np.arange(numeric) % 2)
    return int(counts.sum()), int(ranges.max(initial=0))


def _of_units(class_of: IntArray, units: Units) -> IntArray:
    return np.array([class_of[members[0]] for members in units.members], np.int64)


def _board(features: Features, rules: Rules, units: Units, kind: IntArray | None) -> Board:
    values = np.zeros((len(units.members), features.values.shape[1]), np.int64)
    np.add.at(values, units.of_pupil, features.values)
    free = np.array([bool((rules.fixed[list(m)] == FREE).all()) for m in units.members], bool)
    movable = np.flatnonzero(free)
    block = np.stack(
        [
            np.bincount(units.of_pupil),
            np.bincount(units.of_pupil, rules.inclusion).astype(np.int64),
            np.zeros(len(free), np.int64) if kind is None else _of_units(kind, units),
        ],
        axis=1,
    )[movable]
    like = np.concatenate([block, values[movable][:, features.numeric :]], axis=1)
    order = np.lexsort(like.T[::-1])
    ranges = np.concatenate([_ranges(block[order]), _ranges(like[order])], axis=1)
    group, group_at = _groups(rules, units)
    return Board(
        values, features.weight, features.numeric, movable[order], ranges, group, group_at, len(rules.apart)
    )


def _ranges(rows: IntArray) -> IntArray:
    """Of each row of a sorted table: where rows equal to it begin, and where they end."""
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    starts, which = np.flatnonzero(new), np.cumsum(new) - 1
    return np.stack([starts[which], np.append(starts[1:], len(rows))[which]], axis=1)


def _groups(rules: Rules, units: Units) -> tuple[IntArray, IntArray]:
    held: list[set[int]] = [set() for _ in units.members]
    for number, group in enumerate(rules.apart):
        for one in group:
            held[units.of_pupil[one]].add(number)
    flat = [number for groups in held for number in sorted(groups)]
    return np.array(flat, np.int64), np.cumsum([0, *map(len, held)])
