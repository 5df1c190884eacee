"""约束行: the rows of an integer programme, and the programme solved level by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

from xueheng.engine.rotation.problem import FloatArray, IntArray, Level

NEAR = 1e-6
FREE = np.inf


@dataclass
class Rows:
    """Rows low <= a x <= high over a number of columns."""

    columns: int
    at: list[IntArray] = field(default_factory=list)
    by: list[FloatArray] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(
        self, at: Sequence[int] | IntArray, by: FloatArray | Sequence[float] | float, low: float, high: float
    ) -> None:
        """One row more; a single factor stands for all its columns."""
        places = np.asarray(at, np.int64)
        self.at.append(places)
        self.by.append(np.broadcast_to(np.asarray(by, float), places.shape))
        self.low.append(low)
        self.high.append(high)

    def constraint(self) -> LinearConstraint:
        """The rows as the solver takes them."""
        row = np.repeat(np.arange(len(self.at)), [len(a) for a in self.at])
        shape = (len(self.at), self.columns)
        matrix = csr_array((np.concatenate(self.by), (row, np.concatenate(self.at))), shape=shape)
        return LinearConstraint(matrix, np.array(self.low), np.array(self.high))


@dataclass(frozen=True)
class Goal:
    """A level: its name, the cost of every column, and whether only whole values can occur."""

    name: str
    cost: FloatArray
    whole: bool


@dataclass(frozen=True)
class Program:
    """An integer programme: rows, the columns that are whole, and their upper limits."""

    rows: Rows
    integer: IntArray
    upper: FloatArray

    def solve(self, cost: FloatArray, *, seconds: float) -> OptimizeResult:
        """One level solved by one thread; `status` 0 means to its end, 2 that no plan exists."""
        options = {"time_limit": seconds, "mip_rel_gap": 0.0}
        bounds = Bounds(np.zeros(self.rows.columns), self.upper)
        return milp(
            cost, integrality=self.integer, bounds=bounds, constraints=self.rows.constraint(), options=options
        )


def level_by_level(
    program: Program, goals: Sequence[Goal], *, seconds: float
) -> tuple[FloatArray, tuple[Level, ...]]:
    """The columns of the plan that is best in each goal in order; an empty array where no plan exists."""
    best, levels = np.empty(0), []
    for place, goal in enumerate(goals):
        found = program.solve(goal.cost, seconds=seconds)
        if found.x is None and not len(best):
            return best, ()
        best = best if found.x is None else found.x
        level = _level(goal, best, found)
        levels.append(level)
        if place + 1 < len(goals):
            used = np.flatnonzero(goal.cost)
            program.rows.add(used, goal.cost[used], -FREE, level.value + NEAR)
    return best, tuple(levels)


def _level(goal: Goal, best: FloatArray, found: OptimizeResult) -> Level:
    value = float(goal.cost @ best)
    given = found.mip_dual_bound
    bound = value if given is None and found.status == 0 else float(-FREE if given is None else given)
    if goal.whole:
        value, bound = float(round(value)), float(ceil(bound - NEAR)) if np.isfinite(bound) else bound
    bound = min(bound, value)
    return Level(goal.name, value, bound, found.status == 0 or bound >= value - NEAR)
