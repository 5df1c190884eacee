"""项目反应理论报告: items with their errors and fit, where the test measures well; no pupil is named."""

from __future__ import annotations

from collections.abc import Iterable

from xueheng.methods.declare import param_words
from xueheng.methods.outcome import Outcome
from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Cell,
    Column,
    Line,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.display import number
from xueheng.reports.runs.items import said
from xueheng.reports.runs.items.irt_maps import irt_maps
from xueheng.reports.runs.provenance import checking, facts, stamp, words
from xueheng.standards.words import Words, plain

LEFT_OUT = {"item", "n"}


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of an item response analysis."""
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run))),
        Section(_label(run, "items"), (*irt_maps(run), _items(run))),
        Section(_label(run, "information"), (_information(run),)),
        checking(run),
    )
    return Report(run.method.label, _model(run), facts(run), sections, stamp(run), files)


def _model(run: Run) -> Words:
    return param_words(run.method.params, f"choice.model.{run.params.model}") or plain(run.params.model)


def _label(run: Run, table: str) -> Words:
    return run.method.table(table).label


def _conclusion(run: Run) -> Iterable[Block]:
    figures = run.outcome.figures
    named = {f.name: f.label for f in run.method.figures}
    digits = {"n": 0, "n_items": 0, "n_parameters": 0, "loglik": 2, "reliability": 3}
    yield Numbers(tuple(Number(named[name], figures[name], d) for name, d in digits.items()))
    yield Note(run.method.note)


def _items(run: Run) -> Table:
    table, declared = run.outcome.tables["items"], run.method.table("items")
    shown = [c for c in declared.columns if _has_values(run.outcome, c.name)]
    heads = tuple(Column(c.label, None if c.name == "item" else 0 if c.name == "n" else 3) for c in shown)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        tuple(plain(row[c.name]) if c.name == "item" else row[c.name] for c in shown)
        for row in table.to_pylist()
    )
    return Table(declared.label, heads, rows)


def _has_values(outcome: Outcome, name: str) -> bool:
    table = outcome.tables["items"]
    return name in table.column_names and table[name].null_count < table.num_rows


def _information(run: Run) -> Line:
    columns = {c.name: c.label for c in run.method.table("information").columns}
    table = run.outcome.tables["information"]
    best = max(table.to_pylist(), key=lambda r: r["information"])
    theta, se = number(best["theta"], digits=1), number(best["se"], digits=2)
    return Line(
        said("measures_best", theta=theta, se=se),
        columns["theta"],
        columns["information"],
        2,
        at=tuple(table["theta"].to_pylist()),
        series=(Series(columns["information"], tuple(table["information"].to_pylist())),),
    )
