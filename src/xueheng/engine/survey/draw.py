"""抽样: strata get their schools, schools are drawn with chances proportional to size; exact throughout."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from xueheng.engine.lottery.xhl1 import tickets

Taken = dict[int, tuple[int, ...]]


@dataclass(frozen=True)
class Stratum:
    """层的配额: what it weighs, the fewest and the most schools it may get."""

    weight: int
    least: int
    most: int


@dataclass(frozen=True)
class Drawn:
    """抽中: places in the ordered frame, the chance of every school there, the start and the interval."""

    places: tuple[int, ...]
    chances: tuple[Fraction, ...]
    certain: frozenset[int]
    start: int
    interval: int
    points: int


def allotted(total: int, strata: Mapping[str, Stratum]) -> dict[str, int]:
    """分配: shares n W_h / ΣW within [least, most] of each stratum, made whole by largest remainders.

    A stratum whose share falls outside its bounds keeps the bound and the others share what is left;
    equal remainders go by the bytes of the name.  Cochran (1977), section 5.
    """
    share = _bounded(total, strata)
    places = {name: floor(share[name]) for name in strata}
    order = sorted(share, key=lambda name: (places[name] - share[name], name.encode()))
    for name in order[: total - sum(places.values())]:
        places[name] += 1
    return places


def _bounded(total: int, strata: Mapping[str, Stratum]) -> dict[str, Fraction]:
    """The shares; the side on which bounds bind more is held first, as water finds its level."""
    held: dict[str, int] = {}
    while True:
        free = [name for name in strata if name not in held]
        whole = sum(strata[name].weight for name in free)
        left = total - sum(held.values())
        share = {n: Fraction(left * strata[n].weight, whole or 1) for n in free}
        low = {n: strata[n].least for n in free if share[n] < strata[n].least}
        high = {n: strata[n].most for n in free if share[n] > strata[n].most}
        if not low and not high:
            return share | {name: Fraction(n) for name, n in held.items()}
        missing = sum(least - share[n] for n, least in low.items())
        above = sum(share[n] - most for n, most in high.items())
        held |= low if missing >= above else high


def drawn(sizes: Sequence[int], *, schools: int, ticket: str) -> Drawn:
    """系统PPS: points r, r + T, r + 2T ... on the running total of n s_i; s_i size, T = Σ s_i, 0 <= r < T.

    Schools with n s_i >= T are certain, taken out, and n and T made again for the rest until there are
    none.  r = floor(ticket T / 16^64).  Chances are n s_i / T.  Madow (1949); Brewer & Hanif (1983).
    """
    certain, rest = _certain(sizes, schools)
    points = schools - len(certain)
    interval = sum(sizes[i] for i in rest)
    start = int(ticket, 16) * interval >> 256
    chances = [Fraction(1) if i in certain else Fraction(0) for i in range(len(sizes))]
    places, running = set(certain), 0
    for i in rest if points else ():
        chances[i] = Fraction(points * sizes[i], interval)
        before, running = running, running + points * sizes[i]
        if (running - start - 1) // interval > (before - start - 1) // interval:
            places.add(i)
    return Drawn(tuple(sorted(places)), tuple(chances), frozenset(certain), start, interval, points)


def _certain(sizes: Sequence[int], schools: int) -> tuple[set[int], list[int]]:
    """The certain schools, and the others in their order."""
    certain: set[int] = set()
    while True:
        rest = [i for i in range(len(sizes)) if i not in certain]
        left, total = schools - len(certain), sum(sizes[i] for i in rest)
        more = {i for i in rest if left * sizes[i] >= total}
        if not left or not more:
            return certain, rest
        certain |= more


def substitutes(n: int, places: Sequence[int], rounds: int) -> Taken:
    """替补: the next free school after each drawn one in odd rounds, before in even ones; else the other.

    All drawn schools get their first before any gets a second; a school stands in for one only.
    """
    used = set(places)
    given: Taken = {place: () for place in places}
    for turn in range(rounds):
        for place in places:
            sides = [range(place + 1, n), range(place - 1, -1, -1)]
            found = next((i for side in sides[:: 1 - turn % 2 * 2] for i in side if i not in used), None)
            if found is not None:
                used.add(found)
                given[place] = (*given[place], found)
    return given


def lowest(names: Sequence[str], count: int, *, seed: str, scope: str) -> list[str]:
    """随机抽: the names with the `count` lowest XHL-1 tickets, ties by the bytes of the name."""
    ticket: Callable[[str], str] = dict(
        zip(names, tickets(names, seed=seed, scope=scope, algorithm="sha256"), strict=True)
    ).__getitem__
    return sorted(names, key=lambda name: (ticket(name), name.encode()))[:count]
