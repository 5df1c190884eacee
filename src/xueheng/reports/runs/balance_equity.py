"""均衡指数报告: how unequal, between which groups and within them, who widens the gap, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Line,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.reports.display import number
from xueheng.reports.runs.balance import said
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.standards.words import Words, plain

Row = dict[str, Any]
SHOWN = ("cv", "gini", "theil_t", "theil_l", "ge", "atkinson", "mcloone", "verstegen", "p90_p10", "p95_p5")
FURTHER = ("restricted_range", "federal_range_ratio", "cv_unweighted", "cv_sample")
MOST_UNITS, MOST_ROWS = 30, 1000  # whose influence is drawn, or stands in the report
MOST_POINTS = 200  # of a curve


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of equity indices."""
    sections = [Section(words("conclusion"), tuple(_conclusion(run)))]
    sections.append(Section(said("equity.indices"), (_indices(run), *_lorenz(run))))
    if "groups" in run.outcome.tables:
        sections.append(Section(said("equity.groups"), tuple(_groups(run))))
    sections.append(Section(said("equity.influence"), tuple(_influence(run))))
    if "distribution" in run.outcome.tables:
        sections.append(Section(said("equity.distribution"), (_distribution(run),)))
    if run.outcome.figures.get("concentration") is not None:
        sections.append(Section(said("equity.need"), tuple(_need(run))))
    if "left_out" in run.outcome.tables:
        sections.append(Section(said("equity.left_out"), (_left_out(run),)))
    sections.append(checking(run))
    subtitle = said("equity.subtitle", value=run.params.value, n=run.outcome.figures["n"])
    return Report(run.method.label, subtitle, facts(run), tuple(sections), files=files)


def _rows(run: Run, name: str) -> list[Row]:
    rows: list[Row] = run.outcome.tables[name].to_pylist()
    return rows


def _conclusion(run: Run) -> Iterator[Block]:
    held = run.outcome.figures
    weighed = said("equity.by_pupils" if run.params.weight else "equity.alike", n=held["n"])
    numbers = [
        Number(said("equity.cv"), held["cv"], 3, context=weighed),
        Number(said("equity.gini"), held["gini"], 3),
        Number(said("equity.theil_t"), held["theil_t"], 4),
        Number(said("equity.theil_l"), held["theil_l"], 4, context=_infinite(held["theil_l"])),
    ]
    if held.get("theil_between") is not None and held["theil_t"]:
        share = held["theil_between"] / held["theil_t"]
        numbers.append(Number(said("equity.between"), share, 1, percent=True, context=said("equity.of_t")))
    yield Numbers(tuple(numbers))
    warned = tuple(issue.words for issue in run.issues if issue.severity == "warning")
    if warned:
        yield Note(said("equity.mind"), "bad", warned)
    yield Note(said("equity.meaning"))


def _infinite(value: float | None) -> Words | None:
    return said("equity.infinite") if value is None else None


def _indices(run: Run) -> Table:
    held = {r["index"]: r for r in _rows(run, "indices")}
    heads = tuple(
        Column(said(f"equity.{c}"), d) for c, d in (("index", None), ("value", 4), ("low", 4), ("high", 4))
    )
    heads += (Column(said("equity.reads")),)
    rows: list[tuple[Cell, ...]] = []
    for name in (*SHOWN, *FURTHER):
        r = held[name]
        rows.append((said(f"equity.{name}"), r["value"], r["low"], r["high"], said(f"equity.{name}_is")))
    note = said("equity.indices_note", n=run.params.replicates) if run.params.replicates else None
    return Table(said("equity.indices_table"), heads, tuple(rows), note=note)


