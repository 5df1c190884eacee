"""划片问题: what each unit would cost at each school, what a school holds, and which units touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Near = tuple[tuple[int, ...], ...]

NEVER = 1 << 60  # the cost of a school that a unit may not go to
BEYOND = 1 << 42  # a pupil beyond the limit weighs more than all ways of a county
EXCESS = 1 << 24  # the square of each 100 m beyond it
WAY = 4  # 0.1 m of the way; a pupil whose school changes weighs 1, a quarter of that
STEP = 1_000  # 100 m in units of 0.1 m
MOST = (1 << 16) - 1  # the square of 25.5 km, as far as the square goes


@dataclass(frozen=True)
class Case:
    """A case: pupils and seats by age (one column where ages are not told apart), costs, neighbours."""

    cost: IntArray  # unit x school, of the whole unit; NEVER where it may not go
    pupils: IntArray  # unit x age
    seats: IntArray  # school x age
    way: IntArray  # unit x school, in 0.1 m
    near: Near

    @property
    def units(self) -> int:
        """How many units."""
        return len(self.pupils)

    @property
    def schools(self) -> int:
        """How many schools."""
        return len(self.seats)

    @property
    def sizes(self) -> IntArray:
        """Pupils of each unit, all ages."""
        total: IntArray = self.pupils.sum(axis=1)
        return total

    @property
    def open(self) -> BoolArray:
        """Which school each unit may go to."""
        return self.cost < NEVER


def costs(way: IntArray, sizes: IntArray, *, limit: int, last: IntArray, only: IntArray) -> IntArray:
    """The cost of every unit at every school: beyond the limit, excess squared, way, change.

    A way of -1 is none; `last` is last year's school or -1, `only` the school promised or -1.
    """
    past = np.maximum(way - limit, 0)
    excess = np.minimum((-(-past // STEP)) ** 2, MOST)
    schools = np.arange(way.shape[1])
    is_new = (last[:, None] >= 0) & (last[:, None] != schools)
    each = np.where(sizes[:, None] > 0, (past > 0) * BEYOND + excess * EXCESS, 0) + way * WAY + is_new
    total = each * np.maximum(sizes, 1)[:, None]
    barred = (way < 0) | ((only[:, None] >= 0) & (only[:, None] != schools))
    found: IntArray = np.where(barred, NEVER, total)
    return found
