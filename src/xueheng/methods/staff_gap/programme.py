"""招聘计划: hires by year, subject and kind of school, with an interval and the formula of each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from xueheng.methods.staff_gap.plan import Plan, Zero, moved_in
from xueheng.methods.staff_gap.told import joined, words
from xueheng.methods.staff_gap.years import Year
from xueheng.standards.words import Words

Key = tuple[str, str]  # subject, kind of school


def plan_rows(plan: Plan) -> Iterator[tuple[Any, ...]]:
    """计划表: what is short after earlier hires, and the hires of the year."""
    for at, year in enumerate(plan.years):
        bounds = [_hires(plan, years, at) for years in (plan.low, plan.years, plan.high)]
        for key, places in _groups(plan).items():
            numbers = [held.get(key, 0) for held in bounds]
            yield (
                plan.params.years[at],
                plan.label(key[0]),
                key[1],
                *_row(plan, year, places, numbers),
            )


def hires_so_far(plan: Plan, years: Sequence[Year]) -> int:
    """Everybody hired in all years."""
    return sum(sum(_hires(plan, years, at).values()) for at in range(len(years)))


def _groups(plan: Plan) -> dict[Key, list[tuple[int, int]]]:
    """The cells of each subject and kind of school."""
    found: dict[Key, list[tuple[int, int]]] = {}
    for s, school in enumerate(plan.frame.schools):
        for j, subject in enumerate(plan.frame.subjects):
            if (school, subject) in plan.frame.cells:
                found.setdefault((subject, plan.frame.kinds[school]), []).append((s, j))
    return found


def _hires(plan: Plan, years: Sequence[Year], at: int) -> dict[Key, int]:
    return {key: sum(years[at].cover.hires[s][j] for s, j in places) for key, places in _groups(plan).items()}


def _row(plan: Plan, year: Year, places: list[tuple[int, int]], numbers: list[int]) -> tuple[Any, ...]:
    cells = [(plan.frame.schools[s], plan.frame.subjects[j]) for s, j in places]
    need = sum((year.needs[c].total for c in cells if c in year.needs), Zero)
    have = sum((year.have[c] for c in cells), Zero)
    within = set(places)
    shared = sum((f.part for f in year.cover.shared if (f.taker, f.subject) in within), Zero)
    moved = sum(moved_in(year, s, j) for s, j in places)
    said = formula(need, have, shared, moved, numbers[1])
    measures = (float(need), float(have), float(need - have), float(shared), moved)
    return (*measures, numbers[1], min(numbers), max(numbers), said.zh, said.en)


def formula(need: Fraction, have: Fraction, shared: Fraction, moved: int, hires: int) -> Words:
    """计划的算式."""
    parts = [words("formula.plan", need=need, have=have, gap=need - have)]
    if shared:
        parts.append(words("formula.shared", n=shared))
    if moved:
        parts.append(words("formula.moved_in" if moved > 0 else "formula.moved_out", n=abs(moved)))
    parts.append(words("formula.hires", n=hires))
    return joined(parts, zh="；", en="; ")
