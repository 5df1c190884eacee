"""Small random admissions, as arrays and as dictionaries."""

from __future__ import annotations

from dataclasses import dataclass
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

    @property
    def market(self) -> Market:
        """The same as arrays."""
        choices = [(u, p) for u, row in self.lists.items() for p in row]
        rungs = [[g for g, _ in self.groups[p] if (u, g) in self.rank] for u, p in choices]
        first_rung = np.cumsum([0, *map(len, rungs)])
        flat = [(u, g) for (u, _), row in zip(choices, rungs, strict=True) for g in row]
        group = np.array([g for _, g in flat], np.int64)
        rank = np.array([self.rank[pair] for pair in flat], np.int64)
        ladders = Ladders(np.cumsum([0, *map(len, self.lists.values())]), first_rung, group, rank, rank)
        return Market(ladders, np.ones(len(self.lists), np.int64), self.all_groups)

    @property
    def all_groups(self) -> Groups:
        """Every group as arrays; none may grow."""
        rows = [(p, seats) for p, row in self.groups.items() for _, seats in row]
        program, seats = (np.array(column, np.int64) for column in zip(*rows, strict=True))
        return Groups(program, seats, np.zeros(len(self.groups), np.int64))

    def matched(self, rung: np.ndarray) -> dict[int, tuple[int, int]]:
        """Program and group of each unit that stands on a rung."""
        ladders, groups = self.market.ladders, self.all_groups
        found = {u: int(ladders.group[r]) for u, r in enumerate(rung) if r >= 0}
        return {u: (int(groups.program[g]), g) for u, g in found.items()}


@st.composite
def worlds(draw: st.DrawFn, *, groups_each: int = 3, common: bool = False) -> World:
    """Up to 12 units, 4 programs; `common` gives every group one and the same order and all may enter."""
    n, programs = draw(st.integers(1, 12)), draw(st.integers(1, 4))
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
