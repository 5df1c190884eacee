"""学龄人口: pupils in three scenarios with their interval, and how far earlier forecasts were off."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Line, Note, Series
from xueheng.reports.runs.staffing import said
from xueheng.reports.runs.staffing.cells import Row, table_of
from xueheng.standards.stages import stages
from xueheng.standards.words import Words

LINES = {
    "low_bound": ("middle", "low"),
    "low": ("low", "pupils"),
    "middle": ("middle", "pupils"),
    "high": ("high", "pupils"),
    "high_bound": ("middle", "high"),
}
MIDDLE = 3  # its place among the lines, after the count


def outlook(run: Run, rows: dict[str, list[Row]]) -> Iterator[Block]:
    """A fan for each stage and the back-test."""
    for stage in stages().stages:
        grades = {str(g) for g in stage.grades}
        held = [r for r in rows["forecast"] if r["grade"] in grades and _first(r["grade"]) == stage.id]
        if held:
            yield _fan(held, stage.label)
    if rows["backtest"]:
        names = ("stage", "lead", "pupils", "forecast", "error", "bias")
        yield table_of(
            run, "backtest", names, rows["backtest"], title=said("backtest"), note=said("backtest_note")
        )
    else:
        yield Note(said("no_backtest"))


def _first(grade: str) -> str:
    """The stage that a grade counts to."""
    return next(s.id for s in stages().stages if int(grade) in s.grades)


def _fan(rows: list[Row], label: Words) -> Line:
    """在校生: as counted, then in three scenarios within the interval; all begin at the last count."""
    years = sorted({r["year"] for r in rows})
    counted = {y: _sum(rows, "actual", "pupils", y) for y in years}
    last = max(y for y in years if counted[y] is not None)
    series = [Series(said("line.actual"), tuple(counted.values()))]
    for name, (scenario, column) in LINES.items():
        values = tuple(counted[y] if y == last else _sum(rows, scenario, column, y) for y in years)
        series.append(Series(said(f"line.{name}"), values))
    first, end = (round(series[MIDDLE].values[years.index(y)] or 0) for y in (last, years[-1]))
    code = "fan.more" if end > first else "fan.fewer" if end < first else "fan.same"
    return Line(
        said(code, stage=label, first=last, last=years[-1], n=first, m=end),
        said("year"),
        said("pupils"),
        0,
        note=said("fan_note"),
        at=tuple(map(float, years)),
        series=tuple(series),
    )


def _sum(rows: list[Row], scenario: str, column: str, year: int) -> float | None:
    """Pupils of all schools and grades; none where the scenario has none."""
    held = [r[column] for r in rows if r["scenario"] == scenario and r["year"] == year]
    return float(sum(held)) if held else None
