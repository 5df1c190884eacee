"""The parts of a chart image, from top to bottom: lines of text, the key, rows of panels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from xueheng.reports.blocks import Bar, Caterpillar, Chart, Heat, Line, Quadrant, Tone
from xueheng.reports.charts.chart_parts import COLOURS, DASHES, DIVERGING, PALETTE, RAMP
from xueheng.reports.charts.drawing import FAMILY, Drawing, Panel, printing
from xueheng.reports.charts.plane_charts import ends
from xueheng.reports.charts.twins import interval_tones, twin
from xueheng.reports.display import SHAPES, meaning, number
from xueheng.reports.pages.html_tables import ORDER
from xueheng.reports.print.fonts import width as run
from xueheng.standards.words import Lang

INK, SOFT = "#1d2421", "#55605b"
SMALL, TEXT, TITLE = 12.0, 13.0, 16.0
GAP = 24.0  # between panels side by side
LEADING = 1.5
BETWEEN = 18.0  # the room between items of the key
RAMP_WIDTH = 300.0
MARKS: dict[Tone, str] = {**COLOURS, "quiet": "#7c8581"}
HATCHES = ("", "M0 8L8 0M2 12L14 0M9 12L14 7", "M0 4L8 12M0 0L12 12M6 0L14 8")
# What is not broken: a word of letters and digits, or one character, with the marks that cling to it.
PIECES = re.compile(r"\s+|[（「『《【]*(?:[^\s\u2e80-\U0003ffff]+|\S)[，。、；：！？）」』》】”’,.;:!?)\]%]*")


@dataclass(frozen=True)
class Part:
    """A strip of the image: what it holds and how high it is."""

    body: str
    height: float


@dataclass(frozen=True)
class Item:
    """An item of the key: a sign, how wide it is, and what it means."""

    sign: str
    width: float
    words: str


def stacked(parts: Iterable[Part]) -> Part:
    """Parts under each other."""
    bodies, at = [], 0.0
    for part in parts:
        bodies.append(f'<g transform="translate(0 {at:g})">{part.body}</g>')
        at += part.height
    return Part("".join(bodies), at)


def framed(part: Part, *, width: float, name: str, margin: float = 0) -> str:
    """The part as an image of its own on white ground."""
    wide, high = width + 2 * margin, round(part.height + 2 * margin, 2)
    ground = f'<rect width="{wide:g}" height="{high:g}" fill="#fff"/>'
    label = quoteattr(printing(name))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" '
        f'viewBox="0 0 {wide:g} {high:g}" role="img" aria-label={label}>'
        f'{ground}<g transform="translate({margin:g} {margin:g})">{part.body}</g></svg>\n'
    )


def paragraph(
    text: str, *, width: float, size: float = SMALL, colour: str = SOFT, centred: bool = False
) -> Part:
    """Lines of text; a title's strokes are thickened, for not every font has a bold face."""
    rows, leading = lines(text, width=width / size), size * LEADING
    at, anchor = (width / 2, "middle") if centred else (0, "start")
    heavy = f' stroke="{colour}" stroke-width="0.4"' if size == TITLE else ""
    style = f'font-family={quoteattr(FAMILY)} font-size="{size:g}" fill="{colour}"{heavy}'
    drawn = (
        f'<text x="{at:g}" y="{leading * n + size * 1.1:g}" text-anchor="{anchor}" {style}>'
        f"{escape(printing(row))}</text>"
        for n, row in enumerate(rows)
    )
    return Part("".join(drawn), leading * len(rows))


def lines(text: str, *, width: float) -> list[str]:
    """The text broken at blanks and between Chinese characters, in lines of so many em."""
    rows, row = [], ""
    for piece in _pieces(text, width=width):
        if row and run((row + piece).rstrip()) > width:
            rows.append(row.rstrip())
            row = piece.lstrip()
        else:
            row += piece
    return [*rows, row.rstrip()] if row.strip() or not rows else rows


def room(height: float) -> Part:
    """Nothing, so high."""
    return Part("", height)


def panel_rows(drawing: Drawing) -> list[Part]:
    """The panels side by side, one part for each row of them."""
    across = drawing.columns
    rows = [drawing.panels[at : at + across] for at in range(0, len(drawing.panels), across)]
    return [_beside(row) for row in rows]


