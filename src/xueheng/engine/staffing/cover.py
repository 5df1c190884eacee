"""先调剂后招聘: shortages are covered by sharing, by retraining and only then by hiring; exact fractions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xueheng.engine.staffing.leximin import Wish, granted
from xueheng.engine.staffing.wants import Balance, Places, Rules, areas, wants


@dataclass(frozen=True)
class Shared:
    """走教: a part of a teacher of one school who teaches a subject at another."""

    subject: int
    giver: int
    taker: int
    part: Fraction


@dataclass(frozen=True)
class Retrained:
    """转岗: one teacher of a subject with too many who goes over to another, at a school of the same area."""

    school: int
    subject: int
    to_school: int
    to_subject: int


@dataclass(frozen=True)
class Covered:
    """How the shortages of a year are covered, and what stays uncovered."""

    shared: tuple[Shared, ...]
    retrained: tuple[Retrained, ...]
    wanted: Places
    hires: Places
    left: Balance


def covered(short: Balance, *, need: Sequence[Fraction], rules: Rules) -> Covered:
    """Share what is spare, retrain whole teachers, hire what is left, then share what hiring left spare."""
    left, room = [list(row) for row in short], list(rules.room)
    flows = _share(left, rules)
    moved = _retrain(left, room, rules)
    flows += _share(left, rules)
    wanted = wants(left, room, rules)
    hires = granted(Wish(need, left, wanted, room, rules.limit))
    for row, numbers in zip(left, hires, strict=True):
        row[:] = [held - number for held, number in zip(row, numbers, strict=True)]
    flows += _share(left, rules)
    return Covered(_joined(flows), tuple(moved), wanted, hires, left)


def _share(left: Balance, rules: Rules) -> list[Shared]:
    """Spare parts go to the school that is shortest, from the school that can spare most."""
    if not rules.pooled:
        return []
    subjects = range(len(left[0]) if left else 0)
    return [flow for schools in areas(rules) for j in subjects for flow in _flows(left, schools, j)]


def _flows(left: Balance, schools: Sequence[int], j: int) -> Iterator[Shared]:
    while True:
        taker = max(schools, key=lambda s: (left[s][j], -s))
        giver = min(schools, key=lambda s: (left[s][j], s))
        part = min(left[taker][j], -left[giver][j])
        if part <= 0:
            return
        left[taker][j] -= part
        left[giver][j] += part
        yield Shared(j, giver, taker, part)


def _retrain(left: Balance, room: list[int | None], rules: Rules) -> list[Retrained]:
    """Whole spare teachers go over to near subjects that are short, at their own school first."""
    return [
        moved
        for schools in areas(rules)
        for j in sorted(rules.related)
        for k in rules.related[j]
        for moved in _moves(left, room, (schools, j, k), rules)
    ]


def _moves(
    left: Balance, room: list[int | None], at: tuple[Sequence[int], int, int], rules: Rules
) -> Iterator[Retrained]:
    schools, j, k = at
    while not rules.pooled or sum(left[s][k] for s in schools) > 0:
        able = [s for s in schools if left[s][j] <= -1]
        missing = [s for s in schools if left[s][k] > 0]
        pairs = [(s, t) for s in able for t in missing if s == t or (rules.pooled and room[t] != 0)]
        if not pairs:
            return
        s, t = max(pairs, key=lambda p: (p[0] == p[1], left[p[1]][k], -left[p[0]][j], -p[1], -p[0]))
        left[s][j] += 1
        left[t][k] -= 1
        _gives(room, s, t)
        yield Retrained(s, j, t, k)


def _gives(room: list[int | None], giver: int, taker: int) -> None:
    """A teacher leaves a post at one school and takes one at another."""
    for school, change in ((giver, 1), (taker, -1)):
        held = room[school]
        room[school] = None if held is None else held + change


def _joined(flows: Sequence[Shared]) -> tuple[Shared, ...]:
    """Parts that go the same way are one."""
    parts: dict[tuple[int, int, int], Fraction] = {}
    for one in flows:
        way = (one.subject, one.giver, one.taker)
        parts[way] = parts.get(way, Fraction(0)) + one.part
    return tuple(Shared(*way, part) for way, part in sorted(parts.items()))
