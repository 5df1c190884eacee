"""达标最省方案: what to add where, why so much, what it costs, and whether anything cheaper exists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Note, Number, Numbers, Section, Table
from xueheng.reports.runs.balance import said
from xueheng.reports.runs.provenance import name_key, words
from xueheng.standards.balance import BalanceStandard, balance_standard
from xueheng.standards.words import Words

Row = dict[str, Any]


def sections(run: Run) -> Iterator[Section]:
    """The plan, where unit costs were given."""
    if "route_costs" in run.outcome.tables:
        yield Section(said("route.title"), tuple(_blocks(run)))


def _blocks(run: Run) -> Iterator[Block]:
    figures, held = run.outcome.figures, run.outcome.tables
    proven = said("route.proven" if figures["route_proven"] else "route.unproven")
    least = Number(said("route.bound"), figures["route_bound"], 0, said("yuan"), context=proven)
    yield Numbers((Number(said("route.cost"), figures["route_cost"], 0, said("yuan")), least))
    yield Note(said("route.meaning"))
    heads = (
        Column(said("level")),
        Column(said("route.schools"), 0),
        Column(said("route.cost"), 0, unit=said("yuan")),
    )
    totals = held["route_costs"].to_pylist()
    yield Table(said("route.by_level"), heads, tuple((_part(r), r["schools"], r["cost"]) for r in totals))
    if "route" in held:
        yield _orders(run, held["route"].to_pylist())


def _orders(run: Run, rows: list[Row]) -> Table:
    standard = balance_standard(run.params.standard)
    place = {i.id: n for n, i in enumerate(standard.indicators)}
    rows.sort(
        key=lambda r: (
            name_key(r.get("county") or ""),
            name_key(r["school"]),
            r["level"],
            place[r["indicator"]],
        )
    )
    heads = (
        Column(words("school")),
        Column(said("level")),
        Column(words("indicator")),
        Column(said("route.amount"), 2),
        Column(words("unit")),
        Column(said("route.cost"), 0, unit=said("yuan")),
        Column(said("route.why")),
    )
    shown = tuple(
        (
            r["school"],
            _part(r),
            standard.indicator(r["indicator"]).short,
            r["amount"],
            standard.indicator(r["indicator"]).unit,
            r["cost"],
            _why(r["reason"], standard),
        )
        for r in rows
    )
    return Table(said("route.orders", n=len(rows)), heads, shown, note=said("route.note"))


def _why(reason: str, standard: BalanceStandard) -> Words:
    rule = standard.school_rule
    if reason != "SHARE" or rule is None:
        return said(f"route.reason.{reason}")
    spare = len(standard.indicators) - rule.at_threshold
    return said("route.reason.SHARE", n=spare, share=f"{rule.rest_share:.0%}")


def _part(row: Row) -> Words:
    level, county = words(f"level.{row['level']}"), row.get("county") or ""
    return Words(f"{county}{level.zh}", f"{county} {level.en}".strip())
