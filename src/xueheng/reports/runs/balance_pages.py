"""一校一页（均衡监测）: a school's indicators beside the standard and the county's mean of its level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Mark,
    Meanings,
    Note,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from xueheng.reports.display import number
from xueheng.reports.runs.balance_schools import Row, met_tone
from xueheng.reports.runs.page_parts import Standing, judged, page
from xueheng.reports.runs.provenance import name_key, words
from xueheng.standards.attention import limit
from xueheng.standards.balance import BalanceIndicator, BalanceStandard, balance_standard
from xueheng.standards.words import Words

Place = tuple[str, str]  # county, or nothing, and school
MOST = 2.0  # shares of a threshold above this are drawn as this


@dataclass(frozen=True)
class _Level:
    """A school's rows at one level, with those of the county at that level."""

    level: str
    rows: Sequence[Row]
    coefficients: dict[str, Row]
    verdict: Row | None
    standard: BalanceStandard

    @cached_property
    def lines(self) -> list[tuple[BalanceIndicator, Row, Row]]:
        """Each indicator of the standard that the school has: its row and the county's."""
        own = {r["indicator"]: r for r in self.rows}
        held = [i for i in self.standard.indicators if i.id in own]
        return [(i, own[i.id], self.coefficients.get(i.id, {})) for i in held]

    @property
    def name(self) -> Words:
        """小学 or 初中."""
        return words(f"level.{self.level}")


def pages(run: Run) -> dict[str, Report]:
    """The page of each school, by name; the county stands before the name where a name occurs twice."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    standard = balance_standard(run.params.standard)
    places = sorted(
        {_place(r) for r in tables.get("schools", [])}, key=lambda p: [name_key(t) for t in p[::-1]]
    )
    often = Counter(school for _, school in places)
    names = {p: p[1] if often[p[1]] == 1 else f"{p[0]} {p[1]}" for p in places}
    return {names[p]: _page(run, names[p], _levels(tables, p, standard)) for p in places}


def _place(row: Row) -> Place:
    return row.get("county") or "", row["school"] or ""


def _levels(tables: dict[str, list[Row]], place: Place, standard: BalanceStandard) -> list[_Level]:
    own = [r for r in tables["schools"] if _place(r) == place]
    verdicts = {r["level"]: r for r in tables.get("verdicts", []) if r.get("school") and _place(r) == place}
    found = []
    for level in dict.fromkeys(
        level for level in ("primary", "junior") if any(r["level"] == level for r in own)
    ):
        county = {
            r["indicator"]: r
            for r in tables["coefficients"]
            if r["level"] == level and (r.get("county") or "") == place[0]
        }
        rows = [r for r in own if r["level"] == level]
        found.append(_Level(level, rows, county, verdicts.get(level), standard))
    return found


def _page(run: Run, name: str, levels: list[_Level]) -> Report:
    blocks: list[Block] = [block for level in levels for block in (*_verdict(level), _table(level))]
    if len(levels) == 1:  # a second level takes the room of the chart: the page stays one page
        blocks += _chart(levels[0])
    standings = [s for level in levels for s in _standings(level, several=len(levels) > 1)]
    rule = words("page.balance_rule", most=int(limit("page_items")))
    standard = levels[0].standard
    about = words("balance.subtitle", standard=standard.label, doc=standard.source.doc)
    blocks += judged(standings, rule=rule, step=words("page.balance_step"))
    sections = (Section(words("page.glance_balance"), tuple(blocks)),)
    subtitle = words("page.subtitle_balance", about=about)
    return page(run, name, kind="balance", subtitle=subtitle, sections=sections)


def _verdict(level: _Level) -> Iterable[Block]:
    if level.verdict is None:
        return
    codes = {True: "balance.passes", False: "balance.passes_not", None: "balance.unknown"}
    passes = level.verdict["passes"]
    met, n = level.verdict["met_count"], len(level.standard.indicators)
    text = words("page.verdict", level=level.name, verdict=words(codes[passes]), met=met, n=n)
    yield Note(text, "quiet" if passes is None else met_tone(passes))


def _table(level: _Level) -> Table:
    heads = [Column(words("indicator")), Column(words("page.own"), 2)]
    heads += [Column(words("page.balance_threshold"), 2), Column(words("page.balance_ratio"), 2)]
    heads += [Column(words("page.county"), 2), Column(words("balance.short"))]
    rows: list[tuple[Cell, ...]] = []
    tones: list[tuple[Tone, ...]] = []
    for indicator, own, county in level.lines:
        values = (own["value"], own["threshold"], own["ratio"], county.get("mean"))
        rows.append((_measured(indicator), *values, _short(indicator, own)))
        tones.append(tuple(met_tone(own["met"]) if i == 3 else "plain" for i in range(6)))
    title = words("page.balance_table", level=level.name)
    meanings: Meanings = (("good", words("page.balance_reached")), ("bad", words("page.balance_not_reached")))
    return Table(
        title, tuple(heads), tuple(rows), tuple(tones), words("page.balance_note"), meanings=meanings
    )


def _measured(indicator: BalanceIndicator) -> Words:
    """The indicator with the unit in which it is counted."""
    return words("page.measured", what=indicator.label, unit=indicator.unit)


def _short(indicator: BalanceIndicator, own: Row) -> Words | None:
    """What is lacking, in whole things; None where it is not known."""
    if own["short"] is None:
        return None
    if not own["short"]:
        return words("page.nothing_short")
    return words("page.amount", n=number(ceil(own["short"]), digits=0), unit=indicator.unit)


def _chart(level: _Level) -> Iterable[Bar]:
    """Own and county against the threshold; nothing where the standard has none."""
    held = [(i, own, county.get("mean")) for i, own, county in level.lines if own["ratio"] is not None]
    if not held:
        return
    joint = tuple(None if mean is None else min(mean / own["threshold"], MOST) for _, own, mean in held)
    yield Bar(
        words("page.balance_chart"),
        words("indicator"),
        words("page.balance_ratio"),
        2,
        note=words("balance.heat_note"),
        categories=tuple(indicator.short for indicator, _, _ in held),
        series=(
            Series(words("page.own"), tuple(min(own["ratio"], MOST) for _, own, _ in held)),
            Series(words("page.county"), joint),
        ),
        marks=(Mark(words("page.balance_threshold"), 1.0),),
    )


def _named(level: _Level, indicator: BalanceIndicator, *, several: bool) -> Words:
    """An indicator, with its level where the school has several."""
    if not several:
        return indicator.short
    return words("page.of_level", level=level.name, what=indicator.short)


def _standings(level: _Level, *, several: bool) -> Iterable[Standing]:
    for indicator, own, county in level.lines:
        mean, cv = county.get("mean"), county.get("cv")
        if mean is None:
            continue
        away = (own["value"] - mean) / (mean * cv) if mean and cv else 0.0
        what = _named(level, indicator, several=several)
        is_gap = own["met"] is False or (own["met"] is None and away < 0)
        is_strength = not is_gap and away > 0
        said = _said(what, indicator, own, county)
        yield Standing(what, said, away, is_strength, is_gap)


def _said(what: Words, indicator: BalanceIndicator, own: Row, county: Row) -> Words:
    values = {"own": own["value"], "joint": county["mean"], "threshold": own["threshold"]}
    texts = {k: number(v, digits=2) for k, v in values.items() if v is not None}
    code = "page.balance_item" if own["threshold"] is not None else "page.balance_item_free"
    said = words(code, what=what, n=county["n"], **texts)
    short = _short(indicator, own) if own["short"] else None
    return words("page.balance_short", item=said, short=short) if short else said
