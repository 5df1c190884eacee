"""方案: which school each unit has while it is being improved, the loads, and the pieces of each zone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from xueheng.engine.zoning.case import NEVER, Case, IntArray

Move = tuple[int, int]  # a unit and the school it goes to


class Plan:
    """A school for each unit; moves keep loads and zones in step."""

    def __init__(self, case: Case, school: Iterable[int]) -> None:
        self.case = case
        self.school = [int(s) for s in school]
        self.zones: list[set[int]] = [set() for _ in range(case.schools)]
        self.known_whole: set[int] = set()
        self.edges = np.array([(u, v) for u, near in enumerate(case.near) for v in near if u < v], np.int64)
        self.load = np.zeros_like(case.seats)
        self.price: list[list[int]] = case.cost.tolist()
        for unit, s in enumerate(self.school):
            self.zones[s].add(unit)
            self.load[s] += case.pupils[unit]

    @property
    def cost(self) -> int:
        """The cost of the whole plan."""
        return sum(self.price[u][s] for u, s in enumerate(self.school))

    @property
    def over(self) -> IntArray:
        """Pupils over the seats of each school."""
        found: IntArray = np.maximum(self.load - self.case.seats, 0).sum(axis=1)
        return found

    def put(self, unit: int, school: int) -> None:
        """The unit belongs to the school from now on."""
        was = self.school[unit]
        self.zones[was].remove(unit)
        self.zones[school].add(unit)
        self.load[was] -= self.case.pupils[unit]
        self.load[school] += self.case.pupils[unit]
        self.school[unit] = school
        self.known_whole -= {was, school}

    def gain(self, unit: int, school: int) -> int:
        """What the plan costs more when the unit goes there."""
        row = self.price[unit]
        return row[school] - row[self.school[unit]]

    def pieces(self, school: int) -> list[list[int]]:
        """The pieces of a zone, the one with its nearest unit first, then by their first unit."""
        left, found = set(self.zones[school]), []
        while left:
            piece = self._reached(min(left), left)
            left -= piece
            found.append(sorted(piece))
        way = self.case.way[:, school]
        return sorted(found, key=lambda piece: min((int(way[u]), u) for u in piece))

    def fragments(self) -> int:
        """Pieces beyond the first of each zone."""
        return self._pieces(list(range(self.case.schools)))

    def touched(self, unit: int) -> list[int]:
        """The other schools whose zones the unit touches and may go to."""
        own, row = self.school[unit], self.price[unit]
        beside = {self.school[v] for v in self.case.near[unit]} - {own}
        return sorted(s for s in beside if row[s] < NEVER)

    def beside(self) -> list[set[int]]:
        """The zones that each zone touches."""
        found: list[set[int]] = [set() for _ in range(self.case.schools)]
        if self.edges.size:
            ends = np.array(self.school)[self.edges]
            for s, t in np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0).tolist():
                found[s].add(t)
                found[t].add(s)
        return found

    def can_leave(self, unit: int) -> bool:
        """True when the zone of the unit falls into no more pieces without it."""
        own = self.school[unit]
        beside = {v for v in self.case.near[unit] if self.school[v] == own}
        if len(beside) < 2:
            return len(self.zones[own]) > 1
        inside = self.zones[own] - {unit}
        return beside <= self._reached(min(beside), inside, until=beside)

    def _reached(self, start: int, inside: set[int], *, until: set[int] | None = None) -> set[int]:
        seen, queue = {start}, [start]
        missing = len(until) - 1 if until else -1
        for unit in queue:
            for v in self.case.near[unit]:
                if v in inside and v not in seen:
                    seen.add(v)
                    queue.append(v)
                    missing -= until is not None and v in until
            if missing == 0:
                break
        return seen

    def changed(self, moves: Iterable[Move]) -> bool:
        """Make the moves where they leave no school fuller than it may be and no more pieces, else none."""
        listed = list(moves)
        before = [(u, self.school[u]) for u, _ in listed]
        zones = sorted({s for _, s in (*before, *listed)})
        over, whole = self._over(zones), {s: self._is_whole(s) for s in zones}
        counts = {s: self._count(s) for s in zones if not whole[s]}
        for unit, school in listed:
            self.put(unit, school)
        if self._over(zones) <= over and all(
            self._still_whole(s, before, listed) if whole[s] else self._count(s) <= counts[s] for s in zones
        ):
            self.known_whole |= {s for s in zones if whole[s]}
            return True
        for unit, school in before:
            self.put(unit, school)
        self.known_whole |= {s for s in zones if whole[s]}
        return False

    def _is_whole(self, school: int) -> bool:
        if school not in self.known_whole and self._count(school) <= 1:
            self.known_whole.add(school)
        return school in self.known_whole

    def _still_whole(self, school: int, before: list[Move], after: list[Move]) -> bool:
        """True when a zone of one piece stays so: all units near those that went or came hold together."""
        inside, near = self.zones[school], self.case.near
        ends = {v for u, s in before if s == school for v in near[u] if v in inside}
        came = [u for u, s in after if s == school]
        if len(came) > 1 or not inside or not all(inside.intersection(near[u]) for u in came):
            return self._count(school) <= 1
        ends |= set(came)
        return not ends or ends <= self._reached(min(ends), inside, until=ends)

    def _over(self, zones: list[int]) -> int:
        return int(np.maximum(self.load[zones] - self.case.seats[zones], 0).sum())

    def _pieces(self, zones: list[int]) -> int:
        """Pieces of these zones beyond the first of each."""
        return sum(max(self._count(s) - 1, 0) for s in zones)

    def _count(self, school: int) -> int:
        left, found = set(self.zones[school]), 0
        while left:
            left -= self._reached(min(left), left)
            found += 1
        return found
