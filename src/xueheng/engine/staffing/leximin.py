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

    Coverage = 1 - shortage/need.  The lowest must rise first, and a hire raises its own school only, no more
    than the hire before; of schools equally low the one that rises most goes first, then by their order.
    """
    hires = [[0] * len(row) for row in wish.wanted]
    waiting = [_turn(wish, hires, s) for s in range(len(hires))]
    heapify(waiting)
    left = wish.limit
    while waiting and left != 0:
        *_, school = heappop(waiting)
        subject = _subject(wish, hires, school)
        if subject is not None:
            hires[school][subject] += 1
            heappush(waiting, _turn(wish, hires, school))
            left = None if left is None else left - 1
    return hires


def _subject(wish: Wish, hires: Sequence[Sequence[int]], s: int) -> int | None:
    """The subject of the school that is shortest and still to be hired; None when nothing is open."""
    room = wish.room[s]
    if room is not None and sum(hires[s]) >= room:
        return None
    able = [j for j, number in enumerate(wish.wanted[s]) if hires[s][j] < number]
    return max(able, key=lambda j: (wish.short[s][j] - hires[s][j], -j), default=None)


def _turn(wish: Wish, hires: Sequence[Sequence[int]], s: int) -> tuple[Fraction, Fraction, int]:
    """When a school is served: by its coverage, then by what the next hire adds to it, the most first."""
    subject = _subject(wish, hires, s)
    missing = Fraction(0) if subject is None else wish.short[s][subject] - hires[s][subject]
    gain = min(Fraction(1), max(Fraction(0), missing))
    return _coverage(wish, hires, s), -gain / wish.need[s] if wish.need[s] else Fraction(0), s


def _coverage(wish: Wish, hires: Sequence[Sequence[int]], s: int) -> Fraction:
    missing = sum(
        (max(Fraction(0), short - hires[s][j]) for j, short in enumerate(wish.short[s])), Fraction(0)
    )
    return 1 - missing / wish.need[s] if wish.need[s] else Fraction(1)
