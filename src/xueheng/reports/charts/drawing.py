"""A chart drawn without a browser: the page's own script lays it out, our copy of ECharts draws it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import printable
from threading import Lock
from typing import Any

from py_mini_racer import MiniRacer

from xueheng.reports.blocks import Cell, Chart, Column, Table, Tone, ZoneMap
from xueheng.reports.charts.charts import spec
from xueheng.reports.charts.twins import twin
from xueheng.reports.charts.zone_map import picture
from xueheng.reports.display import SHAPES, cell, toned
from xueheng.reports.print.fonts import SANS, width
from xueheng.standards.words import Lang

FAMILY = f"Microsoft YaHei, PingFang SC, {SANS}, Noto Sans SC, sans-serif"
# The engine has no clock; a still picture needs none.
CLOCK = "var setTimeout = function () { return 0 }, clearTimeout = function () {};"
LETTERS = printable + "−\u2009"
TURN = Lock()
# Hooks for a mouse, and a way to centre letters that office programs do not know.
USELESS = re.compile(r'<style >.*?</style>| (?:class|ecmeta_\w+|pointer-events|cursor)="[^"]*"', re.DOTALL)
CENTRED = re.compile(r'dominant-baseline="central"(?=[^>]*?font-size:([\d.]+)px)')
LOWERED = 0.35  # of the size: from the middle of letters to the line they stand on
OUTER = re.compile(r"\A<svg[^>]*>(.*)</svg>\s*\Z", re.DOTALL)
NUMBERED = re.compile(r'(?<=[#"])zr\d+-')
NEVER_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Panel:
    """One picture of a chart: what stands inside an SVG element of this size."""

    body: str
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """Panels in rows of so many columns, and the words of the axes above and under them."""

    above: str
    under: str
    columns: int
    panels: tuple[Panel, ...]


def draw(chart: Chart, lang: Lang, *, width: int) -> Drawing:
    """The chart as the page shows it at this width."""
    if isinstance(chart, ZoneMap):
        body, height = picture(chart, width=width)
        return Drawing("", chart.x.say(lang), 1, (Panel(body, width, height),))
    made = _run(_ask(chart, lang, width=width))
    panels = (
        Panel(_tidy(panel["svg"], n), panel["width"], panel["height"])
        for n, panel in enumerate(made["panels"])
    )
    return Drawing(made["above"], made["under"], made["columns"], tuple(panels))


def printing(text: str) -> str:
    """The text without what may not stand in XML."""
    return NEVER_XML.sub("\ufffd", text)


def _ask(chart: Chart, lang: Lang, *, width: int) -> str:
    """What the engine is told: the spec, the texts of the table twin, colours and widths of letters."""
    table = twin(chart)
    asked = {
        "spec": spec(chart, lang),
        "width": width,
        "head": [{"text": column.label.say(lang)} for column in table.columns],
        "rows": [_row(table, lang, at=at) for at in range(len(table.rows))],
        "tokens": _tokens(),
        "family": FAMILY,
    }
    text = json.dumps(asked, ensure_ascii=False, allow_nan=False)
    return json.dumps({**asked, "widths": _widths(text + LETTERS)}, allow_nan=False)


def _row(table: Table, lang: Lang, *, at: int) -> list[dict[str, str]]:
    tones = table.tones[at] if table.tones else toned((), len(table.columns))
    parts = zip(table.rows[at], table.columns, tones, strict=True)
    return [_cell(value, lang, column=column, tone=tone) for value, column, tone in parts]


def _cell(value: Cell, lang: Lang, *, column: Column, tone: Tone) -> dict[str, str]:
    return {
        "text": cell(value, lang, digits=column.digits, percent=column.percent),
        "mark": SHAPES[tone],
    }


def _widths(text: str) -> dict[str, float]:
    return {letter: run for letter in sorted(set(text)) if (run := width(letter)) != 1}


def _run(asked: str) -> Any:
    """The engine's answer; one chart at a time."""
    with TURN:
        answer = _engine().eval(f"engine({json.dumps(_asset('report.js'))}, {json.dumps(asked)})")
    return json.loads(str(answer))


@cache
def _engine() -> MiniRacer:
    """A room of its own: no file, no network, only our script and the data it is given."""
    engine = MiniRacer()
    for script in (CLOCK, _asset("echarts.min.js"), _asset("chart_engine.js")):
        engine.eval(f"{script}\n;0")
    return engine


@cache
def _tokens() -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): (#\w+)", _asset("report.css")))


@cache
def _asset(name: str) -> str:
    return (files("xueheng.reports") / "assets" / name).read_bytes().decode("utf-8")


def _tidy(svg: str, n: int) -> str:
    """The inside of a panel: without hooks, with names that tell its number and not the engine's age."""
    inside = USELESS.sub("", OUTER.sub(r"\1", printing(svg)))
    named = NUMBERED.sub(f"panel{n}-", inside)
    return CENTRED.sub(lambda found: f'dy="{LOWERED * float(found[1]):g}"', named).strip()
