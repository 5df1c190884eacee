"""各校达标: values of every school against the thresholds, and what it takes to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xueheng.reports.blocks import Block, Column, Heat, Meanings, Table, Tone
from xueheng.reports.runs.provenance import words
from xueheng.standards.balance import BalanceIndicator, BalanceStandard
from xueheng.standards.words import Words, plain

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One level of one county: its rows of each outcome table."""

    county: str | None
    level: str
    coefficients: list[Row]
    schools: list[Row]
    verdicts: list[Row]
    composite: list[Row]

    @property
    def name(self) -> Words:
        """县区 and 学段."""
        level = words(f"level.{self.level}")
        return (
            level if self.county is None else Words(f"{self.county}{level.zh}", f"{self.county}, {level.en}")
        )


def met_tone(met: bool | None) -> Tone:
    """The tone of a judgement; what is not known stays plain."""
    return "plain" if met is None else "good" if met else "bad"


def school_blocks(part: Part, standard: BalanceStandard) -> list[Block]:
    """The schools that do not pass and what they are short of, then all schools."""
    indicators = [i for i in standard.indicators if any(r["indicator"] == i.id for r in part.schools)]
    cells = {(r["school"], r["indicator"]): r for r in part.schools}
    verdict = {r["school"]: r for r in part.verdicts}
    near = float(standard.school_rule.rest_share) if standard.school_rule else 1.0
    names = list(dict.fromkeys(r["school"] for r in part.schools))
    failing = [n for n in names if verdict.get(n, {}).get("passes") is False]
    blocks: list[Block] = []
    if failing:
        title = words("balance.failing", part=part.name, n=len(failing))
        blocks.append(_school_table(title, failing, indicators, cells, verdict, near))
        blocks.append(_short(part, failing, indicators, cells))
    if len(names) > 2 and len(indicators) > 1 and standard.school_rule:
        blocks.append(_heat(part, names, indicators, cells))
    title = words("balance.all_schools", part=part.name)
    blocks.append(_school_table(title, names, indicators, cells, verdict, near))
    return blocks


def _school_table(
    title: Words,
    names: list[str],
    indicators: list[BalanceIndicator],
    cells: dict[tuple[str, str], Row],
    verdict: dict[str, Row],
    near: float,
) -> Table:
    heads = [Column(words("school"))]
    heads += [Column(i.short, i.digits, unit=_threshold(i, cells)) for i in indicators]
    judged = any(v["passes"] is not None for v in verdict.values())
    heads += [Column(words("balance.met_count"), 0), Column(words("balance.verdict"))] if judged else []
    rows, tones = [], []
    for name in names:
        found = [cells.get((name, i.id)) for i in indicators]
        row: list[Any] = [name, *(None if c is None else c["value"] for c in found)]
        tone: list[Tone] = ["plain", *(_shade(c, near) for c in found)]
        if judged:
            v = verdict[name]
            said = {True: "balance.passes", False: "balance.passes_not", None: "balance.unknown"}[v["passes"]]
            row += [v["met_count"], words(said)]
            tone += ["plain", met_tone(v["passes"])]
        rows.append(tuple(row))
        tones.append(tuple(tone))
    shades: Meanings = (("near", words("balance.near")), ("bad", words("balance.below")))
    return Table(title, tuple(heads), tuple(rows), tuple(tones), meanings=shades)


def _threshold(indicator: BalanceIndicator, cells: dict[tuple[str, str], Row]) -> Words | None:
    found = next((c["threshold"] for (_, i), c in cells.items() if i == indicator.id), None)
    return None if found is None else plain(f"≥ {found:g}")


def _shade(cell: Row | None, near: float) -> Tone:
    if cell is None or cell["met"] is None or cell["met"]:
        return "plain"
    return "near" if cell["ratio"] >= near else "bad"


def _short(
    part: Part, failing: list[str], indicators: list[BalanceIndicator], cells: dict[tuple[str, str], Row]
) -> Table:
    rows = [
        (name, i.short, cells[name, i.id]["short"], i.unit)
        for name in failing
        for i in indicators
        if (name, i.id) in cells and cells[name, i.id]["short"]
    ]
    heads = (
        Column(words("school")),
        Column(words("indicator")),
        Column(words("balance.short"), 1),
        Column(words("unit")),
    )
    return Table(
        words("balance.short_title", part=part.name), heads, tuple(rows), note=words("balance.short_note")
    )


def _heat(
    part: Part, names: list[str], indicators: list[BalanceIndicator], cells: dict[tuple[str, str], Row]
) -> Heat:
    values = tuple(tuple(_ratio(cells.get((n, i.id))) for i in indicators) for n in names)
    below = sum(v is not None and v < 1 for row in values for v in row)
    return Heat(
        words("balance.heat", part=part.name, below=below, n=sum(v is not None for r in values for v in r)),
        words("indicator"),
        words("school"),
        2,
        note=words("balance.heat_note"),
        rows=tuple(names),
        columns=tuple(i.short for i in indicators),
        values=values,
        middle=1.0,
    )


def _ratio(cell: Row | None) -> float | None:
    """The share of the threshold, at most two: beyond that more says nothing about the gap."""
    return None if cell is None or cell["ratio"] is None else min(cell["ratio"], 2.0)
