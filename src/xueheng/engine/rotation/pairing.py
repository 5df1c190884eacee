"""结对: weak schools to strong ones, as many as can be, then the best fit of subjects, then the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.rotation.problem import FloatArray, IntArray, Level
from xueheng.engine.rotation.rows import Goal, Program, Rows, level_by_level


@dataclass(frozen=True)
class Ties:
    """可能的结对: strong and weak school, posts that one can fill in the other, and kilometres."""

    strong: IntArray
    weak: IntArray
    fit: IntArray
    km: FloatArray


def matched(ties: Ties, *, most: int, seconds: float) -> tuple[IntArray, tuple[Level, ...]]:
    """The chosen ties by place: one for each weak school at most, so many for each strong one at most."""
    many = len(ties.strong)
    if not many:
        return np.empty(0, np.int64), ()
    rows = Rows(many)
    for side, limit in ((ties.weak, 1), (ties.strong, most)):
        for school in np.unique(side):
            rows.add(np.flatnonzero(side == school), 1.0, 0, limit)
    goals = (
        Goal("paired", -np.ones(many), True),
        Goal("complement", -ties.fit.astype(float), True),
        Goal("km", ties.km, False),
    )
    program = Program(rows, np.ones(many, np.int64), np.ones(many))
    found, levels = level_by_level(program, goals, seconds=seconds)
    return np.flatnonzero(found > 0.5), levels
