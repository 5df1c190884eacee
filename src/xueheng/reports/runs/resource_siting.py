"""布局报告: what is proposed for which school and when, what it changes, what it costs, and its proof."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Number, Numbers, Report, Section, Table
from xueheng.reports.display import number
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.reports.runs.siting import said
from xueheng.reports.runs.siting.proof import (
    compared_table,
    diagnosis_blocks,
    stage_blocks,
    trade_off_blocks,
)
from xueheng.reports.runs.siting.schools import review_note, school_blocks
from xueheng.reports.runs.siting.villages import village_table
from xueheng.standards.words import Words


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a siting run: of a county, or of sites and customers."""
    if run.params.problem == "county":
        sections = tuple(_county(run))
        return Report(said("title"), said("subtitle"), facts(run), sections, said("stamp"), files)
    return Report(said("points.title"), said("points.subtitle"), facts(run), tuple(_points(run)), None, files)


def _county(run: Run) -> Iterator[Section]:
    yield Section(words("conclusion"), (_headline(run), *review_note(run)))
    yield Section(said("diagnosis"), tuple(diagnosis_blocks(run)))
    yield Section(said("schools"), tuple(school_blocks(run)))
    yield Section(said("compared"), (compared_table(run),))
    yield Section(said("pareto"), tuple(trade_off_blocks(run)))
    yield Section(said("proof"), tuple(stage_blocks(run)))
    yield Section(said("villages"), (village_table(run),))
    yield checking(run)


def _headline(run: Run) -> Numbers:
    held, was = run.outcome.figures, _today(run)
    short = held["unplaced"]
    built = said("capital", n=number(held["capital"], digits=1))
    gap = said("gap_of", bound=number(held["bound"], digits=1), value=number(held["objective"], digits=1))
    return Numbers((
        Number(said("unplaced"), short, 0, context=was["unplaced"], tone="bad" if short else "good"),
        Number(said("beyond"), held["beyond"], 0, context=was["beyond"]),
        Number(said("mean"), held["mean_km"], 1, said("km"), context=said("over_periods")),
        Number(said("open"), held["open"], 0),
        Number(said("cost"), held["objective"], 1, context=built),
        Number(said("gap"), held["gap"], 2, percent=True, context=said("proven") if held["proven"] else gap),
    ))  # fmt: skip


def _today(run: Run) -> dict[str, Words]:
    """What the same would be with today's schools, summed over the periods."""
    found: dict[str, float] = {}
    for row in run.outcome.tables["compared"].to_pylist():
        found[row["measure"]] = found.get(row["measure"], 0) + (row["today"] or 0)
    return {name: said("was", n=number(total, digits=0)) for name, total in found.items()}


def _points(run: Run) -> Iterator[Section]:
    held = run.outcome.figures
    is_best = said("proven") if held["proven"] else None
    yield Section(words("conclusion"), (Numbers((
        Number(said("objective"), held["objective"], 2),
        Number(said("bound"), held["bound"], 2),
        Number(said("gap"), held["gap"], 3, percent=True, context=is_best),
        Number(said("sites"), held["open"], 0),
    )),))  # fmt: skip
    yield Section(said("places"), (_listed(run, "open", {"site": None}),))
    shown: dict[str, int | None] = {"customer": None, "site": None, "part": 3, "km": 2, "nearest": None}
    yield Section(said("customers"), (_listed(run, "assignment", shown),))
    yield checking(run)


def _listed(run: Run, name: str, shown: dict[str, int | None]) -> Block:
    table = run.method.table(name)
    labels: dict[str, Any] = {c.name: c.label for c in table.columns}
    rows = sorted(
        run.outcome.tables[name].to_pylist(), key=lambda r: name_key(r.get("customer") or r["site"])
    )
    columns = tuple(Column(labels[column], digits) for column, digits in shown.items())
    return Table(table.label, columns, tuple(tuple(r[column] for column in shown) for r in rows))
