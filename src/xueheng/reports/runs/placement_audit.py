"""编班均衡性核查报告: classes to explain, in plain words; the school answers first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Note, Number, Numbers, Report, Section, Table
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.standards.words import Words, plain

Row = dict[str, Any]


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of an audit run."""
    rows = sorted(run.outcome.tables["tests"].to_pylist(), key=lambda r: (name_key(r["class"]), r["column"]))
    figures = run.outcome.figures
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run, rows))),
        Section(words("pa.tests"), (_tests(rows),)),
        checking(run),
    )
    subtitle = words("pa.subtitle", classes=figures["classes"], n=figures["n"])
    return Report(run.method.label, subtitle, facts(run), sections, words("pa.stamp"), files)


def _conclusion(run: Run, rows: list[Row]) -> Iterator[Block]:
    figures = run.outcome.figures
    held = [row for row in rows if row["explain"]]
    how = words("pa.corrected", how=words(f"value.{figures['correction']}"), tests=figures["tests"])
    yield Numbers(
        (
            Number(words("pa.to_explain"), len(figures["to_explain"]), 0, context=how),
            Number(words("pa.overall"), figures["p_overall"], 4, context=words("pa.overall_of")),
        )
    )
    if held:
        items = tuple(_sentence(row, run) for row in held)
        yield Note(words("pa.please"), "near", items, words("pa.to_explain"))
        yield _answers(held)
    else:
        yield Note(words("pa.none"))
    yield Note(words("pa.meaning"), "quiet")


def _sentence(row: Row, run: Run) -> Words:
    """One class and column as a clerk would say it."""
    way = words("pa.above" if row["value"] > 0 else "pa.below")
    often = run.outcome.figures["permutations"]
    said = {"name": row["class"], "n": row["n"], "way": way, "of": often}
    said["times"] = round(row["p"] * (often + 1)) - 1
    column, _, level = row["column"].partition(":")
    if column in run.params.categories:
        return words("pa.share", column=column, level=level, share=f"{row['mean']:.0%}", **said)
    return words("pa.sentence", column=row["column"], away=f"{abs(row['value']):.2f}", **said)


def _answers(held: list[Row]) -> Table:
    """Each class to explain once, with space for what the school says and for who checked it."""
    columns: dict[str, list[str]] = {}
    for row in held:
        columns.setdefault(row["class"], []).append(row["column"])
    heads = tuple(Column(words(f"pa.{code}")) for code in ("class", "column", "answer", "checked"))
    line = words("pa.line")
    rows = tuple((name, plain("、".join(listed)), line, line) for name, listed in columns.items())
    return Table(words("pa.answers"), heads, rows, note=words("pa.answers_note"))


def _tests(rows: list[Row]) -> Table:
    codes = (
        ("class", None),
        ("column", None),
        ("n", 0),
        ("mean", 2),
        ("value", 2),
        ("p", 4),
        ("adjusted", 4),
    )
    heads = tuple(Column(words(f"pa.{code}"), digits) for code, digits in codes)
    cells = ("class", "column", "n", "mean", "value", "p", "p_adjusted")
    shown = tuple(tuple(row[name] for name in cells) for row in rows)
    return Table(words("pa.table"), heads, shown, note=words("pa.table_note"))
