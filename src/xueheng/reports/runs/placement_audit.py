"""编班均衡性核查报告: classes to explain, in plain words; the school answers first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Note, Number, Numbers, Report, Section, Table
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.standards.words import Words

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
        items = tuple(_sentence(row, run.params) for row in held)
        yield Note(words("pa.please"), "near", items, words("pa.to_explain"))
    else:
        yield Note(words("pa.none"))
    yield Note(words("pa.meaning"), "quiet")


def _sentence(row: Row, params: Any) -> Words:
    """One class and column as a clerk would say it."""
    way = words("pa.above" if row["value"] > 0 else "pa.below")
    said = {"name": row["class"], "n": row["n"], "way": way, "of": params.permutations}
    said["times"] = round(row["p"] * (params.permutations + 1)) - 1
    column, _, level = row["column"].partition(":")
    if column in params.categories:
        return words("pa.share", column=column, level=level, share=f"{row['mean']:.0%}", **said)
    return words("pa.sentence", column=row["column"], away=f"{abs(row['value']):.2f}", **said)


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
