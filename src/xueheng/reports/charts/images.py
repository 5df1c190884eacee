"""Charts as images for slides and documents: SVG that stands alone, and PNG."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

import typst

from xueheng.reports.blocks import Box, Chart, Report
from xueheng.reports.charts.drawing import draw
from xueheng.reports.charts.image_parts import (
    INK,
    TEXT,
    TITLE,
    Part,
    framed,
    key,
    panel_rows,
    paragraph,
    room,
    stacked,
)
from xueheng.reports.charts.twins import twin
from xueheng.reports.display import said
from xueheng.reports.print.fonts import font_paths
from xueheng.standards.words import Lang

MARGIN = 16
POINTS_PER_INCH = 72
SHORT = 28  # characters of a title that a file name keeps
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*。，,；;：]+|\.(?!\d)')
BESIDE_HAN = re.compile(r"\s+(?=[\u2e80-\u9fff])|(?<=[\u2e80-\u9fff])\s+")
KEPT = 64  # drawings: Word and workbook show the same ones
PAGE = b"""#set page(width: float(sys.inputs.width) * 1pt, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


@lru_cache(maxsize=KEPT)
def chart_svg(chart: Chart, *, lang: Lang, width: int = 720) -> str:
    """The chart with its title, key, axis words and note, in one file that needs no other."""
    inner = width - 2 * MARGIN
    title = paragraph(chart.title.say(lang), width=inner, size=TITLE, colour=INK)
    parts = [title, room(6), *strips(chart, lang, width=inner)]
    if text := note(chart, lang):
        parts += [room(6), paragraph(text, width=inner)]
    return framed(stacked(parts), width=inner, name=chart.title.say(lang), margin=MARGIN)


def chart_png(chart: Chart, *, lang: Lang, width: int = 720, scale: float = 2) -> bytes:
    """The same as a picture of dots, so many to a pixel of the page."""
    return png(chart_svg(chart, lang=lang, width=width), width=width, scale=scale)


@lru_cache(maxsize=KEPT)
def drawing_png(chart: Chart, *, lang: Lang, width: int = 720, scale: float = 2) -> bytes:
    """The drawing alone as dots, for a place that prints title and note itself."""
    bare = framed(stacked(strips(chart, lang, width=width)), width=width, name=chart.title.say(lang))
    return png(bare, width=width, scale=scale)


def write_charts(report: Report, folder: Path, *, lang: Lang) -> list[Path]:
    """Every chart of the report as SVG and PNG, numbered as in the report."""
    blocks = (block for section in report.sections for block in section.blocks)
    charts = [block for block in blocks if isinstance(block, Chart)]
    if charts:
        folder.mkdir(parents=True, exist_ok=True)
    return [path for n, chart in enumerate(charts, start=1) for path in _write(chart, folder, lang=lang, n=n)]


def strips(chart: Chart, lang: Lang, *, width: int) -> list[Part]:
    """The chart without title and note: parts that may stand on different pages."""
    if is_empty(chart):
        return [paragraph(said("missing", lang), width=width, size=TEXT)]
    drawing = draw(chart, lang, width=width)
    above, under = (
        paragraph(words, width=width, centred=c)
        for words, c in ((drawing.above, False), (drawing.under, True))
    )
    first, *others = panel_rows(drawing)
    head = [part for part in (key(chart, lang, width=width), room(4), above) if part]
    rows = [stacked([*head, first]), *(stacked([room(10), row]) for row in others)]
    return [*rows[:-1], stacked([rows[-1], under])]


def is_empty(chart: Chart) -> bool:
    """True when there is nothing to draw."""
    table = twin(chart)
    return not table.rows or len(table.columns) < 2


def note(chart: Chart, lang: Lang) -> str:
    """What stands under a chart: its note, and what whiskers are."""
    whiskers = chart.whiskers if isinstance(chart, Box) else None
    what = said("whiskers", lang, what=whiskers.say(lang)) if whiskers else ""
    return " ".join(filter(None, (chart.note.say(lang) if chart.note else "", what)))


def png(svg: str, *, width: float, scale: float) -> bytes:
    """An SVG image as dots, set in the fonts that documents embed."""
    inputs = {"svg": svg, "width": str(width)}
    compiler = typst.Compiler(font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs)
    return cast(bytes, compiler.compile(PAGE, format="png", ppi=POINTS_PER_INCH * scale))


@cache
def fonts() -> typst.Fonts:
    """The fonts that are embedded, and no others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=font_paths())


def _write(chart: Chart, folder: Path, *, lang: Lang, n: int) -> list[Path]:
    name = f"{n:02d}-{_short(chart.title.say(lang))}".rstrip("-")
    svg, dots = folder / f"{name}.svg", folder / f"{name}.png"
    svg.write_text(chart_svg(chart, lang=lang), encoding="utf-8", newline="\n")
    dots.write_bytes(chart_png(chart, lang=lang))
    return [svg, dots]


def _short(title: str) -> str:
    """A title as part of a file name that every system takes."""
    name = "-".join(NOT_IN_NAMES.sub(" ", BESIDE_HAN.sub("", title)).split())[:SHORT]
    is_open = name.count("（") > name.count("）")
    return (name[: name.rindex("（")] if is_open else name).strip("-.")
