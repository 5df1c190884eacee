"""编班报告: how alike the classes are, beside the S-shape; who stands in which class stays in the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Bar, Block, Column, Note, Number, Numbers, Report, Section, Series, Table
from xueheng.reports.runs.provenance import checking, facts, in_order, stamp, words
from xueheng.standards.words import Words, plain

MEASURES = ("mean_range_sd", "sd_range", "category_spread", "tenth_spread")
IN_SD = MEASURES[:2]


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a placement run."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    parts = [
        Section(words("conclusion"), tuple(_conclusion(run.outcome.figures))),
        Section(words("pc.compared"), tuple(_compared(run.outcome.figures))),
        Section(words("pc.classes"), tuple(_classes(tables["balance"]))),
    ]
    if "teams" in tables:
        parts.append(Section(words("pc.teams"), (_teams(tables["teams"]),)))
    subtitle = words("pc.subtitle", n=run.outcome.figures["n"], classes=run.params.classes)
    return Report(run.method.label, subtitle, facts(run), (*parts, checking(run)), stamp(run), files)


def _conclusion(figures: Mapping[str, Any]) -> Iterator[Block]:
    sizes = figures["sizes"].values()
    numbers = [Number(words("pc.sizes"), f"{min(sizes)}–{max(sizes)}", unit=words("pc.pupils"))]
    for code in MEASURES:
        if figures[code]:
            snake = _worst(figures["baseline"], code)
            shown = f"{snake:.2f}" if code in IN_SD else str(snake)
            digits = 3 if code in IN_SD else 0
            said = words("pc.of_snake", value=shown)
            numbers.append(Number(words(f"pc.{code}"), _worst(figures, code), digits, context=said))
    yield Numbers(tuple(numbers))
    yield Note(words("pc.meaning"))
    if figures["late"]:
        yield Note(words("pc.late", n=figures["late"]))


def _worst(figures: Mapping[str, Any], code: str) -> Any:
    return max(figures[code].values(), default=0)


def _compared(figures: Mapping[str, Any]) -> Iterator[Block]:
    """Each column, ours beside the S-shape."""
    rows: list[tuple[Any, ...]] = []
    for code in MEASURES:
        for column, value in figures[code].items():
            rows.append((_column(column), words(f"pc.{code}"), value, figures["baseline"][code][column]))
    heads = ("column", "measure", "ours", "snake")
    digits = (None, None, 3, 3)
    columns = tuple(Column(words(f"pc.{h}"), d) for h, d in zip(heads, digits, strict=True))
    yield Table(words("pc.table"), columns, tuple(rows), note=words("pc.table_note"))
    means = figures["mean_range_sd"]
    if means:
        both = (("ours", means), ("snake", figures["baseline"]["mean_range_sd"]))
        series = tuple(Series(words(f"pc.{name}"), tuple(found.values())) for name, found in both)
        axes = (words("pc.column"), words("pc.mean_range_sd"))
        yield Bar(words("pc.chart"), *axes, 3, categories=tuple(means), series=series)


def _column(name: str) -> Words:
    column, _, tenth = name.rpartition(":")
    return words(f"pc.tenth.{tenth}", column=column) if column else plain(name)


def _classes(rows: list[dict[str, Any]]) -> Iterator[Block]:
    for column in dict.fromkeys(row["column"] for row in rows):
        held = [row for row in rows if row["column"] == column]
        yield _levels(column, held) if held[0]["level"] is not None else _numbers(column, held)


def _numbers(column: str, held: list[dict[str, Any]]) -> Table:
    by_class = {row["class"]: row for row in held}
    rows = tuple((k, by_class[k]["n"], by_class[k]["mean"], by_class[k]["sd"]) for k in in_order(by_class))
    heads = (Column(words("pc.class")), Column(words("pc.pupils"), 0))
    more = (Column(words("pc.mean"), 2), Column(words("pc.sd"), 2))
    return Table(words("pc.of_column", column=column), (*heads, *more), rows)


def _levels(column: str, held: list[dict[str, Any]]) -> Table:
    count = {(row["class"], row["level"]): row["count"] for row in held}
    levels = list(dict.fromkeys(row["level"] for row in held))
    names = in_order(row["class"] for row in held)
    rows = tuple((name, *(count[name, level] for level in levels)) for name in names)
    heads = (
        Column(words("pc.class")),
        *(Column(plain(level) if level else words("pc.blank"), 0) for level in levels),
    )
    return Table(words("pc.of_column", column=column), heads, rows)


def _teams(held: list[dict[str, Any]]) -> Table:
    teacher = {(row["class"], row["subject"]): row["teacher"] for row in held}
    subjects = list(dict.fromkeys(row["subject"] for row in held))
    names = in_order(row["class"] for row in held)
    rows = tuple((name, *(teacher[name, subject] for subject in subjects)) for name in names)
    heads = (Column(words("pc.class")), *(Column(plain(subject)) for subject in subjects))
    return Table(words("pc.teams_table"), heads, rows, note=words("pc.teams_note"))