def _lorenz(run: Run) -> Iterator[Line]:
    rows = _rows(run, "lorenz")
    if len(rows) < 3:
        return
    half = _at_half(tuple(r["people"] for r in rows), tuple(r["share"] for r in rows))
    rows = [*rows[: -1 : max(1, len(rows) // MOST_POINTS)], rows[-1]]
    people, shares = tuple(r["people"] for r in rows), tuple(r["share"] for r in rows)
    yield Line(
        said("equity.lorenz", share=f"{half:.0%}"),
        said("equity.people"),
        said("equity.share"),
        0,
        True,
        said("equity.lorenz_note"),
        at=people,
        series=(Series(said("equity.curve"), shares), Series(said("equity.equal"), people)),
    )


def _at_half(people: tuple[float, ...], shares: tuple[float, ...]) -> float:
    """What the half of the pupils with least have, on the line between two points."""
    points = list(zip(people, shares, strict=True))
    (p, s), (q, t) = next(pair for pair in pairwise(points) if pair[1][0] >= 0.5)
    return s + (t - s) * (0.5 - p) / (q - p)


def _groups(run: Run) -> Iterator[Block]:
    rows = sorted(_rows(run, "groups"), key=lambda r: name_key(r["group"]))
    heads = (
        Column(said("equity.group")),
        Column(said("equity.n"), 0),
        Column(said("equity.pupils_share"), 1, percent=True),
        Column(said("equity.mean"), 2),
        Column(said("equity.ratio"), 2),
        Column(said("equity.own_t"), 4),
        Column(said("equity.own_l"), 4),
    )
    names = ("group", "n", "share", "mean", "ratio", "theil_t", "theil_l")
    yield Table(said("equity.groups_table"), heads, tuple(tuple(r[n] for n in names) for r in rows))
    yield _apart(run)


def _apart(run: Run) -> Table:
    codes = ("total", "between_groups", "within_groups")
    heads = (Column(said("equity.index")), *(Column(said(f"equity.{c}"), 4) for c in codes))
    heads += (Column(said("equity.between_share"), 1, percent=True),)
    names = ("total", "between", "within", "between_share")
    parts = reversed(_rows(run, "decomposition"))  # Theil T first
    rows = tuple((said(f"equity.{r['index']}"), *(r[n] for n in names)) for r in parts)
    return Table(said("equity.apart"), heads, rows, note=said("equity.apart_note"))


def _influence(run: Run) -> Iterator[Block]:
    rows = sorted(_rows(run, "influence"), key=lambda r: (name_key(r["unit"]), r["row"]))
    if 1 < len(rows) <= MOST_UNITS:
        widens = sum(r["effect"] is not None and r["effect"] < 0 for r in rows)
        yield Bar(
            said("equity.influence_chart", n=len(rows), widens=widens),
            said("equity.unit"),
            said("equity.effect"),
            3,
            note=said("equity.influence_note"),
            categories=tuple(r["unit"] for r in rows),
            series=(Series(said("equity.effect"), tuple(r["effect"] for r in rows)),),
        )
    if len(rows) > MOST_ROWS:
        yield Note(said("equity.influence_many", n=len(rows)))
        return
    heads = (
        Column(said("equity.unit")),
        Column(plain(run.params.value), 2),
        Column(said("equity.pupils_share"), 1, percent=True),
        Column(said("equity.without"), 3),
        Column(said("equity.effect"), 3),
    )
    names = ("unit", "value", "share", "cv_without", "effect")
    shown = tuple(tuple(r[n] for n in names) for r in rows)
    yield Table(said("equity.influence_table"), heads, shown, note=said("equity.influence_note"))


def _distribution(run: Run) -> Table:
    heads = tuple(
        Column(said(f"equity.{c}"), d)
        for c, d in (("index", None), ("value", 4), ("expected", 4), ("chance_low", 4), ("chance_high", 4))
    )
    names = ("value", "expected", "low", "high")
    rows = tuple((said(f"equity.{r['index']}"), *(r[n] for n in names)) for r in _rows(run, "distribution"))
    title = said("equity.distribution_table", members=run.params.members)
    return Table(title, heads, rows, note=said("equity.distribution_note"))


def _need(run: Run) -> Iterator[Block]:
    held = run.outcome.figures
    numbers = [Number(said("equity.concentration"), held["concentration"], 3)]
    if held["slope"] is not None:
        numbers.append(Number(said("equity.slope"), held["slope"], 3))
    yield Numbers(tuple(numbers))
    way = "poor_more" if held["concentration"] < 0 else "poor_less"
    index = number(held["concentration"], digits=3)
    yield Note(said(f"equity.{way}", poverty=run.params.poverty, value=run.params.value, index=index))


def _left_out(run: Run) -> Table:
    heads = tuple(Column(said(f"equity.{c}")) for c in ("unit", "row", "reason"))
    rows = tuple((r["unit"], r["row"], said(f"equity.out.{r['reason']}")) for r in _rows(run, "left_out"))
    return Table(said("equity.left_out"), heads, rows)
