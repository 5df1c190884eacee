"""补齐哪一所最见效: of each coefficient the one school whose gap, closed alone, lowers it most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Column, Table
from xueheng.reports.runs.balance import said
from xueheng.reports.runs.balance_schools import Part
from xueheng.reports.runs.provenance import words
from xueheng.standards.balance import balance_standard

Row = dict[str, Any]


def of_part(run: Run, part: Part) -> Iterator[Table]:
    """The table of one level of a county; nothing where raising one school lowers no coefficient."""
    table = run.outcome.tables.get("raises")
    rows: list[Row] = table.to_pylist() if table is not None else []
    standard = balance_standard(run.params.standard)
    place = {i.id: n for n, i in enumerate(standard.indicators)}
    own = [r for r in rows if (r.get("county") or None, r["level"]) == (part.county, part.level)]
    own.sort(key=lambda r: place[r["indicator"]])
    if not own:
        return
    heads = (
        Column(words("indicator")),
        Column(words("school")),
        Column(words("balance.short"), 2),
        Column(words("unit")),
        Column(said("raises.cv"), 3),
        Column(said("raises.after"), 3),
        Column(said("change"), 3),
    )
    shown = tuple(
        (
            standard.indicator(r["indicator"]).short,
            r["school"],
            r["short"],
            standard.indicator(r["indicator"]).unit,
            r["cv"],
            r["cv_if_raised"],
            r["effect"],
        )
        for r in own
    )
    yield Table(said("raises.title", part=part.name), heads, shown, note=said("raises.note"))
