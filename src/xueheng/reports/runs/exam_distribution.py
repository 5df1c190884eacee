"""分数分布: the counts by mark as a curve and as bands."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Line, Mark, Series, Table
from xueheng.reports.runs.exam_cells import Row, lead_subject, mark_text, subject_words
from xueheng.reports.runs.exam_more import cumulative_curve
from xueheng.reports.runs.provenance import words
from xueheng.standards.words import Words, plain

BANDS = 20  # bands of a distribution table, at most
POINTS = 120  # points of a distribution curve, at most


def distribution_blocks(run: Run, whole: dict[str, Row], tables: dict[str, list[Row]]) -> Iterable[Block]:
    """分数分布 of the total, or of the only subject."""
    subject = lead_subject(whole)
    rows = [r for r in tables["distribution"] if r["subject"] == subject][::-1]
    shown = subject_words(subject)
    if len(rows) > 2:
        yield _curve(run, shown, rows, whole[subject]["median"])
    yield _bands(shown, rows)
    curve = cumulative_curve(rows, shown, dict(run.params.lines))
    if curve is not None:
        yield curve


def _curve(run: Run, shown: Words, rows: list[Row], median: float) -> Line:
    """The counts as a curve over the marks, in steps wide enough to be smooth."""
    low, high = float(rows[0]["mark"]), float(rows[-1]["mark"])
    width = max(_width(high - low, most=POINTS), _step(rows))
    first = math.floor(low / width)
    counts = [0.0] * (math.floor(high / width) - first + 1)
    for r in rows:
        counts[math.floor(float(r["mark"]) / width) - first] += r["count"]
    series = Series(words("exam.count_per", width=f"{width:g}"), tuple(counts))
    return Line(
        words("exam.distribution_title", subject=shown, median=mark_text(median)),
        words("exam.marks"),
        words("exam.count"),
        0,
        at=tuple((first + i) * width for i in range(len(counts))),
        series=(series,),
        area=True,
        marks=tuple(Mark(plain(name), float(at), "x") for name, at in run.params.lines.items()),
    )


def _bands(shown: Words, rows: list[Row]) -> Table:
    """分数段: counts by bands of equal width, from the top."""
    top, bottom = float(rows[-1]["mark"]), float(rows[0]["mark"])
    width = max(_width(top - bottom, most=BANDS), _step(rows))
    bands: dict[int, list[Row]] = {}
    for r in rows:
        bands.setdefault(int(float(r["mark"]) // width), []).append(r)
    body = tuple(
        (
            words("exam.range", low=f"{band * width:g}", high=f"{(band + 1) * width:g}"),
            sum(r["count"] for r in held),
            held[0]["cumulative"],
        )
        for band, held in sorted(bands.items(), reverse=True)
    )
    heads = (
        Column(words("exam.segment")),
        Column(words("exam.count"), 0),
        Column(words("exam.cumulative"), 0),
    )
    return Table(
        words("exam.segments", subject=shown, width=f"{width:g}"), heads, body, note=words("exam.band_note")
    )


def _width(spread: float, *, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that cuts the spread into at most so many."""
    steps = (float(base * Decimal(10) ** power) for power in range(-4, 6) for base in (1, 2, 5))
    return next(step for step in steps if spread / step <= most)


def _step(rows: list[Row]) -> float:
    """The smallest distance between two marks that occur."""
    marks = sorted(float(r["mark"]) for r in rows)
    return min((b - a for a, b in pairwise(marks)), default=1.0)
