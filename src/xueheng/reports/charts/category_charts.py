"""Charts along categories as ECharts options: bars, boxes, intervals."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from xueheng.reports.blocks import Bar, Box, Caterpillar, Chart, Series, Tone
from xueheng.reports.charts.chart_parts import (
    COLOURS,
    PALETTE,
    Option,
    axis_words,
    finite,
    mark_lines,
    span,
    texts,
    ticks,
    value_axis,
)
from xueheng.reports.charts.scales import Scale
from xueheng.reports.charts.twins import interval_tones
from xueheng.reports.display import toned
from xueheng.standards.words import Lang, Words

HATCH = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "color": "rgba(255,255,255,0.6)"}
HATCHES: tuple[Option | None, ...] = (
    None,
    {**HATCH, "rotation": -math.pi / 4},
    {**HATCH, "rotation": math.pi / 4},
)


def bar(chart: Bar, lang: Lang) -> Option:
    """Grouped bars from zero; a tone colours its bar."""
    values = [value for series in chart.series for value in series.values]
    drawn = [_bars(series, lang, at=at) for at, series in enumerate(chart.series)]
    drawn[0]["markLine"] = mark_lines(chart, lang)
    made = _along(chart, lang, names=chart.categories, range_=span(chart, [0.0, *values]), series=drawn)
    return {**made, "ordered": is_scale(made["names"])}


def box(chart: Box, lang: Lang) -> Option:
    """Five-number boxes."""
    range_ = span(chart, [value for numbers in chart.boxes for value in numbers])
    drawn = {
        "type": "boxplot",
        "itemStyle": {"color": "#dcebf4", "borderColor": PALETTE[0], "borderWidth": 1.5},
        "data": [{"value": list(numbers)} for numbers in chart.boxes],
        "markLine": mark_lines(chart, lang),
    }
    return _along(chart, lang, names=chart.categories, range_=range_, series=[drawn])


def caterpillar(chart: Caterpillar, lang: Lang) -> Option:
    """Estimates with intervals around a line; report.js draws the strokes."""
    lines = mark_lines(chart, lang)
    about = () if chart.about is None else (chart.about,)
    lines["data"][:0] = [{"name": "", "yAxis": at} for at in about if all(m.at != at for m in chart.marks)]
    items = zip(chart.estimates, chart.low, chart.high, interval_tones(chart), strict=True)
    data = [
        {"value": [at, *values], "tone": tone, "colour": COLOURS[tone]}
        for at, (*values, tone) in enumerate(items)
    ]
    drawn = {"type": "custom", "data": data, "markLine": lines}
    range_ = span(chart, [*about, *chart.low, *chart.high])
    return _along(chart, lang, names=chart.names, range_=range_, series=[drawn])


def is_scale(categories: Iterable[str]) -> bool:
    """True when categories are evenly spaced numbers: labels may be thinned, nothing is lost."""
    try:
        points = [float(name) for name in categories]
    except ValueError:
        return False
    gaps = {round(later - earlier, 9) for earlier, later in itertools.pairwise(points)}
    return len(gaps) == 1 and gaps.pop() > 0


def _along(
    chart: Chart, lang: Lang, *, names: Iterable[str | Words], range_: Scale, series: list[Option]
) -> Option:
    shown = texts(names, lang)
    return {
        "names": shown,
        "words": axis_words(chart, lang),
        "ticks": {"y": ticks(chart, range_)},
        "option": {
            "xAxis": {"type": "category", "data": shown},
            "yAxis": value_axis(range_),
            "series": series,
        },
    }


def _bars(series: Series, lang: Lang, *, at: int) -> Option:
    tones = toned(series.tones, len(series.values))
    return {
        "type": "bar",
        "name": series.name.say(lang),
        "itemStyle": {"color": PALETTE[at % 6], "decal": HATCHES[at % 3]},
        "data": [_item(value, tone) for value, tone in zip(series.values, tones, strict=True)],
    }


def _item(value: float | None, tone: Tone) -> Option:
    item: Option = {"value": finite(value)}
    return item if tone == "plain" else {**item, "itemStyle": {"color": COLOURS[tone]}}
