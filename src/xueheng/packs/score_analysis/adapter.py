"""考试结果的投影: a page for each school with its own rows and all pupils in bands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import ceil
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.apps.publish.manner import banded, coded
from xueheng.apps.publish.points import Kind, Point
from xueheng.apps.publish.projection import Around, Projection, Released
from xueheng.apps.publish.suppression import Line, averaged, withheld
from xueheng.methods.run import Run
from xueheng.reports.blocks import Column, Section, Table
from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import lead_subject, subject_words
from xueheng.reports.runs.exam_figures import Figures, distance
from xueheng.reports.runs.school_pages import compose_schools
from xueheng.reports.runs.similar_schools import similar_groups
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, catalogue

Row = dict[str, Any]
Kinds = dict[str, tuple[str, str]]  # school to the (level, group) of schools like it
BANDS = 10  # of the highest mark


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


def school_pages(run: Run, around: Around) -> Projection:
    """一校一页: own rows beside all pupils; rows that would give away a small group are on no page."""
    groups = run.outcome.tables["groups"]
    kept, hidden = _protected(groups.to_pylist(), around, similar_groups(run, groups.to_pylist()))
    tables = dict(run.outcome.tables) | {"groups": pa.Table.from_pylist(kept, groups.schema)}
    if all(row["level"] != "all" for row in kept):
        return Projection(withheld={"groups": hidden})
    bands = _bands(run)
    composed = compose_schools(replace(run, outcome=replace(run.outcome, tables=tables)))
    pages = {name: replace(page, sections=(*page.sections, *bands)) for name, page in composed.items()}
    return Projection(pages=pages, withheld={"groups": hidden}, released=_released(kept))


def _protected(rows: list[Row], around: Around, kinds: Kinds) -> tuple[list[Row], int]:
    """The groups without those that would tell of a small one, and how many cells are withheld."""
    by_subject: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        by_subject[row["subject"]].append(at)
    gone: set[int] = set()
    small = {at for at, row in enumerate(rows) if row["n"] < least("publication")}
    for places in by_subject.values():
        gone |= {places[i] for i in _hidden([rows[at] for at in places], around, kinds)}
    kept = [row for at, row in enumerate(rows) if at not in gone - small]
    return kept, len(gone)


def _hidden(rows: list[Row], around: Around, kinds: Kinds) -> list[int]:
    """The rows of one subject to withhold: of few pupils, too near to an earlier release, and their cover."""
    means = [r["mean"] if r["mean"] is not None else 0.0 for r in rows]
    persons = least("publication")
    again = [around.tells_apart(_key(r), (r["n"], r["mean"]), persons=persons) for r in rows]
    top = max((r["p90"] or m for r, m in zip(rows, means, strict=True)), default=1.0)
    cells = averaged(
        [r["n"] for r in rows], means, between=(0.0, max(top, *means, 1.0)), lines=_lines(rows, kinds)
    )
    also = np.array([found and r["level"] != "all" for found, r in zip(again, rows, strict=True)], dtype=bool)
    return [int(i) for i in np.flatnonzero(withheld(cells, least=persons, also=also))]


def _lines(rows: list[Row], kinds: Kinds) -> list[Line]:
    """All pupils by each grouping, and each kind of school by its schools."""
    place = {(r["level"], r["group"]): i for i, r in enumerate(rows)}
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    whole = [key for key in place if key[0] == "all"]
    lines = []
    for level in sorted({level for level, _ in place} - {"all"}) if whole else ():
        lines.append(Line(place[whole[0]], tuple(i for key, i in place.items() if key[0] == level)))
    for school, kind in kinds.items():
        if ("school", school) in place and kind in place:
            held[kind].append(place["school", school])
    return lines + [Line(place[kind], tuple(parts)) for kind, parts in held.items()]


def _released(rows: list[Row]) -> dict[str, Released]:
    shown = (r for r in rows if r["n"] >= least("publication") and r["mean"] is not None)
    return {_key(r): (r["n"], r["mean"]) for r in shown}


def _key(row: Row) -> str:
    return "|".join((row["level"], row["group"], row["subject"]))


def _bands(run: Run) -> tuple[Section, ...]:
    """全体分段 of the leading subject, each band of enough pupils."""
    table = run.outcome.tables.get("distribution")
    whole = {r["subject"]: r for r in run.outcome.tables["groups"].to_pylist() if r["level"] == "all"}
    if table is None or not whole:
        return ()
    subject = lead_subject(whole)
    marks = [(float(r["mark"]), r["count"]) for r in table.to_pylist() if r["subject"] == subject]
    width = max(1.0, ceil(max((mark for mark, _ in marks), default=1.0) / BANDS))
    bands = banded(marks, width=width, persons=least("publication"))
    n = sum(band.persons for band in bands)
    rows = tuple(
        (words("between", low=f"{b.low:g}", high=f"{b.high:g}"), coded(b.persons / n)) for b in bands
    )
    heads = (Column(words("band")), Column(words("share"), 1, percent=True))
    note = words("note", least=least("publication"))
    title = words("bands_table", subject=subject_words(subject))
    return (Section(words("bands"), (Table(title, heads, rows, note=note),)),)


def school_points(
    run: Run,
    school: frozenset[str],
    *,
    peers: frozenset[str] = frozenset(),
    released: frozenset[str] | None = None,
) -> tuple[Point, ...]:
    """要点: released subjects whose whole interval lies above or below all pupils; the largest of each."""
    figures = Figures(run, {"groups": run.outcome.tables["groups"].to_pylist()})
    own = [r for r in figures.tables["groups"] if r["level"] == "school" and r["group"] in school]
    own = [r for r in own if released is None or _key(r) in released]
    found = [_point(r, figures.whole[r["subject"]]) for r in own if r["subject"] in figures.subjects]
    held = sorted((f for f in found if f), key=lambda f: -abs(f[0]))
    most = int(limit("page_items"))
    kinds: tuple[Kind, ...] = ("strength", "gap")
    return tuple(p for kind in kinds for p in [p for _, p in held if p.kind == kind][:most])


def _point(row: Row, joint: Row) -> tuple[float, Point] | None:
    away = distance(row, joint)
    if away is None or away.low <= 0 <= away.high:
        return None
    texts = {k: number(v, digits=2) for k, v in (("low", away.low), ("high", away.high))}
    values = {"own": number(row["mean"], digits=1), "mean": number(joint["mean"], digits=1)} | texts
    what, size = subject_words(row["subject"]), number(abs(away.value), digits=2)
    said = words("higher" if away.value > 0 else "lower", what=what, away=size, **values)
    kind: Kind = "strength" if away.value > 0 else "gap"
    source = words("source", n=row["n"])
    return away.value, Point(kind, said, row["mean"], joint["mean"], row["n"], source)
