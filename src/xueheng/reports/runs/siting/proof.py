"""证明与取舍: the value and bound of each aim, and cost against nearness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Line, Note, Series, Table
from xueheng.reports.runs.siting import said

MEASURES = ("pupils", "unplaced", "beyond", "boarders", "mean_km", "open", "seats")


def stage_blocks(run: Run) -> Iterator[Block]:
    """Each aim with its value, bound, gap, and whether nothing better is left."""
    rows = run.outcome.tables["stages"].to_pylist()
    heads = (Column(said("head.aim")), Column(said("head.value"), 1), Column(said("head.bound"), 1))
    last = (Column(said("head.gap"), 2, percent=True), Column(said("head.proven")))
    cells = tuple((said(f"aim.{r['aim']}"), r["value"], r["bound"], r["gap"], r["proven"]) for r in rows)
    yield Table(said("proof.table"), (*heads, *last), cells, note=said("proof.note"))


def compared_table(run: Run) -> Table:
    """Today's schools beside the plan, period by period."""
    rows = run.outcome.tables["compared"].to_pylist()
    periods = list(dict.fromkeys(r["period"] for r in rows))
    held = {(r["measure"], r["period"]): r for r in rows}
    heads = [Column(said("head.measure"))]
    for period in periods:
        heads += [Column(said("head.today", period=period)), Column(said("head.plan", period=period))]
    cells = tuple((said(f"measure.{name}"), *_pairs(held, name, periods)) for name in MEASURES)
    return Table(said("compared.table"), tuple(heads), cells, note=said("compared.note"))


def _pairs(held: dict[Any, dict[str, Any]], name: str, periods: list[str]) -> Iterator[int | float | None]:
    for period in periods:
        for side in ("today", "plan"):
            value = held[name, period][side]
            yield round(value, 1) if name == "mean_km" and value is not None else _whole(value)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def trade_off_blocks(run: Run) -> Iterator[Block]:
    """Cost by pupils beyond walking: the curve where there are points enough, and the table."""
    rows = run.outcome.tables["pareto"].to_pylist()
    if len(rows) < 2:
        yield Note(said("pareto.none"))
        return
    points = sorted({(r["beyond"], r["cost"]) for r in rows})
    if len({beyond for beyond, _ in points}) > 1:
        cheapest = {beyond: min(c for b, c in points if b == beyond) for beyond, _ in points}
        yield Line(
            said("pareto.title"), said("head.beyond"), said("head.cost"), 1, note=said("pareto.note"),
            at=tuple(float(b) for b in cheapest),
            series=(Series(said("head.cost"), tuple(cheapest.values())),),
        )  # fmt: skip
    heads = ("limit", "beyond", "unplaced", "open", "cost", "cost_bound", "chosen")
    columns = tuple(Column(said(f"head.{n}"), {"limit": 0, "cost": 1, "cost_bound": 1}.get(n)) for n in heads)
    cells = tuple(
        (r["limit"], r["beyond"], r["unplaced"], r["open"], r["cost"], r["bound"], r["chosen"]) for r in rows
    )
    yield Table(said("pareto.table"), columns, cells)


def diagnosis_blocks(run: Run) -> Iterator[Block]:
    """Where seats are short and how many, and what stands in the way."""
    rows = run.outcome.tables["diagnosis"].to_pylist()
    if not rows:
        yield Note(said("diagnosis.none"), "good")
        return
    heads = tuple(
        Column(said(f"head.{name}"), digits)
        for name, digits in (("finding", None), ("subject", None), ("period", None), ("number", 0))
    )
    cells = tuple((said(f"diagnosis.{r['kind']}"), r["subject"], r["period"], r["value"]) for r in rows)
    yield Table(said("diagnosis.table"), heads, cells, note=said("diagnosis.note"), fold=12)
