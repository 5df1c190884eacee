"""赋分报告: the scheme and its source, the grades with their cuts, marks before and after."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Column,
    Line,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from xueheng.reports.runs.provenance import checking, facts, stamp, words
from xueheng.standards.scales import scale
from xueheng.standards.words import Words

Row = dict[str, Any]
BINS = 50  # steps of a distribution, at most
WIDTHS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a scaling run; it names nobody."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items() if name != "scaled"}
    sections = [Section(words("conclusion"), tuple(_conclusion(run)))]
    if "grades" in tables:
        sections.append(Section(words("scale.grades"), (_grades(run, tables["grades"]),)))
    marks = tuple(_curve(kind, tables["distribution"]) for kind in ("raw", "scaled"))
    sections += [Section(words("scale.distribution"), marks), checking(run)]
    label = scale(run.params.scheme).label
    return Report(words("scale.title"), label, facts(run), tuple(sections), stamp(run), files)


def _conclusion(run: Run) -> Iterator[Block]:
    figures, scheme = run.outcome.figures, scale(run.params.scheme)
    absent = words("scale.left_out", absent=figures["n_absent"], zero=figures["n_zero_out"])
    yield Numbers(
        (
            Number(words("scale.n"), figures["n"], 0, context=absent),
            *(
                Number(
                    words(f"scale.mean_{kind}"),
                    figures[f"mean_{kind}"],
                    2,
                    context=words("scale.sd", sd=f"{figures[f'sd_{kind}']:.2f}"),
                )
                for kind in ("raw", "scaled")
            ),
        )
    )
    status = words(f"status.{scheme.source.status}")
    tone: Tone = "near" if scheme.kind == "grades" and scheme.source.status != "verified" else "plain"
    said = words("scale.source", scheme=scheme.label, doc=scheme.source.doc, clause=scheme.source.clause)
    yield Note(Words(*(f"{a}{b}" for a, b in zip(_both(said), _both(status), strict=True))), tone)
    if scheme.kind == "grades":
        yield Note(words("scale.law"), "quiet")


def _both(said: Words) -> tuple[str, str]:
    return said.zh, said.en


def _grades(run: Run, rows: list[Row]) -> Table:
    heads = (
        Column(words("scale.grade")),
        Column(words("scale.raw_range")),
        Column(words("scale.range")),
        Column(words("scale.pupils"), 0),
        Column(words("scale.reached"), 1, percent=True),
        *(() if run.params.cuts else (Column(words("scale.share"), 1, percent=True),)),
    )
    body = []
    for r in rows:
        cells = (r["grade"], _range(r["raw_low"], r["raw_high"]), _range(r["low"], r["high"]))
        body.append((*cells, r["n"], r["reached"], *(() if run.params.cuts else (r["share"],))))
    note = words("scale.by_cuts" if run.params.cuts else "scale.by_shares")
    return Table(words("scale.table"), heads, tuple(body), note=note)


def _range(low: Any, high: Any) -> str:
    if low is None:
        return "—"
    return f"{low:g}" if low == high else f"{float(low):g}–{float(high):g}"


def _curve(kind: str, rows: list[Row]) -> Line:
    marks = [(r["mark"], r["count"]) for r in rows if r["kind"] == kind]
    low, high = min(m for m, _ in marks), max(m for m, _ in marks)
    nice = next((w for w in WIDTHS if (high - low) / w <= BINS and (w >= 1 or high - low < BINS / 2)), 100.0)
    held = sorted(m for m, _ in marks)
    width = max(nice, min((b - a for a, b in pairwise(held)), default=0.0))
    first = math.floor(low / width)
    counts = [0.0] * (math.floor(high / width) - first + 2)
    for mark, count in marks:
        counts[math.floor(mark / width) - first] += count
    return Line(
        words(f"scale.curve_{kind}", median=f"{_median(marks):.4g}".replace("-", "−")),
        words(f"scale.{kind}"),
        words("scale.pupils"),
        0,
        note=words("scale.curve_note", width=f"{width:g}"),
        at=tuple(round((first + i) * width, 6) for i in range(len(counts))),
        series=(Series(words("scale.pupils"), tuple(counts)),),
        area=True,
        step=True,
    )


def _median(marks: list[tuple[float, int]]) -> float:
    """The highest mark that at least half of the pupils reach."""
    ordered = sorted(marks, reverse=True)
    reached = list(accumulate(count for _, count in ordered))
    return next(mark for (mark, _), n in zip(ordered, reached, strict=True) if 2 * n >= reached[-1])
