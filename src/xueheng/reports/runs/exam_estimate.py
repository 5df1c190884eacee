"""推断报告: estimates with their intervals, differences that the sample can tell, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import (
    Block,
    Caterpillar,
    Column,
    Note,
    Number,
    Numbers,
    Report,
    Section,
    Table,
    Tone,
)
from xueheng.reports.charts.twins import twin
from xueheng.reports.runs.provenance import checking, facts, name_key, stamp, words
from xueheng.reports.runs.survey import said
from xueheng.standards.words import Words

Row = dict[str, Any]
MOST_PAIRS, MOST_GROUPS = 40, 80  # shown in a picture


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of estimates from a sample."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    rows = sorted(tables["estimates"], key=_place)
    pairs = sorted(tables.get("differences", ()), key=_place)
    sections = [Section(words("conclusion"), tuple(_conclusion(run, rows)))]
    sections.append(Section(said("estimate.estimates"), tuple(_estimates(run, rows))))
    if pairs:
        sections.append(Section(said("estimate.differences"), tuple(_differences(run, pairs, rows))))
    subtitle = said(f"estimate.subtitle.{run.params.statistic}", value=_joined(run.params.value))
    return Report(said("estimate.title"), subtitle, facts(run), (*sections, checking(run)), stamp(run), files)


def _joined(names: Iterable[str]) -> Words:
    listed = list(names)
    return Words("、".join(listed), ", ".join(listed))


def _place(row: Row) -> tuple[Any, ...]:
    return (*_part(row), name_key(row["group"]), name_key(row.get("other", "")))


def _part(row: Row) -> tuple[Any, ...]:
    return row["q"] or 0.0, row["term"] or ""


def _conclusion(run: Run, rows: list[Row]) -> Iterable[Block]:
    headline = [_headline(run, row, rows) for row in rows[:3]] if run.outcome.figures["n_groups"] == 1 else []
    yield Numbers((*headline, *_sizes(run)))
    warned = tuple(i.words for i in run.issues if i.severity == "warning")
    if warned:
        yield Note(said("estimate.mind"), "near", warned)
    yield Note(said("estimate.meaning"))


def _headline(run: Run, row: Row, rows: list[Row]) -> Number:
    """One figure with its interval; none on a page where rows are few."""
    value = None if row["flag"] == "small" else row["estimate"]
    context = None if value is None else _interval(run, row, rows)
    return Number(_named(row), value, _digits(run, rows), percent=_is_share(run), context=context)


def _sizes(run: Run) -> Iterable[Number]:
    held = run.outcome.figures
    yield Number(said("estimate.n"), held["n"], 0, context=said("estimate.left_out", n=held["n_left_out"]))
    yield Number(
        said("estimate.units"), held["units"], 0, context=said("estimate.in_strata", n=held["strata"])
    )
    yield Number(said("estimate.stand_for"), held["weight_sum"], 0)


def _named(row: Row) -> Words:
    """What a figure is, in words: the statistic, and its quantile or term."""
    if row["q"] is not None:
        return said("estimate.quantile_at", q=f"{row['q']:.12g}")
    if row["term"] is not None:
        term = said("estimate.constant") if row["term"] == "(Intercept)" else row["term"]
        return said(f"estimate.term.{row['statistic']}", term=term)
    return said(f"estimate.kind.{row['statistic']}")


def _is_share(run: Run) -> bool:
    return bool(run.params.statistic == "share")


def _digits(run: Run, rows: list[Row]) -> int:
    """As many digits as the errors leave a meaning: two places of the smallest error, four at most."""
    errors = [r["se"] for r in rows if r["se"]]
    if not errors:
        return 2
    scaled = min(errors) * (100 if _is_share(run) else 1)
    return next((digits for digits in range(4) if scaled * 10**digits >= 1), 4)


def _interval(run: Run, row: Row, rows: list[Row]) -> Words | None:
    if row["low"] is None or row["high"] is None:
        return said("estimate.no_interval")
    many, percent = (100, "%") if _is_share(run) else (1, "")
    low, high = (f"{row[side] * many:,.{_digits(run, rows)}f}{percent}" for side in ("low", "high"))
    return said("estimate.interval", low=low, high=high)


def _estimates(run: Run, rows: list[Row]) -> Iterable[Block]:
    if run.outcome.figures["n_groups"] == 1:
        yield _table(run, rows, digits=_digits(run, rows))
        return
    for _, part in groupby(rows, key=_part):
        found = list(part)
        held = [r for r in found if r["flag"] != "small" and None not in (r["low"], r["high"])]
        if 1 < len(held) <= MOST_GROUPS:
            yield _picture(run, held, digits=_digits(run, rows))
        yield _table(run, found, digits=_digits(run, rows))


def _picture(run: Run, held: list[Row], *, digits: int) -> Caterpillar:
    return Caterpillar(
        said("estimate.picture", what=_named(held[0]), n=len(held)),
        _joined(run.params.by),
        _named(held[0]),
        digits,
        _is_share(run),
        said("estimate.interval_note"),
        names=tuple(r["group"] for r in held),
        estimates=tuple(r["estimate"] for r in held),
        low=tuple(r["low"] for r in held),
        high=tuple(r["high"] for r in held),
        about=None,
    )


def _table(run: Run, found: list[Row], *, digits: int) -> Table:
    share, labels = _is_share(run), {c.name: c.label for c in run.method.table("estimates").columns}
    is_one = run.outcome.figures["n_groups"] == 1
    group = said("estimate.figure") if is_one else _joined(run.params.by)
    heads = (Column(group), *(Column(labels[c], 0) for c in ("n", "units")))
    measured = tuple(Column(labels[c], digits, share) for c in ("estimate", "low", "high"))
    tail = (Column(labels["se"], digits + 1, share), Column(labels["deff"], 2))
    note = said("estimate.small_note", n=run.params.small)
    title = said("estimate.estimates") if is_one else _named(found[0])
    rows = tuple((_named(r) if is_one else r["group"], *_cells(r)) for r in found)
    return Table(title, (*heads, *measured, *tail), rows, note=note)


def _cells(r: Row) -> tuple[Any, ...]:
    """Where rows are few the estimate is not shown on a page; the outcome tables hold it."""
    shown = [r[c] for c in ("estimate", "low", "high", "se", "deff")]
    return (r["n"], r["units"], *([None] * len(shown) if r["flag"] == "small" else shown))


def _differences(run: Run, pairs: list[Row], rows: list[Row]) -> Iterable[Block]:
    few = {r["group"] for r in rows if r["flag"] == "small"}
    kept = [r for r in pairs if r["se"] is not None and not few & {r["group"], r["other"]}]
    for _, part in groupby(kept, key=_part):
        picture = _gaps(run, list(part), digits=_digits(run, rows))
        yield picture if len(picture.names) <= MOST_PAIRS else twin(picture)


def _gaps(run: Run, found: list[Row], *, digits: int) -> Caterpillar:
    clear = sum(r["low"] > 0 or r["high"] < 0 for r in found)
    tones: tuple[Tone, ...] = ("good", "bad", "quiet")
    return Caterpillar(
        said("estimate.pairs", what=_named(found[0]), n=len(found), clear=clear),
        said("estimate.pair"),
        said("estimate.gap"),
        digits,
        _is_share(run),
        said("estimate.pair_note"),
        meanings=tuple((tone, said(f"estimate.tone.{tone}")) for tone in tones),
        names=tuple(f"{r['group']} − {r['other']}" for r in found),
        estimates=tuple(r["difference"] for r in found),
        low=tuple(r["low"] for r in found),
        high=tuple(r["high"] for r in found),
    )
