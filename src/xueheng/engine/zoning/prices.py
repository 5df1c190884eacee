"""学位影子价格: what one more seat at a school saves in all, by the chain of pupils it lets move up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.zoning.case import Case, IntArray

FAR = 1 << 62


@dataclass(frozen=True)
class Saved:
    """What a seat more saves: pupils beyond the limit fewer, and 0.1 m of ways in all (below zero: more)."""

    beyond: int
    way: int


def prices(case: Case, shares: IntArray, limit: int) -> list[Saved]:
    """The saving of one more seat at each school, in the cheapest plan of divisible units."""
    steps, pupil = _steps(case, shares)
    full = shares.sum(axis=0) >= case.seats.sum(axis=1)
    value = np.zeros(case.schools, np.int64)
    after = np.full(case.schools, -1)
    for _ in range(case.schools):
        total = steps + np.where(full, value, 0)[:, None]
        best = total.argmin(axis=0)
        least = total[best, np.arange(case.schools)]
        better = least < value
        if not better.any():
            break
        value, after = np.where(better, least, value), np.where(better, best, after)
    return [_saved(case, s, after, pupil, limit) if full[s] else Saved(0, 0) for s in range(case.schools)]


def _steps(case: Case, shares: IntArray) -> tuple[IntArray, IntArray]:
    """What the cheapest pupil costs that changes from one school (row) to another, and its unit."""
    each = case.cost // np.maximum(case.sizes, 1)[:, None]
    steps = np.full((case.schools, case.schools), FAR >> 1)
    pupil = np.full_like(steps, -1)
    for t in range(case.schools):
        here = np.flatnonzero(shares[:, t])
        if here.size:
            more = np.where(case.open[here], each[here] - each[here, t][:, None], FAR >> 1)
            steps[t], pupil[t] = more.min(axis=0), here[more.argmin(axis=0)]
    np.fill_diagonal(steps, FAR >> 1)
    return steps, pupil


def _saved(case: Case, school: int, after: IntArray, pupil: IntArray, limit: int) -> Saved:
    beyond = way = 0
    seen: set[int] = set()
    while after[school] >= 0 and school not in seen:
        seen.add(school)
        came = int(after[school])
        old, new = (int(case.way[pupil[came, school], s]) for s in (came, school))
        beyond += (old > limit) - (new > limit)
        way += old - new
        school = came
    return Saved(beyond, way)
