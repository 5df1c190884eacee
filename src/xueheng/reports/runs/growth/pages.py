"""一校一页（成长百分位）: how far a school's pupils went among those who began alike, with its interval."""

from __future__ import annotations

from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Box, Number, Numbers, Report, Section, Tone
from xueheng.reports.display import number
from xueheng.reports.runs.growth import said
from xueheng.reports.runs.growth.schools import BOX, of_schools
from xueheng.reports.runs.page_parts import Standing, hidden, judged, page
from xueheng.reports.runs.provenance import words
from xueheng.standards.small_groups import least

Row = dict[str, Any]
TONES: dict[str, Tone] = {"above": "good", "below": "bad", "": "quiet"}


def pages(run: Run) -> dict[str, Report]:
    """The page of each school, by name."""
    subtitle = words("page.subtitle", about=said("title"))
    return {
        row["school"]: page(
            run, row["school"], kind="growth", subtitle=subtitle, sections=_sections(run, row)
        )
        for row in of_schools(run)
    }


def _sections(run: Run, row: Row) -> tuple[Section, ...]:
    if row["flag"] == "small" or row["n"] < least("publication"):
        return (hidden(row["n"]),)
    found = judged([_standing(run, row)], rule=said("page.rule"), step=said("page.step"))
    return (Section(words("page.glance"), (_numbers(run, row), _box(row), *found)),)


def _numbers(run: Run, row: Row) -> Block:
    of = words("page.of_all", n=number(run.outcome.figures["n"], digits=0))
    interval = words("page.va_interval", **_interval(row))
    mean = Number(said("shrunk"), row["shrunk"], 1, context=interval, tone=TONES[row["flag"]])
    reading = Number(said("reading"), said(f"flag.{row['flag'] or 'none'}"))
    return Numbers(
        (Number(words("page.n_own"), row["n"], 0, words("exam.persons"), context=of), mean, reading)
    )


def _box(row: Row) -> Box:
    low, quarter, median, upper, high = (row[c] for c in BOX)
    return Box(
        said("page.box"),
        words("school"),
        said("sgp"),
        0,
        categories=(row["school"],),
        boxes=((low, quarter, median, upper, high),),
        whiskers=said("whiskers"),
    )


def _interval(row: Row) -> dict[str, str]:
    return {"low": number(row["shrunk_low"], digits=1), "high": number(row["shrunk_high"], digits=1)}


def _standing(run: Run, row: Row) -> Standing:
    away = row["shrunk"] - run.outcome.figures["mean_sgp"]
    values = {"n": number(row["n"], digits=0), "mean": number(row["shrunk"], digits=1), **_interval(row)}
    return Standing(
        said("sgp"), said("page.item", **values), away, row["flag"] == "above", row["flag"] == "below"
    )
