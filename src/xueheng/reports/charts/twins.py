"""The table twin of a chart: every value it draws, to the declared digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xueheng.reports.blocks import (
    Bar,
    Box,
    Caterpillar,
    Cell,
    Chart,
    Column,
    Flow,
    Heat,
    Line,
    Meanings,
    Quadrant,
    Series,
    Table,
    Tone,
    ZoneMap,
)
from xueheng.reports.display import toned
from xueheng.standards.words import Words, catalogue, plain

Rows = tuple[tuple[Cell, ...], ...]
Tones = tuple[tuple[Tone, ...], ...]
NAMED = 8  # zones whose names stand on a map


def twin(chart: Chart) -> Table:
    """The chart as a table, one row per category, point or row of the grid, in the chart's order."""
    return TWINS[type(chart)](chart)


def interval_tones(chart: Caterpillar) -> tuple[Tone, ...]:
    """The tones given, else by the law of intervals: one that crosses the line is not judged."""
    about = chart.about
    if chart.tones or about is None:
        return toned(chart.tones, len(chart.names))
    return tuple(
        "good" if low > about else "bad" if high < about else "quiet"
        for low, high in zip(chart.low, chart.high, strict=True)
    )


def meanings(chart: Chart) -> Meanings:
    """The words given for tones; those of intervals speak of the line at zero."""
    if chart.meanings or not isinstance(chart, Caterpillar):
        return chart.meanings
    judged: tuple[Tone, ...] = ("good", "near", "bad", "quiet")
    return tuple((tone, _word(f"interval_{tone}")) for tone in judged)


def quarter(chart: Quadrant, x: float, y: float) -> Words | None:
    """The words of the quarter a point lies in; none for a point on a cut."""
    if chart.quarters is None or x == chart.cut_x or y == chart.cut_y:
        return None
    right, top = x > chart.cut_x, y > chart.cut_y
    return chart.quarters[
        {(True, True): 0, (False, True): 1, (False, False): 2, (True, False): 3}[right, top]
    ]


def _word(code: str) -> Words:
    return catalogue("xueheng.reports")[code]


def _measures(chart: Chart, *labels: Words) -> tuple[Column, ...]:
    return tuple(Column(label, digits=chart.digits, percent=chart.percent) for label in labels)


def _table(chart: Chart, columns: tuple[Column, ...], *, rows: Rows, tones: Tones = ()) -> Table:
    return Table(chart.title, columns, rows, tones=tones, meanings=meanings(chart))


def _bar(chart: Bar) -> Table:
    columns = (Column(chart.x), *_measures(chart, *(series.name for series in chart.series)))
    rows = _beside(chart.categories, chart.series)
    tones = _series_tones(chart.series, len(chart.categories))
    return _table(chart, columns, rows=rows, tones=tones)


def _beside(heads: tuple[Any, ...], series: tuple[Series, ...]) -> Rows:
    return tuple((head, *(run.values[at] for run in series)) for at, head in enumerate(heads))


def _series_tones(series: tuple[Series, ...], length: int) -> Tones:
    if not any(run.tones for run in series):
        return ()
    return tuple(zip(toned((), length), *(toned(run.tones, length) for run in series), strict=True))


def _line(chart: Line) -> Table:
    columns = (Column(chart.x), *_measures(chart, *(series.name for series in chart.series)))
    return _table(chart, columns, rows=_beside(chart.at, chart.series))


def _box(chart: Box) -> Table:
    parts = ("whisker_low", "quartile_low", "median", "quartile_high", "whisker_high")
    columns = (Column(chart.x), *_measures(chart, *map(_word, parts)))
    rows = tuple((name, *box) for name, box in zip(chart.categories, chart.boxes, strict=True))
    return _table(chart, columns, rows=rows)


def _heat(chart: Heat) -> Table:
    heads = (plain(head) if isinstance(head, str) else head for head in chart.columns)
    columns = (Column(chart.y), *_measures(chart, *heads))
    rows = tuple((name, *values) for name, values in zip(chart.rows, chart.values, strict=True))
    return _table(chart, columns, rows=rows)


def _caterpillar(chart: Caterpillar) -> Table:
    tones = interval_tones(chart)
    columns = (Column(chart.x), *_measures(chart, _word("estimate"), _word("low"), _word("high")))
    rows: Rows = tuple(zip(chart.names, chart.estimates, chart.low, chart.high, strict=True))
    if chart.about is None:
        return _table(chart, columns, rows=rows)
    words = dict(meanings(chart))
    judged: Rows = tuple((*row, words.get(tone)) for row, tone in zip(rows, tones, strict=True))
    plain = toned((), len(rows))
    shown = tuple(zip(plain, tones, plain, plain, plain, strict=True))
    return _table(chart, (*columns, Column(_word("judgement"))), rows=judged, tones=shown)


def _quadrant(chart: Quadrant) -> Table:
    columns = (Column(_word("name")), *_measures(chart, chart.x, chart.y), Column(_word("quarter")))
    rows = tuple(
        (name, x, y, quarter(chart, x, y)) for name, x, y in zip(chart.names, chart.xs, chart.ys, strict=True)
    )
    tones: Tones = tuple((tone, "plain", "plain", "plain") for tone in chart.tones)
    return _table(chart, columns, rows=rows, tones=tones)


def _flow(chart: Flow) -> Table:
    columns = (Column(chart.x), Column(chart.y), Column(_word("persons"), 0))
    rows = tuple((chart.left[a], chart.right[b], n) for a, b, n in chart.flows)
    return _table(chart, columns, rows=rows)


def _zone_map(chart: ZoneMap) -> Table:
    columns = (Column(chart.y), *(column for column, _ in chart.facts))
    listed = (values for _, values in chart.facts)
    rows = tuple(zip(labelled(chart), *listed, strict=True))
    return _table(chart, columns, rows=rows)


def labelled(chart: ZoneMap) -> tuple[str, ...]:
    """The names of zones, numbered where there are too many to write them on the map."""
    if len(chart.names) <= NAMED:
        return chart.names
    return tuple(f"{n} {name}" for n, name in enumerate(chart.names, start=1))


TWINS: dict[type[Chart], Callable[[Any], Table]] = {
    Bar: _bar,
    Line: _line,
    Box: _box,
    Heat: _heat,
    Caterpillar: _caterpillar,
    Quadrant: _quadrant,
    Flow: _flow,
    ZoneMap: _zone_map,
}
