"""增值报告的其他层次: models side by side, cohorts, slopes, counties and feeder schools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Caterpillar, Column, Table, Tone
from xueheng.reports.runs.provenance import name_key, words
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
CONSTANT = "(Intercept)"
TONES: dict[str, Tone] = {"above": "good", "below": "bad", "small": "quiet", "": "quiet"}
MODELS = ("raw", "prior", "intake", "context")


def of_schools(run: Run) -> list[Row]:
    """One row a school by name: its effect, over all cohorts where there are several."""
    rows = [r for r in _effects(run) if r["group"] == run.params.school]
    mean = f"mean({run.params.year})"
    term = mean if any(r["term"] == mean for r in rows) else CONSTANT
    return [r for r in rows if r["term"] == term]


def _effects(run: Run) -> list[Row]:
    return sorted(run.outcome.tables["effects"].to_pylist(), key=lambda r: name_key(r["school"]))


def caterpillar(title: Words, head: Words, rows: list[Row], *, note: Words) -> Caterpillar:
    """Estimates and intervals by name."""
    return Caterpillar(
        title,
        head,
        words("va.effect"),
        2,
        note=note,
        names=tuple(r["school"] for r in rows),
        estimates=tuple(r["effect"] for r in rows),
        low=tuple(r["low"] for r in rows),
        high=tuple(r["high"] for r in rows),
        tones=tuple(TONES[r["flag"]] for r in rows),
    )


def levels(run: Run) -> Iterator[Block]:
    """What the outcome holds besides one effect a school."""
    effects = _effects(run)
    own = [r for r in effects if r["group"] == run.params.school]
    terms = dict.fromkeys(r["term"] for r in own)
    compared = run.outcome.tables.get("compared")
    if compared is not None and len(found := compared.to_pylist()):
        yield _side_by_side(found, "model", MODELS, said="va.compared", head="va.model.")
    cohorts = tuple(t for t in sorted(terms) if run.params.year and t.startswith(f"{run.params.year}["))
    if cohorts:
        yield _side_by_side(own, "term", cohorts, said="va.cohorts", head="")
    for term in (t for t in terms if t not in (CONSTANT, *cohorts, f"mean({run.params.year})")):
        yield from _picture(
            [r for r in own if r["term"] == term], words("va.slope", term=term), words("school")
        )
    for group in dict.fromkeys(name for name in (run.params.county, run.params.crossed) if name):
        rows = [r for r in effects if r["group"] == group]
        yield from _picture(rows, words("va.of_group", group=group), plain(group))


def _picture(rows: list[Row], title: Words, head: Words) -> Iterator[Block]:
    shown = [r for r in rows if not _hidden(r)]
    if shown:
        yield caterpillar(title, head, shown, note=words("va.levels_note"))


def _hidden(row: Row) -> bool:
    return bool(row["flag"] == "small" or row["n"] < least("publication"))


def _side_by_side(rows: list[Row], key: str, values: tuple[str, ...], *, said: str, head: str) -> Table:
    there = [v for v in values if any(r[key] == v for r in rows)]
    effect = {(r["school"], r[key]): None if _hidden(r) else r["effect"] for r in rows}
    schools = sorted({r["school"] for r in rows}, key=name_key)
    heads = (words(f"{head}{v}") if head else plain(v) for v in there)
    cells = tuple((school, *(effect.get((school, v)) for v in there)) for school in schools)
    return Table(
        words(said),
        (Column(words("school")), *(Column(h, 2) for h in heads)),
        cells,
        note=words(f"{said}_note"),
    )
