"""各村去向: the school of each village by period, its way, and why."""

from __future__ import annotations

from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Cell, Column, Table
from xueheng.reports.runs.provenance import name_key
from xueheng.reports.runs.siting import said
from xueheng.standards.words import Words

Row = dict[str, Any]


def village_table(run: Run) -> Table:
    """One row a village: where it goes in each period, and the way and reason of the last."""
    held: dict[str, list[Row]] = {}
    for row in run.outcome.tables["assignment"].to_pylist():
        held.setdefault(row["customer"], []).append(row)
    periods = list(dict.fromkeys(r["period"] for rows in held.values() for r in rows))
    heads = [Column(said("head.village"))]
    heads += [Column(said("head.in_period", period=period)) for period in periods]
    heads += [Column(said("head.pupils")), Column(said("head.way")), Column(said("head.km"), 1)]
    heads += [Column(said("head.nearest")), Column(said("head.nearest_km"), 1), Column(said("head.why"))]
    rows = tuple(_cells(name, held[name]) for name in sorted(held, key=name_key))
    return Table(said("villages.table", n=len(rows)), tuple(heads), rows, note=said("villages.note"))


def _cells(name: str, rows: list[Row]) -> tuple[Cell, ...]:
    last = rows[-1]
    went: tuple[Cell, ...] = tuple(r["site"] or said("villages.nowhere") for r in rows)
    way: Words | None = said(f"way.{last['way']}") if last["way"] else None
    why = said(f"reason.{last['reason']}", nearest=last["nearest"] or "—")
    return (name, *went, last["pupils"], way, last["km"], last["nearest"], last["nearest_km"], why)
