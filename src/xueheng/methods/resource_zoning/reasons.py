"""划片理由: why each unit has its school, in numbers that its people can check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from xueheng.engine.zoning.case import IntArray
from xueheng.engine.zoning.plan import Plan
from xueheng.methods.resource_zoning.given import UNIT, Given
from xueheng.methods.resource_zoning.places import PACKAGE
from xueheng.standards.words import Words, catalogue


@dataclass(frozen=True)
class Reason:
    """Why: a code, the words, and the unit's place by distance among those nearest to that school."""

    code: str
    words: Words
    nearest: int
    rank: int


def reasons(held: Given, plan: Plan) -> Iterator[Reason]:
    """The reason of every unit."""
    near, rank, before = standing(held, plan)
    for u, s in enumerate(plan.school):
        n = int(near[u])
        code = _code(held, plan, u, n)
        extra = held.case.way[u, s] - held.case.way[u, n]
        values = {
            "school": held.schools[s],
            "nearest": held.schools[n],
            "load": int(plan.load[n].sum()),
            "seats": int(held.seats[n].sum()),
            "free": int(max((held.seats[n] - plan.load[n]).sum(), 0)),
            "pupils": int(held.case.sizes[u]),
            "rank": int(rank[u]),
            "before": int(before[u]),
            "km": f"{held.case.way[u, s] / UNIT:.2f}",
            "extra": f"{extra / UNIT:.2f}",
        }
        words = catalogue(PACKAGE)[f"reason.{code}"].fill(**values)
        farther = _farther(held, plan, u, n) if code.endswith("FULL") else Words("", "")
        yield Reason(code, Words(words.zh + farther.zh, words.en + farther.en), n, int(rank[u]))


def standing(held: Given, plan: Plan) -> tuple[IntArray, IntArray, IntArray]:
    """Of each unit its nearest school, its place by distance among the units of that, pupils before it."""
    way = np.where(held.case.way < 0, held.case.way.max() + 1, held.case.way)
    near = way.argmin(axis=1)
    own = np.array(plan.school)
    everyone = np.arange(held.case.units)
    near = np.where(way[everyone, own] == way[everyone, near], own, near)
    rank, before = np.zeros_like(near), np.zeros_like(near)
    for s in range(held.case.schools):
        listed = np.flatnonzero(near == s)
        ordered = listed[np.lexsort((listed, way[listed, s]))]
        rank[ordered] = np.arange(1, ordered.size + 1)
        before[ordered] = held.case.sizes[ordered].cumsum() - held.case.sizes[ordered]
    return near, rank, before


def _farther(held: Given, plan: Plan, unit: int, nearest: int) -> Words:
    """What speaks for the units that live farther from that school and are at it all the same."""
    way, extra = held.case.way, held.case.way[unit, plan.school[unit]] - held.case.way[unit, nearest]
    stay = [v for v in plan.zones[nearest] - held.held if way[v, nearest] > way[unit, nearest]]
    if not stay:
        return Words("", "")
    others = np.where(held.case.open[stay], way[stay], way.max() + 1)
    others[:, nearest] = way.max() + 1
    least = int((others.min(axis=1) - way[stay, nearest]).min())
    code = "reason.FARTHER_MORE" if least >= extra else "reason.FARTHER"
    return catalogue(PACKAGE)[code].fill(n=len(stay), least=f"{least / UNIT:.2f}")


def _code(held: Given, plan: Plan, unit: int, nearest: int) -> str:
    if unit in held.held:
        return "PROMISED"
    if plan.school[unit] == nearest:
        return "NEAREST"
    free = held.case.seats[nearest] - plan.load[nearest]
    if (held.case.pupils[unit] > free).any():
        return "NEAREST_FULL" if free.sum() <= 0 else "NEAREST_TOO_FULL"
    return "CUT_OFF" if _is_cut(plan, unit, nearest) else "WHOLE_PLAN"


def _is_cut(plan: Plan, unit: int, school: int) -> bool:
    """True when the unit at that school would leave a piece of one of the two zones behind."""
    was, pieces = plan.school[unit], plan.fragments()
    plan.put(unit, school)
    later = plan.fragments()
    plan.put(unit, was)
    return later > pieces
