"""轮岗问题: teachers, schools, the moves that are allowed, and what a plan has to keep."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Moves:
    """可选的交流: one entry for each teacher, school and subject taught there that the rules allow."""

    teacher: IntArray
    to: IntArray
    teaches: IntArray
    km: FloatArray
    rank: IntArray  # place of the school among the wishes, 0 where none are told


@dataclass(frozen=True)
class Quotas:
    """交流比例: moves at least and at most, and how many of them backbone teachers make."""

    least: int
    most: int
    backbone_least: int = 0  # a number, where eligible backbone teachers are the denominator
    backbone_share: Fraction = Fraction(0)  # of the moves, where those are


@dataclass(frozen=True)
class Problem:
    """轮岗问题 in arrays; schools, subjects and teachers go by their places."""

    school: IntArray  # of each teacher
    subject: IntArray
    backbone: BoolArray
    senior: BoolArray
    head: BoolArray
    staff: IntArray  # of each school
    low: IntArray  # head-count afterwards at least
    high: IntArray
    leave: IntArray  # departures at most
    small: BoolArray
    keeps_senior: bool
    heads_swap: bool
    need: IntArray  # schools x subjects
    target: IntArray  # backbone teachers wanted by each school
    moves: Moves
    couples: tuple[tuple[int, ...], ...]
    must: tuple[int, ...]  # teachers who are to move, at a high price where they cannot
    uncounted: tuple[int, ...]  # of these, who return and count for no quota
    quotas: Quotas

    @property
    def have(self) -> IntArray:
        """Teachers of each school and subject before anybody moves."""
        found = np.zeros_like(self.need)
        np.add.at(found, (self.school, self.subject), 1)
        return found

    @property
    def backbones(self) -> IntArray:
        """Backbone teachers of each school before anybody moves."""
        return np.bincount(self.school[self.backbone], minlength=len(self.staff)).astype(np.int64)


@dataclass(frozen=True)
class Level:
    """一级目标: its value in the plan, a bound that no plan is below, and whether it is proven best."""

    name: str
    value: float
    bound: float
    proven: bool


@dataclass(frozen=True)
class Plan:
    """方案: the chosen moves by place, the levels in order, and what every quota lacks."""

    chosen: IntArray
    levels: tuple[Level, ...]
    lacking: dict[str, int]

    @property
    def proven(self) -> bool:
        """True when every level was solved to its end."""
        return all(level.proven for level in self.levels)
