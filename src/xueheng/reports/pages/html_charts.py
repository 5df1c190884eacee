"""A chart block as HTML: a sentence, a key, the place to draw, a note, and the table twin."""

from __future__ import annotations

import json

from xueheng.reports.blocks import Bar, Box, Caterpillar, Chart, Heat, Line, Quadrant, Tone, ZoneMap
from xueheng.reports.charts.chart_parts import DASHES, DIVERGING, PALETTE, RAMP
from xueheng.reports.charts.charts import spec
from xueheng.reports.charts.plane_charts import ends
from xueheng.reports.charts.twins import interval_tones, twin
from xueheng.reports.charts.zone_map import picture
from xueheng.reports.display import SHAPES, meaning, number, said
from xueheng.reports.pages.html_tables import ORDER, table
from xueheng.reports.pages.markup import Markup, element
from xueheng.standards.words import Lang

MAP = 680  # px, the width of a printed page


def chart(block: Chart, lang: Lang, *, n: int) -> Markup:
    """One figure; without JavaScript its table twin stands open in its place."""
    label, rows = f"figure-{n}", twin(block)
    number_ = said("figure", lang, n=n)
    caption = element(
        "figcaption", element("b", number_), " ", block.title.say(lang), id=label, class_="title"
    )
    if not rows.rows or len(rows.columns) < 2:
        return element("figure", caption, element("p", said("missing", lang), class_="note"), class_="chart")
    summary = element("summary", said("twin", lang), id=f"{label}-twin")
    return element(
        "figure",
        caption,
        chart_key(block, lang),
        _place(block, lang, name=f"{number_} {block.title.say(lang)}"),
        _note(block, lang),
        element("details", summary, table(rows, lang, label=f"{label}-twin"), class_="twin", open=True),
        class_="chart",
    )


def chart_key(block: Chart, lang: Lang) -> Markup | None:
    """What colours, strokes and shapes mean, only those that are drawn."""
    if isinstance(block, Heat):
        return _colours(block)
    items = [*_runs(block, lang), *_tones(block, lang)]
    return element("ul", items, class_="key") if items else None


def _place(block: Chart, lang: Lang, *, name: str) -> Markup:
    if isinstance(block, ZoneMap):
        return _map(block, lang, name=name)
    data = json.dumps(spec(block, lang), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    inert = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    drawing = element("div", class_="plot", role="img", aria_label=name)
    return Markup(drawing + f'<script type="application/json">{inert}</script>')


def _map(block: ZoneMap, lang: Lang, *, name: str) -> Markup:
    """The map itself in the page: it needs no script, and a narrow screen moves it sideways."""
    body, height = picture(block, width=MAP)
    drawing = element(
        "svg",
        Markup(body),
        viewBox=f"0 0 {MAP} {height:g}",
        style=f"display:block;width:100%;min-width:{MAP - 160}px",
        role="img",
        aria_label=name,
    )
    under = element("p", block.x.say(lang), class_="note")
    return Markup(element("div", drawing, style="overflow-x:auto") + under)


def _note(block: Chart, lang: Lang) -> Markup | None:
    whiskers = block.whiskers if isinstance(block, Box) else None
    what = said("whiskers", lang, what=whiskers.say(lang)) if whiskers else ""
    text = " ".join(filter(None, (block.note.say(lang) if block.note else "", what)))
    return element("p", text, class_="note") if text else None


def _runs(block: Chart, lang: Lang) -> list[Markup]:
    if not isinstance(block, Bar | Line) or len(block.series) < 2:
        return []
    if isinstance(block, Line):
        return [element("li", _stroke(n), " ", s.name.say(lang)) for n, s in enumerate(block.series)]
    coloured = not _used(block)
    return [
        element("li", _swatch(n, coloured=coloured), " ", s.name.say(lang))
        for n, s in enumerate(block.series)
    ]


def _swatch(at: int, *, coloured: bool) -> Markup:
    """The sign of a series; where tones colour the bars its strokes alone tell it apart."""
    colour = at % 6 + 1 if coloured else 0
    return element("span", class_=f"swatch c{colour} hatch-{at % 3}", aria_hidden="true")


def _stroke(at: int) -> Markup:
    dash = DASHES[at % 6]
    pattern = None if isinstance(dash, str) else " ".join(map(str, dash))
    line = element("path", d="M0 6H34", stroke=PALETTE[at % 6], stroke_width="2.5", stroke_dasharray=pattern)
    return element("svg", line, width="34", height="12", aria_hidden="true", class_="stroke")


def _tones(block: Chart, lang: Lang) -> list[Markup]:
    used, given = _used(block), twin(block).meanings
    return [
        element(
            "li",
            element("span", SHAPES[tone], class_=f"mark drawn-{tone}", aria_hidden="true"),
            f" {meaning(tone, lang, given=given)}",
        )
        for tone in ORDER
        if tone in used
    ]


def _used(block: Chart) -> set[Tone]:
    if isinstance(block, Caterpillar):
        return set(interval_tones(block))
    if isinstance(block, Bar):
        return {tone for series in block.series for tone in series.tones}
    return set(block.tones) if isinstance(block, Quadrant) else set()


def _colours(block: Heat) -> Markup:
    low, high = ends(block)
    texts = [number(end, digits=block.digits, percent=block.percent) for end in (low, high)]
    colours = RAMP if block.middle is None else DIVERGING
    steps = [element("span", class_="step", style=f"background:{colour}") for colour in colours]
    middle = None
    if block.middle is not None:
        middle = element("span", number(block.middle, digits=block.digits, percent=block.percent))
    scale = element("span", element("span", texts[0]), middle, element("span", texts[1]), class_="ends")
    return element("div", element("div", steps, class_="steps"), scale, class_="ramp")