def key(chart: Chart, lang: Lang, *, width: float) -> Part | None:
    """What colours, strokes and shapes mean, only those that are drawn."""
    if isinstance(chart, Heat):
        return _ramp(chart)
    items = [*_runs(chart, lang), *_tones(chart, lang)]
    return _flow(items, width=width) if items else None


def _pieces(text: str, *, width: float) -> Iterator[str]:
    """What is not broken, and the letters of what is longer than a line."""
    for piece in PIECES.findall(text):
        yield from [piece] if run(piece) <= width else piece


def _beside(panels: Sequence[Panel]) -> Part:
    bodies, at = [], 0.0
    for panel in panels:
        bodies.append(f'<g transform="translate({at:g} 0)">{panel.body}</g>')
        at += panel.width + GAP
    return Part("".join(bodies), max(panel.height for panel in panels))


def _flow(items: Sequence[Item], *, width: float) -> Part:
    """Signs with their words in a row, as many rows as they need."""
    rows: list[list[str]] = [[]]
    at = 0.0
    for item in items:
        need = item.width + run(item.words) * SMALL
        if rows[-1] and at + need > width:
            rows.append([])
            at = 0.0
        words = paragraph(item.words, width=need).body
        label = f'<g transform="translate({item.width:g} 0)">{words}</g>'
        rows[-1].append(f'<g transform="translate({at:g} 0)">{item.sign}{label}</g>')
        at += need + BETWEEN
    return stacked(Part("".join(row), SMALL * LEADING) for row in rows)


def _runs(chart: Chart, lang: Lang) -> list[Item]:
    if not isinstance(chart, Bar | Line) or len(chart.series) < 2:
        return []
    if isinstance(chart, Line):
        return [Item(_stroke(at), 40, series.name.say(lang)) for at, series in enumerate(chart.series)]
    coloured = not any(series.tones for series in chart.series)
    return [Item(_swatch(n, coloured=coloured), 20, s.name.say(lang)) for n, s in enumerate(chart.series)]


def _stroke(at: int) -> str:
    dash = DASHES[at % 6]
    pattern = "" if isinstance(dash, str) else f' stroke-dasharray="{" ".join(map(str, dash))}"'
    return f'<path d="M0 9H34" stroke="{PALETTE[at % 6]}" stroke-width="2.5" fill="none"{pattern}/>'


def _swatch(at: int, *, coloured: bool) -> str:
    colour = PALETTE[at % 6] if coloured else MARKS["quiet"]
    rect = f'<rect x="0" y="3" width="14" height="12" fill="{colour}"/>'
    hatch = HATCHES[at % 3]
    lined = f'<path transform="translate(0 3)" d="{hatch}" stroke="#fff" stroke-opacity="0.6" fill="none"/>'
    return rect + (lined if hatch else "")


def _tones(chart: Chart, lang: Lang) -> list[Item]:
    used, given = _used(chart), twin(chart).meanings
    return [Item(_shape(tone), 17, meaning(tone, lang, given=given)) for tone in ORDER if tone in used]


def _shape(tone: Tone) -> str:
    return paragraph(SHAPES[tone], width=SMALL, colour=MARKS[tone]).body


def _used(chart: Chart) -> set[Tone]:
    if isinstance(chart, Caterpillar):
        return set(interval_tones(chart))
    if isinstance(chart, Bar):
        return {tone for series in chart.series for tone in series.tones}
    return set(chart.tones) if isinstance(chart, Quadrant) else set()


def _ramp(chart: Heat) -> Part:
    """The scale of colours with its ends, and its middle if it has one."""
    colours = RAMP if chart.middle is None else DIVERGING
    step = RAMP_WIDTH / len(colours)
    steps = (
        f'<rect x="{n * step:g}" width="{step + 0.5:g}" height="12" fill="{colour}"/>'
        for n, colour in enumerate(colours)
    )
    low, high = ends(chart)
    at = [(0.0, "start", low), (RAMP_WIDTH, "end", high)]
    if chart.middle is not None:
        at.append((RAMP_WIDTH / 2, "middle", chart.middle))
    texts = (
        f'<text x="{x:g}" y="25" text-anchor="{anchor}" font-family={quoteattr(FAMILY)} font-size="12" '
        f'fill="{SOFT}">{number(value, digits=chart.digits, percent=chart.percent)}</text>'
        for x, anchor, value in at
    )
    return Part("".join((*steps, *texts)), 32)
