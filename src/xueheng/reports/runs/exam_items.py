"""小题报告: reliability, a map and a table of the items, options and differences between groups."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor
from typing import Any

from xueheng.methods.exam_items import METHOD
from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Column,
    Line,
    Mark,
    Note,
    Number,
    Numbers,
    Quadrant,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.display import number
from xueheng.reports.runs.items import said
from xueheng.reports.runs.provenance import checking, facts, stamp, words
from xueheng.standards.item_rules import item_number
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words

MOST_BINS = 40
SHORT = ("item", "n", "difficulty", "discrimination", "r_item_total", "r_item_rest", "alpha_if_dropped")
OPTIONS = ("item", "option", "is_key", "n", "share", "mean_rest", "r", "flag")
DIF = ("by", "focal", "reference", "item", "delta", "smd", "p", "uniform_p", "nonuniform_p", "level")
GROUPS = ("by", "group", "n", "mean", "sd", "alpha")


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of an item analysis; it names no pupil."""
    figures = run.outcome.figures
    sections = [
        Section(words("conclusion"), tuple(_conclusion(figures))),
        Section(run.method.table("items").label, tuple(_items(run))),
    ]
    for name, columns in (("options", OPTIONS), ("dif", DIF), ("groups", GROUPS)):
        table = _table(run, name, columns)
        sections += [Section(table.title, (table,))] if table.rows else []
    subtitle = said("subtitle", items=figures["n_items"], n=number(figures["n"], digits=0))
    return Report(said("title"), subtitle, facts(run), (*sections, checking(run)), stamp(run), files)


def _conclusion(figures: Any) -> Iterable[Block]:
    interval = figures["alpha_low"] is not None
    ends = {end: number(figures[f"alpha_{end}"], digits=2) for end in ("low", "high")} if interval else {}
    full = said("of_full", full=number(figures["full"], digits=0))
    left = said("left_out", n=figures["n_left_out"])
    yield Numbers(
        (
            Number(_label("alpha"), figures["alpha"], 3, context=said("interval", **ends) if ends else None),
            Number(_label("omega"), figures["omega"], 3),
            Number(_label("sem"), figures["sem"], 2),
            Number(_label("mean"), figures["mean"], 2, context=full),
            Number(_label("n"), figures["n"], 0, context=left),
        )
    )
    yield Note(said("meaning", weak=item_number("weak")))


def _label(figure: str) -> Words:
    return next(f.label for f in METHOD.figures if f.name == figure)


def _items(run: Run) -> Iterable[Block]:
    rows = run.outcome.tables["items"].to_pylist()
    judged = [r for r in rows if r["r_item_rest"] is not None]
    labels = {c.name: c.label for c in run.method.table("items").columns}
    cut = float(item_number("weak"))
    if len(judged) > 2:
        yield Quadrant(
            said("map", weak=sum(r["r_item_rest"] < cut for r in judged), cut=cut),
            labels["difficulty"],
            labels["r_item_rest"],
            names=tuple(r["item"] for r in judged),
            xs=tuple(r["difficulty"] for r in judged),
            ys=tuple(r["r_item_rest"] for r in judged),
            cut_x=sum(r["difficulty"] for r in judged) / len(judged),
            cut_y=cut,
            quarters=(said("q1"), said("q2"), said("q3"), said("q4")),
        )
    yield _table(run, "items", SHORT)
    yield from _totals(run)


def _totals(run: Run) -> Iterable[Block]:
    rows = run.outcome.tables["distribution"].to_pylist()
    mark, count = (c.label for c in run.method.table("distribution").columns)
    if len(rows) > 2:
        first, width, counts = _binned([(r["mark"], r["count"]) for r in rows])
        at = tuple(first + k * width for k in range(len(counts)))
        mean = Mark(said("mean_line"), round(run.outcome.figures["mean"], 1), axis="x")
        series = (Series(count, counts),)
        yield Line(said("totals"), mark, count, 0, marks=(mean,), at=at, series=series, area=True, step=True)


def _binned(held: list[tuple[float, int]]) -> tuple[float, float, tuple[float, ...]]:
    """Where the first bin begins, the width of all, and how many lie in each; the last one is empty."""
    marks = [mark for mark, _ in held]
    width = max(1.0, ceil((max(marks) - min(marks)) / MOST_BINS))
    first = floor(min(marks) / width) * width
    counts = [0.0] * (floor((max(marks) - first) / width) + 2)
    for mark, count in held:
        counts[floor((mark - first) / width)] += count
    return first, width, tuple(counts)


def _table(run: Run, name: str, columns: tuple[str, ...]) -> Table:
    declared = {c.name: c for c in run.method.table(name).columns}
    heads = tuple(Column(declared[c].label, 3 if declared[c].kind == "number" else None) for c in columns)
    shown = (
        r for r in run.outcome.tables[name].to_pylist() if name != "groups" or r["n"] >= least("publication")
    )
    rows = tuple(tuple(r[c] for c in columns) for r in shown)
    return Table(run.method.table(name).label, heads, rows)
