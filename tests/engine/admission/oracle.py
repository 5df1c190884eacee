"""Each mechanism written as its definition reads, over dictionaries: slow, plain, shared with nothing.

A round is: lists {unit: [program]}, groups {program: [(group, seats)]} in order of precedence,
rank {(unit, group): number} for those who may enter, lower first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Lists = Mapping[int, Sequence[int]]
Groups = Mapping[int, Sequence[tuple[int, int]]]
Rank = Mapping[tuple[int, int], int]


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
