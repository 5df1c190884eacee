"""招聘需要: as few whole teachers as cover an area, each at a school where there is a post."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

Balance = list[list[Fraction]]  # (schools, subjects): teachers short, negative where there are too many
Places = list[list[int]]
Room = Sequence[int | None]


@dataclass(frozen=True)
class Rules:
    """What may be done: areas of sharing, near subjects, posts left by school, hires in all, who closes."""

    area: Sequence[int]
    related: Mapping[int, Sequence[int]]
    room: Sequence[int | None]
    limit: int | None = None
    pooled: bool = True
    closing: Collection[int] = ()
    taught: Collection[tuple[int, int]] = ()  # school, subject: who may hire for the neighbours


def areas(rules: Rules) -> list[list[int]]:
    """Schools that may share teachers, together."""
    found: dict[int, list[int]] = {}
    for school, area in enumerate(rules.area):
        found.setdefault(area, []).append(school)
    return list(found.values())


def wants(left: Balance, room: Room, rules: Rules) -> Places:
    """Whole teachers: those a school fills alone, and for the parts of an area as few as cover them."""
    subjects = len(left[0]) if left else 0
    wanted, spare = [[0] * subjects for _ in left], _spare(left, room)
    for schools in areas(rules):
        for j in range(subjects):
            _in_area(left, (schools, j), wanted, (room, spare), rules)
    return wanted


def _spare(left: Balance, room: Room) -> list[int | None]:
    """Posts that stay free once a school has hired everybody it is short of itself."""
    own = [sum(ceil(part) for part in row if part > 0) for row in left]
    return [None if held is None else held - n for held, n in zip(room, own, strict=True)]


def _in_area(
    left: Balance,
    at: tuple[Sequence[int], int],
    wanted: Places,
    posts: tuple[Room, list[int | None]],
    rules: Rules,
) -> None:
    (schools, j), (room, spare) = at, posts
    short = [s for s in schools if left[s][j] > 0]
    for s in short:
        wanted[s][j] = floor(left[s][j]) if rules.pooled else ceil(left[s][j])
    parts = {s: left[s][j] - wanted[s][j] for s in short if left[s][j] > wanted[s][j]}
    helping = [s for s in schools if s not in parts and _helps(s, j, spare, rules)]

    def order(s: int) -> tuple[bool, Fraction, int]:
        held = room[s]
        is_full = held is not None and sum(wanted[s]) >= held
        return s in rules.closing or is_full, -parts.get(s, Fraction(0)), s

    for s in sorted((*parts, *helping), key=order)[: ceil(sum(parts.values(), Fraction(0)))]:
        wanted[s][j] += 1
        held = spare[s]
        spare[s] = held if held is None or s in parts else held - 1


def _helps(s: int, j: int, spare: Sequence[int | None], rules: Rules) -> bool:
    """True when a school teaches the subject and has a post that it does not need itself."""
    held = spare[s]
    return (s, j) in rules.taught and s not in rules.closing and (held is None or held > 0)
