"""改进: single moves, swaps, pushes, rounds of three and chains, as long as one makes the plan cheaper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from xueheng.engine.zoning.chains import Chains
from xueheng.engine.zoning.offers import Better, Border, border, pairs, rounds, single
from xueheng.engine.zoning.plan import Move, Plan

PASSES = 500
TRIED = 40  # chains out of a full school
Zones = tuple[int, ...]


def polish(plan: Plan, *, held: set[int]) -> None:
    """No move, swap or push of two along borders, nor a round of three, makes the plan cheaper."""
    work = Work(plan, held)
    for _ in range(PASSES):
        if not sum(work.made(moves) for _, moves in sorted(work.better())) and not work.chained():
            return


def unload(plan: Plan, *, held: set[int]) -> None:
    """Chains lead pupils over the seats to where seats are free, as long as one does."""
    work = Work(plan, held)
    for _ in range(PASSES):
        over = plan.over
        full = sorted(np.flatnonzero(over).tolist(), key=lambda s: (-int(over[s]), s))
        chains = Chains(plan, work.borders())
        if not any(work.relieved(moves) for s in full for _, moves in chains.relieving(s)[:TRIED]):
            return


class Work:
    """What has been looked at already: zones carry a number that rises whenever they change."""

    def __init__(self, plan: Plan, held: set[int]) -> None:
        self.plan, self.held = plan, held
        self.age = [0] * plan.case.schools
        self.known: dict[Zones, tuple[Zones, list[Better]]] = {}
        self.failed: dict[tuple[Move, ...], Zones] = {}

    def made(self, moves: tuple[Move, ...]) -> bool:
        """True when the moves still pay and were made."""
        plan = self.plan
        zones = tuple(plan.school[u] for u, _ in moves) + tuple(t for _, t in moves)
        ages = tuple(self.age[s] for s in zones)
        if self.failed.get(moves) == ages or any(plan.school[u] == t for u, t in moves):
            return False
        if sum(plan.gain(u, t) for u, t in moves) < 0 and plan.changed(moves):
            for s in set(zones):
                self.age[s] += 1
            return True
        self.failed[moves] = ages
        return False

    def better(self) -> Iterator[Better]:
        """Moves of up to three units that make the plan cheaper and that seats allow."""
        borders = self.borders()
        after: dict[int, list[int]] = defaultdict(list)
        for s, t in sorted(borders):
            after[s].append(t)
        for s, t in sorted(borders):
            yield from self._once((s, t), borders)
            for r in after[t]:
                if r != s or s < t:
                    yield from self._once((s, t, r), borders)
                if s < min(t, r) and (r, s) in borders:
                    yield from self._once((s, t, r, s), borders)

    def _once(self, zones: Zones, borders: dict[tuple[int, int], Border]) -> list[Better]:
        """The combinations along these zones, looked for anew only when one of them has changed."""
        ages = tuple(self.age[s] for s in zones)
        held = self.known.get(zones)
        if held is None or held[0] != ages:
            held = self.known[zones] = (ages, self._found(zones, borders))
        return held[1]

    def _found(self, zones: Zones, borders: dict[tuple[int, int], Border]) -> list[Better]:
        crossed = [borders[step] for step in pairwise(zones)]
        if len(zones) == 2:
            return single(self.plan, crossed[0], zones[1])
        if len(zones) == 3:
            ends = (zones[1], zones[2])
            return pairs(self.plan, crossed[0], crossed[1], ends, is_swap=zones[0] == zones[2])
        one, two, three = crossed
        return rounds(self.plan, (one, two, three), (zones[1], zones[2], zones[3]))

    def chained(self) -> bool:
        """True when a chain made the plan cheaper."""
        return any([self.made(moves) for _, moves in Chains(self.plan, self.borders()).paying()])

    def relieved(self, moves: tuple[Move, ...]) -> bool:
        """True when the moves leave fewer over the seats, whatever they cost."""
        over = int(self.plan.over.sum())
        before = [(u, self.plan.school[u]) for u, _ in moves]
        if not self.plan.changed(moves):
            return False
        if int(self.plan.over.sum()) < over:
            return True
        for u, s in before:
            self.plan.put(u, s)
        return False

    def borders(self) -> dict[tuple[int, int], Border]:
        """The units at each border that could cross it."""
        at: dict[tuple[int, int], list[int]] = defaultdict(list)
        for u, s in enumerate(self.plan.school):
            for t in () if u in self.held else self.plan.touched(u):
                at[s, t].append(u)
        return {(s, t): border(self.plan, s, t, units) for (s, t), units in at.items()}
