"""Each mechanism written as its definition reads, over dictionaries: slow, plain, shared with nothing.

A round is: lists {unit: [program]}, groups {program: [(group, seats)]} in order of precedence,
rank {(unit, group): number} for those who may enter, lower first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Lists = Mapping[int, Sequence[int]]
Groups = Mapping[int, Sequence[tuple[int, int]]]
Rank = Mapping[tuple[int, int], int]
BACK = 1 << 60  # ranks from here on: those whom only seats that went back let in


def chosen(offers: Iterable[int], groups: Sequence[tuple[int, int]], rank: Rank) -> dict[int, int]:
    """Whom a program takes among those who ask: each group in turn its best of the rest."""
    left, taken = set(offers), {}
    for group, seats in groups:
        able = sorted((unit for unit in left if (unit, group) in rank), key=lambda u: rank[u, group])
        for unit in able[:seats]:
            taken[unit] = group
            left.remove(unit)
    return taken


def deferred(lists: Lists, groups: Groups, rank: Rank) -> dict[int, tuple[int, int]]:
    """延迟接受: everybody rejected asks the next program, until nobody is."""
    at, holds = dict.fromkeys(lists, 0), {program: {} for program in groups}
    while True:
        held = {unit for taken in holds.values() for unit in taken}
        asking = [u for u in lists if u not in held and at[u] < len(lists[u])]
        if not asking:
            break
        for unit in asking:
            program = lists[unit][at[unit]]
            at[unit] += 1
            holds[program] = chosen([*holds[program], unit], groups[program], rank)
    return {unit: (program, group) for program, taken in holds.items() for unit, group in taken.items()}


def serial(order: Sequence[int], lists: Lists, groups: Groups, rank: Rank) -> dict[int, tuple[int, int]]:
    """平行志愿: each in turn takes the first listed program with a free seat."""
    free = {group: seats for rows in groups.values() for group, seats in rows}
    match = {}
    for unit in order:
        open_ = ((p, g) for p in lists[unit] for g, _ in groups[p] if (unit, g) in rank and free[g] > 0)
        found = next(open_, None)
        if found:
            match[unit] = found
            free[found[1]] -= 1
    return match


def in_bands(lists: Lists, groups: Groups, rank: Rank, band: int) -> dict[int, tuple[int, int]]:
    """分段志愿: so many choices at a time, each band final."""
    match: dict[int, tuple[int, int]] = {}
    longest = max((len(found) for found in lists.values()), default=0)
    for low in range(0, longest, band):
        part = {u: row[low : low + band] for u, row in lists.items() if u not in match}
        match |= deferred(part, left_over(groups, match), rank)
    return match


def left_over(groups: Groups, match: Mapping[int, tuple[int, int]]) -> Groups:
    """The groups with the seats that are still free."""
    used = [group for _, group in match.values()]
    return {p: [(g, seats - used.count(g)) for g, seats in rows] for p, rows in groups.items()}


def gradient(lists: Lists, groups: Groups, rank: Rank, band_of: Sequence[int]) -> dict[int, tuple[int, int]]:
    """梯度投档: bands of applicants in turn, and in a band first choices before second ones."""
    match: dict[int, tuple[int, int]] = {}
    for band in range(max(band_of, default=-1) + 1):
        part = {u: row for u, row in lists.items() if band_of[u] == band}
        match |= in_bands(part, left_over(groups, match), rank, 1)
    return match


@dataclass(frozen=True)
class Rule:
    """指标: which groups are general, how far below the line the others may go, where seats go back to."""

    is_open: Mapping[int, bool]
    delta: Mapping[int, int]
    target: Mapping[int, int]
    mark: Sequence[int]

    def line(self, match: Mapping[int, tuple[int, int]]) -> dict[int, int]:
        """统招线: the least mark admitted to each program."""
        found: dict[int, int] = {}
        for unit, (program, _) in match.items():
            found[program] = min(found.get(program, self.mark[unit]), self.mark[unit])
        return found

    def quota(self, groups: Groups, rank: Rank, line: Mapping[int, int]) -> Rank:
        """Who may enter a quota group: those of its own whose mark is not too far below the line."""
        of = {g: p for p, row in groups.items() for g, _ in row}
        return {
            (u, g): place
            for (u, g), place in rank.items()
            if not self.is_open[g] and place < BACK
            if of[g] not in line or self.mark[u] >= line[of[g]] - self.delta[g]
        }

    def general(self, rank: Rank) -> Rank:
        """Who may enter a general group."""
        return {(u, g): place for (u, g), place in rank.items() if self.is_open[g]}


def final_phases(lists: Lists, groups: Groups, rank: Rank, rule: Rule) -> dict[int, tuple[int, int]]:
    """两段录取: general seats, then quota seats, then seats that went back; each phase final."""
    match = deferred(lists, groups, rule.general(rank))
    quota = rule.quota(groups, rank, rule.line(match))
    rest = {u: row for u, row in lists.items() if u not in match}
    match |= deferred(rest, left_over(groups, match), quota)
    free = {g: seats for row in left_over(groups, match).values() for g, seats in row}
    back = {g: rule.target[g] for g, seats in free.items() if seats > 0 and g in rule.target}
    again = {
        p: [(g, sum(free[o] for o in back if back[o] == g) + (0 if g in back else free[g])) for g, _ in row]
        for p, row in groups.items()
    }
    may = {(u, g): place for (u, g), place in (rule.general(rank) | quota).items() if g in back.values()}
    return match | deferred({u: row for u, row in lists.items() if u not in match}, again, may)


def tentative_phases(lists: Lists, groups: Groups, rank: Rank, rule: Rule) -> dict[int, tuple[int, int]]:
    """两段录取: the first phase draws the lines only; then all groups of a program are asked at once."""
    line = rule.line(deferred(lists, groups, rule.general(rank)))
    back = {pair: place for pair, place in rank.items() if place >= BACK}
    return deferred(lists, groups, rule.general(rank) | rule.quota(groups, rank, line) | back)


@dataclass(frozen=True)
class Grown:
    """同分同录与捆绑: groups that may grow by the last unit, or by those tied with the last.

    `ladders` {unit: [group]} in the order of asking; `tie` as `rank`, alike where only the ticket differs.
    """

    ladders: Mapping[int, Sequence[int]]
    seats: Mapping[int, int]
    program: Mapping[int, int]
    extra: Mapping[int, int]
    rank: Rank
    tie: Rank
    size: Sequence[int]
    together: bool
    ties: bool

    def kept(self, group: int, asking: Iterable[int], held: Mapping[int, Sequence[int]]) -> list[int]:
        """Whom the group takes: better ones first, the last and those tied with it within the extra seats."""
        others = [o for o in held if o != group and self.program[o] == self.program[group]]
        over = sum(max(0, sum(self.size[u] for u in held[o]) - self.seats[o]) for o in others)
        seats, most, used, found, last = (
            self.seats[group],
            self.extra[self.program[group]] - over,
            0,
            [],
            None,
        )
        for unit in sorted(asking, key=lambda u: self.rank[u, group]):
            is_free, tie = used < seats, self.tie[unit, group]
            room = most if self.together or not is_free else 0
            if used + self.size[unit] <= seats + room and (is_free or (self.ties and tie == last)):
                last = tie if is_free else last
                used += self.size[unit]
                found.append(unit)
        return found

    def match(self) -> dict[int, int]:
        """Proposals until nobody asks; then whoever a group would rather have back asks it again."""
        held, at, called = {g: [] for g in self.seats}, dict.fromkeys(self.ladders, 0), []
        stack = sorted(self.ladders, reverse=True)
        while stack:
            unit = stack.pop()
            if at[unit] < len(self.ladders[unit]):
                group = self.ladders[unit][at[unit]]
                at[unit] += 1
                asking = [*held[group], unit]
                held[group] = self.kept(group, asking, held)
                out = [u for u in asking if u not in held[group]]
                stack += sorted(out, key=lambda u: self.rank[u, group])
            stack = stack or self.wished(held, at, called)
        return {u: g for g, units in held.items() for u in units}

    def wished(
        self, held: dict[int, list[int]], at: dict[int, int], called: list[tuple[int, int]]
    ) -> list[int]:
        """The next unit that a group above its own, that has not `called` it, takes now; it left its own."""
        stands = {u: g for g, units in held.items() for u in units}
        last = called[-1][0] if called else -1
        for unit in sorted(self.ladders, key=lambda u: (u <= last, u)):
            row = self.ladders[unit]
            for place in range(row.index(stands[unit]) if unit in stands else len(row)):
                may_call = (unit, place) not in called
                if may_call and unit in self.kept(row[place], [*held[row[place]], unit], held):
                    called.append((unit, place))
                    at[unit], own = place, stands.get(unit)
                    return [*(self.without(unit, own, held) if own is not None else []), unit]
        return []

    def without(self, unit: int, group: int, held: dict[int, list[int]]) -> list[int]:
        """The units that the group lets go when it chooses again without this one."""
        rest = [u for u in held[group] if u != unit]
        held[group] = self.kept(group, rest, held)
        return sorted(set(rest) - set(held[group]), key=lambda u: self.rank[u, group])
