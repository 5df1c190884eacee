"""What the options of all charts share: colours, ranges, ticks and reference lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from xueheng.reports.blocks import Chart, Mark, Tone
from xueheng.reports.charts.scales import Scale, scale
from xueheng.reports.display import cell, number
from xueheng.standards.words import Lang, Words

Option = dict[str, Any]

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
QUIET = "#b9b4a8"
COLOURS: Mapping[Tone, str] = MappingProxyType(
    {"good": PALETTE[0], "near": PALETTE[5], "bad": PALETTE[1], "quiet": QUIET, "plain": PALETTE[0]}
)
RAMP = ("#f4f2ec", "#c5ddec", "#8abbdc", "#4a97c6")
DIVERGING = ("#e0803f", "#eeae80", "#f7d9c0", *RAMP)
DASHES: tuple[str | list[int], ...] = ("solid", [7, 4], [2, 3], [10, 3, 2, 3], [14, 4], [5, 2])
SYMBOLS = ("circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect")


def finite(value: float | None) -> float | None:
    """The value, or None for what cannot be drawn."""
    return value if value is not None and math.isfinite(value) else None


def texts(names: Iterable[str | Words], lang: Lang) -> list[str]:
    """Category names in one language."""
    return [cell(name, lang) for name in names]


def axis_words(chart: Chart, lang: Lang) -> Option:
    """What stands beside the two axes."""
    return {"x": chart.x.say(lang), "y": chart.y.say(lang)}


def span(chart: Chart, values: Iterable[float | None], *, axis: Literal["x", "y"] = "y") -> Scale:
    """The range of one axis, its reference lines included."""
    marks = [mark.at for mark in chart.marks if mark.axis == axis]
    return scale([*values, *marks], percent=chart.percent)


def value_axis(range_: Scale) -> Option:
    """An axis of values with its ticks fixed."""
    return {"type": "value", "min": range_.low, "max": range_.high, "interval": range_.step}


def ticks(chart: Chart, range_: Scale) -> Option:
    """How the page writes the ticks of a measured axis."""
    return {"digits": range_.digits, "percent": chart.percent, "grouped": True}


def mark_lines(chart: Chart, lang: Lang) -> Option:
    """The reference lines, each named with its value."""
    lines = [{"name": _named(chart, mark, lang=lang), f"{mark.axis}Axis": mark.at} for mark in chart.marks]
    return {"silent": True, "symbol": "none", "data": lines}


def _named(chart: Chart, mark: Mark, *, lang: Lang) -> str:
    """The label with its value, unless the words already say it."""
    measured = mark.axis == "y"
    digits = chart.digits if measured else None
    value = number(mark.at, digits=digits, percent=measured and chart.percent)
    words = mark.label.say(lang)
    return words if value in words else f"{words} {value}"
