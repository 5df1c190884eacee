"""增值结果的投影: a page for each school with its own interval, and how many schools lie in each band."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from xueheng.apps.publish.points import Kind, Point
from xueheng.apps.publish.projection import Around, Projection
from xueheng.apps.publish.suppression import Line, averaged, withheld
from xueheng.methods.run import Run
from xueheng.reports.blocks import Column, Report, Section, Table
from xueheng.reports.display import number
from xueheng.reports.runs.growth import schools as growth
from xueheng.reports.runs.school_pages import compose_schools
from xueheng.reports.runs.value_added_levels import of_schools
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, catalogue

Row = dict[str, Any]
READINGS = {"above": "above", "": "level", "below": "below", "small": "small"}
KINDS: dict[str, Kind] = {"above": "strength", "below": "gap"}


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


def school_pages(run: Run, around: Around) -> Projection:
    """一校一页: own effect with its interval; a page that would give away a small school is not made."""
    return _projected(run, of_schools(run), "effects", mean="mean_outcome", around=around)


def growth_pages(run: Run, around: Around) -> Projection:
    """一校一页: the growth of the school's pupils, by the same rules."""
    return _projected(run, growth.of_schools(run), "schools", mean="mean_sgp", around=around)


def _projected(run: Run, rows: list[Row], table: str, *, mean: str, around: Around) -> Projection:
    hidden = _hidden(rows, mean, around=around)
    small = {r["school"] for r in rows if r["n"] < least("publication")}
    bands = _bands(rows)
    pages = {
        name: _with(page, bands)
        for name, page in compose_schools(run).items()
        if name in small or name not in hidden
    }
    released = {r["school"]: (r["n"], r[mean]) for r in rows if r["school"] not in hidden}
    return Projection(pages=pages, withheld={table: len(hidden)}, released=released)


def _hidden(rows: list[Row], mean: str, *, around: Around) -> set[str]:
    """Schools of few pupils, those too near to an earlier release, and who covers them in the joint mean."""
    persons = least("publication")
    sizes, means = [r["n"] for r in rows], [float(r[mean]) for r in rows]
    total = sum(n * m for n, m in zip(sizes, means, strict=True)) / max(sum(sizes), 1)
    line = Line(len(sizes), tuple(range(len(sizes))))
    low, high = min(means, default=0.0), max(means, default=1.0)
    reach = (2 * low - high, 2 * high - low)
    cells = averaged([*sizes, sum(sizes)], [*means, total], between=reach, lines=[line])
    again = [around.tells_apart(r["school"], (r["n"], r[mean]), persons=persons) for r in rows]
    found = withheld(cells, least=persons, also=np.array([*again, False], dtype=bool))
    return {r["school"] for r, is_hidden in zip(rows, found, strict=False) if is_hidden}


def _bands(effects: list[Row]) -> Section:
    counted = {flag: sum(r["flag"] == flag for r in effects) for flag in READINGS}
    rows = tuple((words(READINGS[flag]), n) for flag, n in counted.items())
    heads = (Column(words("band")), Column(words("schools"), 0))
    return Section(words("bands"), (Table(words("bands_table"), heads, rows),))


def _with(page: Report, section: Section) -> Report:
    return replace(page, sections=(*page.sections, section))


def school_points(
    run: Run,
    school: frozenset[str],
    *,
    peers: frozenset[str] = frozenset(),
    released: frozenset[str] | None = None,
) -> tuple[Point, ...]:
    """要点: the school's effect with its interval; nothing where pupils are too few or it is withheld."""
    effects = of_schools(run)
    shown = school if released is None else school & released
    own = (r for r in effects if r["school"] in shown and r["flag"] != "small")
    return tuple(_point(r) for r in own if r["n"] >= least("publication"))


def _point(row: Row) -> Point:
    texts = {name: number(row[name], digits=2) for name in ("effect", "low", "high")}
    said = words("point", reading=words(READINGS[row["flag"]]), **texts)
    kind: Kind = KINDS.get(row["flag"], "neutral")
    return Point(kind, said, row["effect"], 0.0, row["n"], words("source", n=row["n"]))
