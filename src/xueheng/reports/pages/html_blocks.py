"""The sections of a report as HTML; tables and figures are numbered through the whole report."""

from __future__ import annotations

from itertools import count

from xueheng.reports.blocks import Block, Chart, Note, Number, Numbers, Report, Section, Table, WhatIf
from xueheng.reports.display import SHAPES, headline, meaning, said
from xueheng.reports.pages.html_charts import chart
from xueheng.reports.pages.html_tables import key, mark, table
from xueheng.reports.pages.html_what_if import what_if
from xueheng.reports.pages.markup import Markup, element, relative
from xueheng.standards.words import Lang

SHORT = 12  # rows that stay together on one printed page
IN_A_ROW = 5


def sections(report: Report, lang: Lang) -> list[Markup]:
    """Every section as a sheet, in the order of the report."""
    writer = _Writer(lang)
    return [writer.section(section, n) for n, section in enumerate(report.sections, start=1)]


class _Writer:
    """Writes blocks in order and counts tables and figures."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.tables = count(1)
        self.figures = count(1)

    def section(self, section: Section, n: int) -> Markup:
        label = f"section-{n}"
        heading = element("h2", section.title.say(self.lang), id=label)
        blocks = [self.block(block) for block in section.blocks]
        return element("section", heading, blocks, class_="sheet", aria_labelledby=label)

    def block(self, block: Block) -> Markup:
        if isinstance(block, Chart):
            return chart(block, self.lang, n=next(self.figures))
        if isinstance(block, WhatIf):
            return what_if(block, self.lang)
        if isinstance(block, Table):
            return self.table(block, next(self.tables))
        return _numbers(block, self.lang) if isinstance(block, Numbers) else _note(block, self.lang)

    def table(self, block: Table, n: int) -> Markup:
        label, counted = f"table-{n}", element("b", said("table", self.lang, n=n))
        return element(
            "figure",
            element("figcaption", counted, " ", block.title.say(self.lang), id=label, class_="title"),
            table(block, self.lang, label=label),
            key(block, self.lang),
            element("p", block.note.say(self.lang), class_="note") if block.note else None,
            class_="table short" if len(block.rows) <= SHORT else "table",
        )


def _numbers(block: Numbers, lang: Lang) -> Markup:
    n = len(block.numbers)
    across = n if n <= IN_A_ROW else 3 if n in (6, 9) else 4
    return element("div", [_number(figure, lang) for figure in block.numbers], class_=f"kpi of-{across}")


def _number(figure: Number, lang: Lang) -> Markup:
    sign = mark(figure.tone, meaning(figure.tone, lang)) if SHAPES[figure.tone] else None
    value = element("span", headline(figure, lang), class_="figure")
    unit = element("span", figure.unit.say(lang), class_="unit") if figure.unit else None
    return element(
        "div",
        element("p", figure.label.say(lang), class_="label"),
        element("p", sign, value, unit, class_=f"value {figure.tone}"),
        element("p", figure.context.say(lang), class_="context") if figure.context else None,
    )


def _note(block: Note, lang: Lang) -> Markup:
    items = [element("li", item.say(lang)) for item in block.items]
    text: str = block.text.say(lang)
    if block.href:
        text = element("a", text, href=relative(block.href))
    return element(
        "div",
        element("h3", block.title.say(lang)) if block.title else None,
        element("p", text) if text else None,
        element("ul", items) if items else None,
        class_=f"say {block.tone}",
    )
