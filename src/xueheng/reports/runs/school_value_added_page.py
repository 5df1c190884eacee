"""一校一页（增值评价）: a school's effect with its interval, its intake and outcome beside all schools."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Caterpillar,
    Cell,
    Column,
    Meanings,
    Number,
    Numbers,
    Report,
    Section,
    Table,
    Tone,
)
from xueheng.reports.display import number
from xueheng.reports.runs.exam_value_added import subtitle
from xueheng.reports.runs.page_parts import Standing, hidden, judged, page
from xueheng.reports.runs.provenance import words
from xueheng.reports.runs.value_added_levels import of_schools
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words

Row = dict[str, Any]
TONES: dict[str, Tone] = {"above": "good", "below": "bad", "": "quiet"}


def pages(run: Run) -> dict[str, Report]:
    """The page of each school, by name."""
    effects = of_schools(run)
    said = words("page.subtitle", about=subtitle(run))
    return {
        row["school"]: page(
            run, row["school"], kind="value_added", subtitle=said, sections=_sections(run, row, effects)
        )
        for row in effects
    }


def _sections(run: Run, row: Row, effects: list[Row]) -> tuple[Section, ...]:
    if row["flag"] == "small" or row["n"] < least("publication"):
        return (hidden(row["n"]),)
    step = words("page.va_step")
    blocks = (_numbers(run, row), _chart(row), _table(run, row, effects))
    found = judged([_standing(row)], rule=words("page.va_rule"), step=step)
    return (Section(words("page.glance"), (*blocks, *found)),)


def _numbers(run: Run, row: Row) -> Block:
    of = words("page.of_all", n=number(run.outcome.figures["n"], digits=0))
    numbers = [Number(words("page.n_own"), row["n"], 0, words("exam.persons"), context=of)]
    label = words("page.va_interval", **_texts(row, "low", "high"))
    numbers.append(Number(words("page.va_effect"), row["effect"], 2, context=label, tone=TONES[row["flag"]]))
    numbers.append(Number(words("va.reading"), words(f"va.flag.{row['flag'] or 'none'}")))
    return Numbers(tuple(numbers))


def _texts(row: Row, *names: str) -> dict[str, str]:
    return {name: number(row[name], digits=2) for name in names}


def _chart(row: Row) -> Caterpillar:
    reading = words(f"va.flag.{row['flag'] or 'none'}")
    meanings: Meanings = tuple((tone, words(f"va.flag.{flag or 'none'}")) for flag, tone in TONES.items())
    return Caterpillar(
        words("page.va_chart", reading=reading),
        words("school"),
        words("va.effect"),
        2,
        meanings=meanings,
        names=(row["school"],),
        estimates=(row["effect"],),
        low=(row["low"],),
        high=(row["high"],),
        tones=(TONES[row["flag"]],),
    )


def _table(run: Run, row: Row, effects: list[Row]) -> Table:
    rows = [_line(words("page.va_outcome", name=run.params.outcome), "mean_outcome", row, effects)]
    if run.params.prior:
        rows.insert(0, _line(words("page.va_prior", name=run.params.prior[0]), "mean_prior", row, effects))
    heads = (
        Column(words("indicator")),
        Column(words("page.own"), 2),
        Column(words("page.joint"), 2),
        Column(words("page.away"), 2, unit=words("page.sd_unit")),
    )
    return Table(words("page.va_table"), heads, tuple(rows), note=words("page.va_table_note"))


def _line(label: Words, name: str, row: Row, effects: Iterable[Row]) -> tuple[Cell, ...]:
    held = [(r[name], r["n"]) for r in effects]
    n = sum(size for _, size in held)
    mean = sum(value * size for value, size in held) / n
    spread = sqrt(sum(size * (value - mean) ** 2 for value, size in held) / n)
    return label, row[name], mean, (row[name] - mean) / spread if spread else None


def _standing(row: Row) -> Standing:
    values = {"value": number(abs(row["effect"]), digits=2), **_texts(row, "low", "high")}
    way = words("page.higher" if row["effect"] > 0 else "page.lower")
    said = words("page.va_item_effect", n=number(row["n"], digits=0), way=way, **values)
    is_strength, is_gap = row["flag"] == "above", row["flag"] == "below"
    return Standing(words("va.effect"), said, row["effect"], is_strength, is_gap)
