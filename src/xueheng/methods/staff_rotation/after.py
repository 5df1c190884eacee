"""轮岗前后: what every school has before and after a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xueheng.engine.rotation.problem import FloatArray, IntArray
from xueheng.methods.staff_rotation.records import Case


@dataclass(frozen=True)
class Move:
    """一次交流: who goes where and teaches what there; places in the case."""

    teacher: int
    to: int
    teaches: int


@dataclass(frozen=True)
class State:
    """某一时点: teachers by school and subject, backbone teachers and head-count of each school."""

    have: IntArray
    backbone: IntArray
    staff: IntArray

    @property
    def shares(self) -> FloatArray:
        """Backbone share of each school; not a number where nobody works."""
        with np.errstate(invalid="ignore"):
            return np.where(self.staff > 0, self.backbone / np.maximum(self.staff, 1), np.nan)

    @property
    def cv(self) -> float | None:
        """差异系数 of the backbone shares of schools, each counted once."""
        held = self.shares[~np.isnan(self.shares)]
        return float(held.std() / held.mean()) if len(held) and held.mean() > 0 else None


def state_of(case: Case, moves: Sequence[Move] = ()) -> State:
    """The schools after these moves."""
    where = np.array([t.school for t in case.teachers], np.int64)
    what = np.array([t.subject for t in case.teachers], np.int64)
    for move in moves:
        where[move.teacher], what[move.teacher] = move.to, move.teaches
    have = np.zeros_like(case.need)
    np.add.at(have, (where, what), 1)
    is_backbone = np.array([t.backbone for t in case.teachers], bool)
    many = len(case.schools)
    return State(have, np.bincount(where[is_backbone], minlength=many), np.bincount(where, minlength=many))


def short(case: Case, state: State) -> IntArray:
    """Posts that nobody holds, by school and subject."""
    found: IntArray = np.maximum(case.need - state.have, 0)
    return found


def gaps(case: Case, state: State) -> IntArray:
    """Backbone teachers that each school lacks of its target."""
    found: IntArray = np.maximum(np.array([s.target for s in case.schools]) - state.backbone, 0)
    return found
