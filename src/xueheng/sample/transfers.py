"""转学: pupils who changed their school within the county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np

from xueheng.sample.plan import School, Unit
from xueheng.sample.roll import Roll, Spells
from xueheng.sample.streams import stream


def with_transfers(found: Roll, unit: Unit, *, seed: str) -> Roll:
    """转学: four in a thousand of the compulsory stages move to another school of the county each spring."""
    spells = found.spells
    by_cohort: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, klass in enumerate(found.classes):
        if klass.stage in ("primary", "junior") and _takes_movers(unit.schools[klass.school]):
            by_cohort[klass.stage, klass.entered].append(at)
    moves = list(_moves(found, by_cohort, unit, seed))
    if not moves:
        return found
    row, target, day = (np.array(column) for column in zip(*moves, strict=True))
    until, left = spells.until.copy(), spells.left.astype("U12")
    new = Spells(spells.person[row], target, day, spells.until[row], spells.left[row])
    until[row], left[row] = day, "transferred"
    kept = Spells(
        np.concatenate([spells.person, new.person]),
        np.concatenate([spells.klass, new.klass]),
        np.concatenate([spells.since, new.since]),
        np.concatenate([until, new.until]),
        np.concatenate([left, new.left.astype("U12")]),
    )
    return Roll(found.classes, found.pupils, kept)


def _takes_movers(school: School) -> bool:
    return school.ownership == "public" and school.kind not in ("special_school", "teaching_point")


def _moves(
    found: Roll, by_cohort: dict[tuple[str, int], list[int]], unit: Unit, seed: str
) -> Iterator[tuple[int, int, int]]:
    spells, moved = found.spells, set[int]()
    for year in (2025, 2026):
        random = stream(seed, unit.number, "transfers", year)
        day = date(year, 2, 24)
        live = np.flatnonzero(spells.on(day))
        for row in live[random.integers(0, 250, len(live)) == 0].tolist():
            klass = found.classes[spells.klass[row]]
            others = [
                k for k in by_cohort[klass.stage, klass.entered] if found.classes[k].school != klass.school
            ]
            if others and row not in moved and unit.schools[klass.school].kind != "special_school":
                moved.add(row)
                yield row, others[int(random.integers(0, len(others)))], day.toordinal()
