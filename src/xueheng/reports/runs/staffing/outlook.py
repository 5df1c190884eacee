"""学龄人口: pupils in three scenarios with their interval, and how far earlier forecasts were off."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Line, Note, Series
from xueheng.reports.runs.staffing import said
from xueheng.reports.runs.staffing.cells import Row, kind, table_of
from xueheng.standards.stages import stages
from xueheng.standards.words import Words

LINES = ("low_bound", "low", "middle", "high", "high_bound")


def outlook(run: Run, rows: dict[str, list[Row]]) -> Iterator[Block]:
    """A fan for each stage and the back-test."""
    for stage in stages().stages:
        grades = {str(g) for g in stage.grades}
        held = [r for r in rows["forecast"] if r["grade"] in grades and _first(r["grade"]) == stage.id]
        if held:
            yield _fan(held, stage.label)
    if rows["backtest"]:
        names = ("stage", "lead", "pupils", "forecast", "error", "bias")
        yield table_of(run, "backtest", names, rows["backtest"], title=said("backtest"), note=said("backtest_note"))
    else:
        yield Note(said("no_backtest"))


def _first(grade: str) -> str:
    """The stage that a grade counts to."""
    return next(s.id for s in stages().stages if int(grade) in s.grades)


def _fan(rows: list[Row], label: Words) -> Line:
    years = sorted({r["year"] for r in rows})
    series = []
    for name in LINES:
        scenario = name if name in ("low", "middle", "high") else "middle"
        column = {"low_bound": "low", "high_bound": "high"}.get(name, "pupils")
        held = [r for r in rows if r["scenario"] == scenario]
        values = tuple(float(sum(r[column] or 0 for r in held if r["year"] == y)) for y in years)
        series.append(Series(said(f"line.{name}"), values))
    first, last = (series[2].values[at] for at in (0, -1))
    code = "fan.more" if (last or 0) > (first or 0) else "fan.fewer" if (last or 0) < (first or 0) else "fan.same"
    title = said(code, stage=label, first=years[0], last=years[-1], n=round(first or 0), m=round(last or 0))
    return Line(
        title,
        said("year"),
        said("pupils"),
        0,
        note=said("fan_note"),
        at=tuple(map(float, years)),
        series=tuple(series),
    )
