"""各校达标: values of every school against the thresholds, and what it takes to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from xueheng.reports.blocks import Block, Cell, Column, Heat, Meanings, Table, Tone
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

    @cached_property
    def failing(self) -> list[str]:
        """The schools that do not pass, by name."""
        return [v["school"] for v in self.verdicts if v["passes"] is False and v.get("school")]

    @property
    def has_few_failing(self) -> bool:
        """True when they get a table of their own; where most fail, that of all schools shows them."""
        return 0 < 2 * len(self.failing) <= len(self.verdicts)

    @property
    def failing_table(self) -> Words:
        """The table in which they stand."""
        few = words("balance.failing", part=self.name, n=len(self.failing))
        return few if self.has_few_failing else words("balance.all_schools", part=self.name)


def met_tone(met: bool | None) -> Tone:
    """The tone of a judgement; what is not known stays plain."""
    return "plain" if met is None else "good" if met else "bad"


@dataclass(frozen=True)
class Grid:
    """The schools of a part by indicator, and what the standard says of each."""

    part: Part
    standard: BalanceStandard

    @cached_property
    def indicators(self) -> list[BalanceIndicator]:
        """The indicators that the schools have, in the order of the standard."""
        held = {r["indicator"] for r in self.part.schools}
        return [i for i in self.standard.indicators if i.id in held]

    @cached_property
    def cells(self) -> dict[tuple[str, str], Row]:
        """The row of each school and indicator."""
        return {(r["school"], r["indicator"]): r for r in self.part.schools}

    @cached_property
    def verdicts(self) -> dict[str, Row]:
        """The verdict of each school; none where the standard judges no school by itself."""
        return {r["school"]: r for r in self.part.verdicts}

    @cached_property
    def names(self) -> list[str]:
        """The schools in the order of the report."""
        return list(dict.fromkeys(r["school"] for r in self.part.schools))

    @property
    def share(self) -> float:
        """The share of the threshold that an indicator below it must still reach."""
        rule = self.standard.school_rule
        return float(rule.rest_share) if rule else 1.0


def school_blocks(part: Part, standard: BalanceStandard) -> list[Block]:
    """The schools that do not pass and what they are short of, then all schools."""
    grid = Grid(part, standard)
    blocks: list[Block] = []
    if part.has_few_failing:
        blocks.append(_school_table(grid, part.failing, title=part.failing_table))
    if part.failing:
        blocks.append(_short(grid, part.failing))
    if len(grid.names) > 2 and len(grid.indicators) > 1 and standard.school_rule:
        blocks.append(_heat(grid))
    title = words("balance.all_schools", part=part.name)
    return [*blocks, _school_table(grid, grid.names, title=title)]


def _school_table(grid: Grid, names: list[str], *, title: Words) -> Table:
    heads = [Column(words("school"))]
    heads += [Column(i.short, i.digits, unit=_threshold(i, grid.cells)) for i in grid.indicators]
    judged = any(v["passes"] is not None for v in grid.verdicts.values())
    heads += [Column(words("balance.met_count"), 0), Column(words("balance.verdict"))] if judged else []
    lines = [_school_line(grid, name, judged=judged) for name in names]
    share = f"{grid.share:.0%}"
    below = words("balance.below", share=share)
    shades: Meanings = (("near", words("balance.near", share=share)), ("bad", below))
    rows, tones = tuple(row for row, _ in lines), tuple(tone for _, tone in lines)
    return Table(title, tuple(heads), rows, tones, meanings=shades)


def _school_line(grid: Grid, name: str, *, judged: bool) -> tuple[tuple[Cell, ...], tuple[Tone, ...]]:
    """A school's values and verdict, and their tones."""
    found = [grid.cells.get((name, i.id)) for i in grid.indicators]
    row: list[Cell] = [name, *(None if c is None else c["value"] for c in found)]
    tone: list[Tone] = ["plain", *(_shade(c, grid.share) for c in found)]
    if judged:
        verdict = grid.verdicts[name]
        codes = {True: "balance.passes", False: "balance.passes_not", None: "balance.unknown"}
        row += [verdict["met_count"], words(codes[verdict["passes"]])]
        tone += ["plain", met_tone(verdict["passes"])]
    return tuple(row), tuple(tone)


def _threshold(indicator: BalanceIndicator, cells: dict[tuple[str, str], Row]) -> Words | None:
    found = next((c["threshold"] for (_, i), c in cells.items() if i == indicator.id), None)
    return None if found is None else plain(f"≥ {found:g}")


def _shade(cell: Row | None, near: float) -> Tone:
    if cell is None or cell["met"] is None or cell["met"]:
        return "plain"
    return "near" if cell["ratio"] >= near else "bad"


def _short(grid: Grid, failing: list[str]) -> Table:
    cells = ((name, i, grid.cells.get((name, i.id))) for name in failing for i in grid.indicators)
    rows = tuple((name, i.short, ceil(c["short"]), i.unit) for name, i, c in cells if c and c["short"])
    heads = (
        Column(words("school")),
        Column(words("indicator")),
        Column(words("balance.short"), 0),
        Column(words("unit")),
    )
    rule = grid.standard.school_rule
    spare = len(grid.standard.indicators) - rule.at_threshold if rule else 0
    note = words("balance.short_note", n=spare, share=f"{grid.share:.0%}")
    return Table(words("balance.short_title", part=grid.part.name), heads, rows, note=note)


def _heat(grid: Grid) -> Heat:
    values = tuple(tuple(_ratio(grid.cells.get((n, i.id))) for i in grid.indicators) for n in grid.names)
    known = [v for row in values for v in row if v is not None]
    return Heat(
        words("balance.heat", part=grid.part.name, below=sum(v < 1 for v in known), n=len(known)),
        words("indicator"),
        words("school"),
        2,
        note=words("balance.heat_note"),
        rows=tuple(grid.names),
        columns=tuple(i.short for i in grid.indicators),
        values=values,
        middle=1.0,
    )


def _ratio(cell: Row | None) -> float | None:
    """The share of the threshold, at most two: beyond that more says nothing about the gap."""
    return None if cell is None or cell["ratio"] is None else min(cell["ratio"], 2.0)
