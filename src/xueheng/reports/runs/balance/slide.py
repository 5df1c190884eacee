"""如果补上一部分: what the sliders of a page work on, for the levels of one county."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import Spread, WhatIf
from xueheng.reports.runs.balance import said
from xueheng.reports.runs.balance_schools import Part
from xueheng.standards.balance import balance_standard

MOST = 300  # schools beyond which nobody chooses from a list


def of_part(run: Run, part: Part) -> Iterator[WhatIf]:
    """The sliders of one level; none where fewer than two schools or too many are judged."""
    pupils = {r["school"]: r["pupils"] for r in part.schools}
    names = tuple(pupils)
    if not 2 <= len(names) <= MOST or not all(pupils.values()):
        return
    spreads = tuple(_spreads(run, part, names))
    if spreads:
        counts = tuple(int(pupils[name]) for name in names)
        title, text = said("slide.title", part=part.name), said("slide.text")
        yield WhatIf(text, title=title, names=names, pupils=counts, spreads=spreads)


def _spreads(run: Run, part: Part, names: tuple[str, ...]) -> Iterator[Spread]:
    """Each indicator that every school has a value of; without a threshold schools are raised to the mean."""
    standard = balance_standard(run.params.standard)
    held = {(r["school"], r["indicator"]): r for r in part.schools}
    for row in part.coefficients:
        cells = [held.get((name, row["indicator"])) for name in names]
        known = [c for c in cells if c and c["value"] is not None]
        if len(known) == len(names):
            indicator = standard.indicator(row["indicator"])
            values = tuple(float(c["value"]) for c in known)
            aim = known[0]["threshold"]
            label = indicator.short if aim is not None else said("slide.to_mean", label=indicator.short)
            goal = float(row["mean"] if aim is None else aim)
            yield Spread(label, indicator.unit, values, goal, row["limit"])
