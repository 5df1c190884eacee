"""逐级补位: a unit goes to a full school, another from there on to the next, until one finds free seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import ge

from xueheng.engine.zoning.offers import Better, Border
from xueheng.engine.zoning.plan import Move, Plan

DEEP = 8  # moves of a chain
TRIED = 8  # units of each border that chains begin with
Borders = dict[tuple[int, int], Border]
Sizes = tuple[int, ...]


@dataclass(frozen=True)
class _Chain:
    """A chain that has come as far as a school, with the pupils who arrive there."""

    dearer: int
    moves: tuple[Move, ...]
    coming: Sizes

    @property
    def end(self) -> int:
        """The school that the last unit goes to."""
        return self.moves[-1][1]


class Chains:
    """Chains over the borders of a plan as it is now."""

    def __init__(self, plan: Plan, borders: Borders) -> None:
        self.after: dict[int, list[int]] = defaultdict(list)
        for s, t in sorted(borders):
            self.after[s].append(t)
        self.rows: dict[tuple[int, int], list[tuple[int, int, Sizes]]] = {
            key: list(zip(b.dearer.tolist(), b.units.tolist(), map(tuple, b.pupils.tolist()), strict=True))
            for key, b in borders.items()
        }
        room = plan.case.seats - plan.load
        self.room: list[Sizes] = [tuple(max(n, 0) for n in row) for row in room.tolist()]

    def paying(self) -> list[Better]:
        """Chains that make the plan cheaper."""
        found = [
            chain
            for (_, t), rows in sorted(self.rows.items())
            for dearer, u, sizes in rows[:TRIED]
            if dearer < 0
            for chain in self._from(_Chain(dearer, ((u, t),), sizes), most=0)
        ]
        return sorted(found)

    def relieving(self, school: int) -> list[Better]:
        """Chains that begin at a school that is too full, whatever they cost."""
        found = [
            chain
            for t in self.after[school]
            for dearer, u, sizes in self.rows[school, t]
            if any(sizes)
            for chain in self._from(_Chain(dearer, ((u, t),), sizes), most=1 << 62)
        ]
        return sorted(found)

    def _from(self, start: _Chain, *, most: int) -> list[Better]:
        """The best end of a chain for each length."""
        found: list[Better] = []
        ways = {start.end: start}
        for _ in range(DEEP):
            ended = [c for c in ways.values() if self._fits(c.coming, self.room[c.end])]
            found += [(c.dearer, c.moves) for c in ended if c.dearer < most]
            onward = (c for c in ways.values() if not self._fits(c.coming, self.room[c.end]))
            ways = self._further(onward, most)
        return found

    def _further(self, chains: Iterable[_Chain], most: int) -> dict[int, _Chain]:
        later: dict[int, _Chain] = {}
        for chain in chains:
            seen = {t for _, t in chain.moves}
            for r in self.after[chain.end]:
                if r in seen:
                    continue
                longer = self._longer(chain, r)
                if longer and longer.dearer < min(most, later[r].dearer if r in later else most):
                    later[r] = longer
        return later

    def _longer(self, chain: _Chain, school: int) -> _Chain | None:
        """The chain with the cheapest unit that makes room for those who come."""
        need = [c - r for c, r in zip(chain.coming, self.room[chain.end], strict=True)]
        first, others = need[0], need[1:]
        for dearer, v, sizes in self.rows[chain.end, school]:
            if sizes[0] >= first and all(map(ge, sizes[1:], others)):
                return _Chain(chain.dearer + dearer, (*chain.moves, (v, school)), sizes)
        return None

    def _fits(self, coming: Sizes, room: Sizes) -> bool:
        return all(c <= r for c, r in zip(coming, room, strict=True))
