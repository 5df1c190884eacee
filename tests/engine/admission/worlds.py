"""Small random admissions, as arrays and as dictionaries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from xueheng.engine.admission.market import Groups, Ladders, Market


@dataclass(frozen=True)
class World:
    """One admission: lists of programs, groups of each program, ranks of those who may enter."""

    lists: dict[int, list[int]]
    groups: dict[int, list[tuple[int, int]]]
    rank: dict[tuple[int, int], int]
    size: tuple[int, ...] = ()  # seats each unit needs, one where not given
    extra: tuple[int, ...] = ()  # seats each program may add, none where not given
    alike: int = 1  # so many neighbours in rank are told apart by the ticket only

    @property
    def ladders(self) -> dict[int, list[int]]:
        """The groups that each unit asks, in order."""
        may = {u: [g for p in row for g, _ in self.groups[p]] for u, row in self.lists.items()}
        return {u: [g for g in row if (u, g) in self.rank] for u, row in may.items()}

    @property
    def market(self) -> Market:
        """The same as arrays."""
        choices = [(u, p) for u, row in self.lists.items() for p in row]
        rungs = [[g for g, _ in self.groups[p] if (u, g) in self.rank] for u, p in choices]
        first_rung = np.cumsum([0, *map(len, rungs)])
        flat = [(u, g) for (u, _), row in zip(choices, rungs, strict=True) for g in row]
        group = np.array([g for _, g in flat], np.int64)
        rank = np.array([self.rank[pair] for pair in flat], np.int64)
        first_choice = np.cumsum([0, *map(len, self.lists.values())])
        ladders = Ladders(first_choice, first_rung, group, rank, rank // self.alike)
        return Market(ladders, np.array(self.size or [1] * len(self.lists), np.int64), self.all_groups)

    @property
    def all_groups(self) -> Groups:
        """Every group as arrays."""
        rows = [(p, seats) for p, row in self.groups.items() for _, seats in row]
        program, seats = (np.array(column, np.int64) for column in zip(*rows, strict=True))
        return Groups(program, seats, np.array(self.extra or [0] * len(self.groups), np.int64))

    def matched(self, rung: np.ndarray) -> dict[int, tuple[int, int]]:
        """Program and group of each unit that stands on a rung."""
        ladders, groups = self.market.ladders, self.all_groups
        found = {u: int(ladders.group[r]) for u, r in enumerate(rung) if r >= 0}
        return {u: (int(groups.program[g]), g) for u, g in found.items()}


@st.composite
def worlds(
    draw: st.DrawFn, *, groups_each: int = 3, common: bool = False, units: int = 12, programs: int = 4
) -> World:
    """Small worlds; `common` gives every group one and the same order and all may enter."""
    n, programs = draw(st.integers(1, units)), draw(st.integers(1, programs))
    lists = {u: draw(st.lists(st.integers(0, programs - 1), unique=True)) for u in range(n)}
    sizes = [draw(st.integers(1, groups_each)) for _ in range(programs)]
    ends = np.cumsum([0, *sizes])
    groups = {
        p: [(g, draw(st.integers(0, 3))) for g in range(low, high)]
        for p, (low, high) in enumerate(pairwise(ends.tolist()))
    }
    one = draw(st.permutations(range(n)))
    rank = {}
    for group in range(int(ends[-1])):
        order = one if common else draw(st.permutations(range(n)))
        may = set(range(n)) if common else draw(st.sets(st.integers(0, n - 1)))
        rank |= {(u, group): order[u] for u in range(n) if u in may}
    return World(lists, groups, rank)


@st.composite
def grown(draw: st.DrawFn, *, groups_each: int = 2, common: bool = False) -> World:
    """A world where some units need more seats, some ranks tie but for the ticket, and programs may grow."""
    world = draw(worlds(groups_each=groups_each, common=common))
    size = tuple(draw(st.lists(st.integers(1, 3), min_size=len(world.lists), max_size=len(world.lists))))
    extra = tuple(draw(st.integers(0, 2)) for _ in world.groups)
    return replace(world, size=size, extra=extra, alike=draw(st.integers(1, 3)))
