"""编班规则: who stays together, who apart, who is fixed, and where 随班就读 pupils go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from xueheng.engine.placement.measures import IntArray

Kind = Literal["together", "apart", "fixed", "inclusion", "size"]
FREE = -1


@dataclass(frozen=True)
class Rule:
    """一条规则: its kind and the pupils it is about."""

    kind: Kind
    pupils: tuple[int, ...]


class Conflict(ValueError):
    """规则矛盾: these rules cannot be kept at once; without any one of them the others can."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        super().__init__(f"{len(rules)} rules contradict each other")


class Undecided(ValueError):
    """Neither classes nor a contradiction were found within the effort."""


@dataclass(frozen=True)
class Rules:
    """所有规则 by places of pupils; a 随班就读 pupil takes `reduced` seats more."""

    classes: int
    together: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[int, ...], ...]
    fixed: IntArray
    inclusion: IntArray  # 1 for a 随班就读 pupil
    reduced: int = 0

    @property
    def seats(self) -> IntArray:
        """How many seats each pupil takes."""
        return 1 + self.reduced * self.inclusion

    @property
    def least_seats(self) -> int:
        """Seats of the smallest class; those of the largest are at most one more."""
        return int(self.seats.sum()) // self.classes

    @property
    def fuller(self) -> int:
        """How many classes hold one seat more than the smallest."""
        return int(self.seats.sum()) % self.classes

    @property
    def special(self) -> IntArray:
        """The pupils whom any rule is about."""
        held = (self.fixed != FREE) | (self.inclusion > 0)
        for group in (*self.together, *self.apart):
            held[list(group)] = True
        return np.flatnonzero(held)

    def all(self) -> list[Rule]:
        """Each rule by itself."""
        found = [Rule("together", g) for g in self.together if len(g) > 1]
        found += [Rule("apart", g) for g in self.apart if len(g) > 1]
        found += [Rule("fixed", (int(at),)) for at in np.flatnonzero(self.fixed != FREE)]
        if self.inclusion.any():
            found.append(Rule("inclusion", tuple(np.flatnonzero(self.inclusion).tolist())))
        return [*found, Rule("size", ())]


@dataclass(frozen=True)
class Units:
    """编班单元: pupils who move as one, first the larger ones."""

    of_pupil: IntArray
    members: tuple[tuple[int, ...], ...]


def units_of(pupils: int, together: Sequence[Sequence[int]]) -> Units:
    """Pupils joined by groups that overlap or not; one in no group is a unit of its own."""
    head = list(range(pupils))

    def top(at: int) -> int:
        while head[at] != at:
            at = head[at]
        return at

    for group in together:
        for one in group[1:]:
            first, second = sorted((top(group[0]), top(one)))
            head[second] = first
    members: dict[int, list[int]] = {}
    for at in range(pupils):
        members.setdefault(top(at), []).append(at)
    listed = sorted(members.values(), key=lambda m: (-len(m), m))
    of_pupil = np.zeros(pupils, np.int64)
    for unit, held in enumerate(listed):
        of_pupil[held] = unit
    return Units(of_pupil, tuple(map(tuple, listed)))
