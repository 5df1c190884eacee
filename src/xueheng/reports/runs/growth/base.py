"""起点与结果: quantile curves over the prior, bands of the base with targets, schools inside bands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Heat, Line, Series, Table
from xueheng.reports.display import number
from xueheng.reports.runs.growth import said
from xueheng.reports.runs.provenance import name_key, words
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
FINE = 10.0  # outcomes spread over less than this are shown with two digits
TARGETS = ("maintain", "improve")


def base_blocks(run: Run) -> Iterator[Block]:
    """Curves where one prior is given, the bands, and the schools inside them."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items() if name != "students"}
    digits = _digits(tables["bands"])
    if tables.get("curves"):
        yield _curves(run, tables["curves"], digits)
    yield _bands(run, tables["bands"], digits)
    if tables.get("cells"):
        yield from _cells(tables["cells"], tables["bands"], digits)


def _digits(bands: list[Row]) -> int:
    means = [r["mean"] for r in bands]
    return 2 if max(means) - min(means) < FINE else 1


def _curves(run: Run, rows: list[Row], digits: int) -> Line:
    prior, outcome = run.params.prior[0], run.params.outcome
    taus = sorted({r["tau"] for r in rows}, reverse=True)
    return Line(
        said("curves"),
        said("base", prior=prior),
        said("outcome", outcome=outcome),
        digits,
        note=said("curves_note"),
        at=tuple(sorted({r["prior"] for r in rows})),
        series=tuple(
            Series(
                said("curve", tau=number(100 * tau, digits=1)),
                tuple(r["mark"] for r in rows if r["tau"] == tau),
            )
            for tau in taus
        ),
    )


def _bands(run: Run, rows: list[Row], digits: int) -> Table:
    targets = TARGETS if run.params.targets else ()
    heads = [Column(said("band_head")), Column(said("n"), 0), Column(said("range"))]
    heads += [Column(said(f"band_{c}"), digits) for c in ("mean", "median")]
    heads += [
        Column(said(t, tau=number(100 * getattr(run.params, t), digits=0) + "%"), digits) for t in targets
    ]
    body = []
    for r in rows:
        shown: list[Cell] = [None] * (3 + len(targets))
        if r["n"] >= least("publication"):
            bounds = _bounds(r, first=r is rows[0], last=r is rows[-1], digits=digits)
            shown = [bounds, *(r[c] for c in ("mean", "median", *targets))]
        body.append((str(r["band"]), r["n"], *shown))
    note = said("targets_note" if targets else "bands_note", least=least("publication"))
    return Table(said("bands"), tuple(heads), tuple(body), note=note)


def _bounds(row: Row, *, first: bool, last: bool, digits: int) -> Words:
    """The priors of a band; the lowest and the highest of all, which one pupil may have, are not told."""
    code = "all" if first and last else "up_to" if first else "from" if last else "from_to"
    low, high = (number(row[c], digits=digits) for c in ("prior_low", "prior_high"))
    return said(code, low=low, high=high)


def _cells(rows: list[Row], bands: list[Row], digits: int) -> Iterator[Heat]:
    of_band = {r["band"]: r["mean"] for r in bands}
    held = {
        (r["school"], r["band"]): r["shrunk"] - of_band[r["band"]]
        for r in rows
        if r["flag"] != "small" and r["shrunk"] is not None
    }
    schools = sorted({school for school, _ in held}, key=name_key)
    columns: tuple[Words, ...] = tuple(said("band", band=band) for band in of_band)
    if not schools:
        return
    yield Heat(
        said("cells"),
        plain(""),
        words("school"),
        digits,
        note=said("cells_note"),
        rows=tuple(schools),
        columns=columns,
        values=tuple(tuple(held.get((school, band)) for band in of_band) for school in schools),
        middle=0.0,
    )
