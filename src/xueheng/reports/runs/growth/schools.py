"""各校成长: the shrunken means with intervals, the spread inside schools, and the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Box, Caterpillar, Column, Mark, Table, Tone
from xueheng.reports.runs.growth import said
from xueheng.reports.runs.provenance import name_key, words
from xueheng.reports.runs.value_added_levels import TONES

Row = dict[str, Any]
BOX = ("p10", "p25", "median_sgp", "p75", "p90")
HEADS = ("mean", "median", "low", "high", "shrunk_short")
SHOWN = ("mean_sgp", "median_sgp", "low", "high", "shrunk")


def of_schools(run: Run) -> list[Row]:
    """One row a school by name; none where no school is named."""
    table = run.outcome.tables.get("schools")
    return sorted(table.to_pylist() if table else [], key=lambda r: name_key(r["school"]))


def school_blocks(run: Run) -> Iterator[Block]:
    """Means with intervals, boxes and the table; schools of few pupils are named without figures."""
    rows = of_schools(run)
    judged = [r for r in rows if r["flag"] != "small"]
    if judged and judged[0]["shrunk"] is not None:
        yield _caterpillar(run, rows, judged)
    if judged:
        yield Box(
            said("box"),
            words("school"),
            said("sgp"),
            0,
            categories=tuple(r["school"] for r in judged),
            boxes=tuple(tuple(r[c] for c in BOX) for r in judged),
            whiskers=said("whiskers"),
        )
    if rows:
        yield _table(rows)


def _caterpillar(run: Run, rows: list[Row], judged: list[Row]) -> Caterpillar:
    above, below = (sum(r["flag"] == flag for r in rows) for flag in ("above", "below"))
    middle = run.outcome.figures["mean_sgp"]
    tones: tuple[tuple[Tone, str], ...] = (("good", "above"), ("bad", "below"), ("quiet", "not_judged"))
    return Caterpillar(
        said("caterpillar", n=len(rows), above=above, below=below, rest=len(rows) - above - below),
        words("school"),
        said("shrunk"),
        1,
        note=said("interval_note"),
        names=tuple(r["school"] for r in judged),
        estimates=tuple(r["shrunk"] for r in judged),
        low=tuple(r["shrunk_low"] for r in judged),
        high=tuple(r["shrunk_high"] for r in judged),
        tones=tuple(TONES[r["flag"]] for r in judged),
        about=middle,
        marks=(Mark(said("mean_of_all"), middle),),
        meanings=tuple((tone, said(code)) for tone, code in tones),
    )


def _table(rows: list[Row]) -> Table:
    heads = (Column(words("school")), Column(said("n"), 0), *(Column(said(h), 1) for h in HEADS))
    body, tones = [], []
    for r in rows:
        shown = [None] * len(SHOWN) if r["flag"] == "small" else [r[c] for c in SHOWN]
        body.append((r["school"], r["n"], *shown, said(f"flag.{r['flag'] or 'none'}")))
        tones.append((*["plain"] * (len(heads)), TONES[r["flag"]]))
    return Table(
        said("table"),
        (*heads, Column(said("reading"))),
        tuple(body),
        tuple(tones),  # type: ignore[arg-type]
        said("table_note"),
        meanings=(("good", said("above")), ("bad", said("below")), ("quiet", said("not_judged"))),
    )
