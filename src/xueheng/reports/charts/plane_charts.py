"""Charts on two axes as ECharts options: curves, grids of values, quadrants."""

from __future__ import annotations

from xueheng.reports.blocks import Heat, Line, Quadrant, Series, Tone
from xueheng.reports.charts.chart_parts import (
    COLOURS,
    DASHES,
    DIVERGING,
    PALETTE,
    RAMP,
    SYMBOLS,
    Option,
    axis_words,
    finite,
    mark_lines,
    span,
    texts,
    ticks,
    value_axis,
)
from xueheng.reports.charts.scales import scale
from xueheng.reports.display import number, toned
from xueheng.standards.words import Lang

FEW_POINTS = 40


def line(chart: Line, lang: Lang) -> Option:
    """Curves told apart by colour, stroke and symbol; a gap stays a gap."""
    values = [value for series in chart.series for value in series.values]
    up = span(chart, [0.0, *values] if chart.area else values)
    along = scale([*chart.at, *(mark.at for mark in chart.marks if mark.axis == "x")])
    curves = [_curve(chart, series, lang=lang, at=at) for at, series in enumerate(chart.series)]
    curves[0]["markLine"] = mark_lines(chart, lang)
    return {
        "words": axis_words(chart, lang),
        "ticks": {
            "x": {"digits": along.digits, "percent": False, "grouped": False},
            "y": ticks(chart, up),
        },
        "option": {"xAxis": value_axis(along), "yAxis": value_axis(up), "series": curves},
    }


def heat(chart: Heat, lang: Lang) -> Option:
    """A grid of values, coloured alike on both sides of the middle; what is missing says so."""
    cells = [(x, y, finite(v)) for y, row in enumerate(chart.values) for x, v in enumerate(row)]
    low, high = ends(chart)
    names = texts(chart.rows, lang)
    colours = {
        "show": False,
        "min": low,
        "max": high if high > low else low + 1,
        "inRange": {"color": list(RAMP if chart.middle is None else DIVERGING)},
    }
    known = {"type": "heatmap", "data": [{"value": list(cell)} for cell in cells if cell[2] is not None]}
    gaps = {"type": "scatter", "data": [{"value": [x, y]} for x, y, value in cells if value is None]}
    return {
        "names": names,
        "words": axis_words(chart, lang),
        "option": {
            "xAxis": {"type": "category", "data": texts(chart.columns, lang)},
            "yAxis": {"type": "category", "data": names, "inverse": True},
            "visualMap": colours,
            "series": [known, gaps],
        },
    }


def ends(chart: Heat) -> tuple[float, float]:
    """The lowest and the highest colour: equally far from the middle, if there is one."""
    known = [found for row in chart.values for value in row if (found := finite(value)) is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if chart.middle is None:
        return low, high
    reach = max(high - chart.middle, chart.middle - low)
    return chart.middle - reach, chart.middle + reach


def quadrant(chart: Quadrant, lang: Lang) -> Option:
    """Points and the two cuts; report.js lays the words into the quarters."""
    across = span(chart, _with_margin([*chart.xs, chart.cut_x]), axis="x")
    up = span(chart, _with_margin([*chart.ys, chart.cut_y]))
    tones = toned(chart.tones, len(chart.names))
    points = zip(chart.names, chart.xs, chart.ys, tones, strict=True)
    lines = mark_lines(chart, lang)
    lines["data"] = [*_cuts(chart), *lines["data"]]
    drawn = {"type": "scatter", "data": [_point(*point) for point in points], "markLine": lines}
    return {
        "words": axis_words(chart, lang),
        "ticks": {"x": ticks(chart, across), "y": ticks(chart, up)},
        "quarters": [words.say(lang) for words in chart.quarters or ()],
        "cut": [chart.cut_x, chart.cut_y],
        "option": {"xAxis": value_axis(across), "yAxis": value_axis(up), "series": [drawn]},
    }


def _curve(chart: Line, series: Series, *, lang: Lang, at: int) -> Option:
    colour = PALETTE[at % 6]
    return {
        "type": "line",
        "name": series.name.say(lang),
        "step": "end" if chart.step else False,
        "symbol": SYMBOLS[at % 6],
        "symbolSize": 7,
        "showSymbol": len(chart.at) <= FEW_POINTS and not (chart.step and chart.area),
        "lineStyle": {"width": 2, "color": colour, "type": DASHES[at % 6]},
        "itemStyle": {"color": colour},
        "areaStyle": {"opacity": 0.12} if chart.area else None,
        "data": [[x, finite(y)] for x, y in zip(chart.at, series.values, strict=True)],
    }


def _with_margin(values: list[float]) -> list[float]:
    """The values and a little room around them, so that no point lies on the frame."""
    room = 0.04 * (max(values) - min(values))
    return [*values, min(values) - room, max(values) + room]


def _cuts(chart: Quadrant) -> list[Option]:
    across, up = (
        number(cut, digits=chart.digits, percent=chart.percent) for cut in (chart.cut_x, chart.cut_y)
    )
    return [{"name": across, "xAxis": chart.cut_x}, {"name": up, "yAxis": chart.cut_y}]


def _point(name: str, x: float, y: float, tone: Tone) -> Option:
    return {"name": name, "value": [x, y], "tone": tone, "itemStyle": {"color": COLOURS[tone]}}
