"""名额有限时的公平分配: hires go, one by one, to the school that is covered worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush


@dataclass(frozen=True)
class Wish:
    """What schools want: need and shortage, hires by subject, posts left, and the hires there are."""

    need: Sequence[Fraction]
    short: Sequence[Sequence[Fraction]]
    wanted: Sequence[Sequence[int]]
    room: Sequence[int | None]
    limit: int | None


def granted(wish: Wish) -> list[list[int]]:
    """最差者优先: of all grants within posts and limit, the one whose sorted coverage is highest.

    Coverage = 1 - shortage/need.  A hire lowers a school's own shortage only, and every further one by no
    more than the one before, so that always serving the lowest coverage is best; equals go by their order.
    """
    hires = [[0] * len(row) for row in wish.wanted]
    waiting = [(_coverage(wish, hires, s), s) for s in range(len(hires))]
    heapify(waiting)
    left = wish.limit
    while waiting and left != 0:
        _, school = heappop(waiting)
        subject = _subject(wish, hires, school)
        if subject is not None:
            hires[school][subject] += 1
            heappush(waiting, (_coverage(wish, hires, school), school))
            left = None if left is None else left - 1
    return hires


def _subject(wish: Wish, hires: Sequence[Sequence[int]], s: int) -> int | None:
    """The subject of the school that is shortest and still to be hired; None when nothing is open."""
    room = wish.room[s]
    if room is not None and sum(hires[s]) >= room:
        return None
    able = [j for j, number in enumerate(wish.wanted[s]) if hires[s][j] < number]
    return max(able, key=lambda j: (wish.short[s][j] - hires[s][j], -j), default=None)


def _coverage(wish: Wish, hires: Sequence[Sequence[int]], s: int) -> Fraction:
    missing = sum(
        (max(Fraction(0), short - hires[s][j]) for j, short in enumerate(wish.short[s])), Fraction(0)
    )
    return 1 - missing / wish.need[s] if wish.need[s] else Fraction(1)
