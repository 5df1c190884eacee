"""The first sheet: title, restriction, facts, headline figures, what is said, and where the tables are."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from xueheng.reports.blocks import Column, Note, Number, Numbers, Report, Section
from xueheng.reports.display import SHAPES, said
from xueheng.reports.office.office import INKS, clean
from xueheng.reports.office.workbook_cells import LONGEST, LOOKS, Cells
from xueheng.reports.office.workbook_tables import Page, across, lines, set_printing

WIDTHS = (26.0, 18.0, 10.0, 46.0)
LAST = len(WIDTHS) - 1
WHOLE = sum(WIDTHS) - 2
HEADS = ("headline_label", "headline_value", "headline_unit", "headline_context")


def write_summary(cells: Cells, report: Report, pages: Mapping[tuple[int, int], Page]) -> None:
    """The summary stands as the first sheet."""
    sheet = cells.book.add_worksheet(said("sheet_summary", cells.lang))
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    writer = _Writer(cells, sheet)
    writer.head(report)
    for n, section in enumerate(report.sections):
        writer.section(section, {b: page for (s, b), page in pages.items() if s == n})
    writer.files(report)
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, writer.row, LAST)
    sheet.ignore_errors({"number_stored_as_text": f"A1:D{writer.row + 1}"})
    stamp = report.stamp.say(cells.lang) if report.stamp else ""
    set_printing(sheet, cells.lang, stamp=stamp, is_wide=False)


class _Writer:
    """Writes downwards and knows the next free row."""

    def __init__(self, cells: Cells, sheet: Worksheet) -> None:
        self.cells, self.sheet, self.lang, self.row = cells, sheet, cells.lang, 0

    def head(self, report: Report) -> None:
        self.line(report.title.say(self.lang), "title", font_size=18)
        self.line(report.subtitle.say(self.lang), "label")
        if report.stamp:
            self.line(report.stamp.say(self.lang), "stamp")
        for fact in report.facts:
            self.pair(fact.label.say(self.lang), fact.value.say(self.lang))

    def section(self, section: Section, pages: Mapping[int, Page]) -> None:
        self.row += 1
        self.line(section.title.say(self.lang), "heading")
        for at, block in enumerate(section.blocks):
            if isinstance(block, Numbers):
                self.numbers(block)
            elif isinstance(block, Note):
                self.note(block)
            else:
                self.link(pages[at])

    def files(self, report: Report) -> None:
        if report.files:
            self.row += 1
            self.line(said("enclosed", self.lang), "heading")
        for href, words in report.files:
            self.pair(words.say(self.lang), href)

    def line(self, text: str, look: str, **more: object) -> None:
        if text:
            properties = {**LOOKS[look], "text_wrap": True, **more}
            across(self.cells, self.sheet, (self.row, LAST, WHOLE), text, **properties)
            self.row += 1

    def pair(self, label: str, value: str) -> None:
        self.cells.text(self.sheet, (self.row, 0), label, **LOOKS["label"])
        self.beside(value, "words")

    def link(self, page: Page) -> None:
        """The label, and the title as a link to the sheet."""
        self.cells.text(self.sheet, (self.row, 0), page.label, **LOOKS["label"])
        title, target = page.table.title.say(self.lang), page.name.replace("'", "''")
        self.beside(title, "link")
        self.sheet.write_url(
            self.row - 1, 1, f"internal:'{target}'!A1", self.cells.look("link"), clean(title)[:LONGEST]
        )

    def beside(self, text: str, look: str) -> None:
        """Text over the columns right of the label."""
        shown = self.cells.look(look)
        self.sheet.merge_range(self.row, 1, self.row, LAST, "", shown)
        self.cells.text(self.sheet, (self.row, 1), text, **LOOKS[look])
        self.sheet.set_row(self.row, lines(text, WHOLE - WIDTHS[0]) * 15.0 + 3)
        self.row += 1

    def note(self, block: Note) -> None:
        if block.title:
            self.line(block.title.say(self.lang), "words", bold=True)
        ink = {} if block.tone == "plain" else {"font_color": f"#{INKS[block.tone]}", "bold": True}
        self.line(_marked(block, block.text.say(self.lang)), "words", **ink)
        for item in block.items:
            self.line(item.say(self.lang), "words", indent=1)

    def numbers(self, block: Numbers) -> None:
        for at, code in enumerate(HEADS):
            self.cells.text(self.sheet, (self.row, at), said(code, self.lang), **LOOKS["head"])
        self.row += 1
        for figure in block.numbers:
            self.number(figure)
        self.row += 1

    def number(self, figure: Number) -> None:
        whole = isinstance(figure.value, int) and not figure.percent
        column = Column(figure.label, 0 if whole else figure.digits, figure.percent)
        texts = (figure.label, None, figure.unit, figure.context)
        for at, words in enumerate(texts):
            value = words.say(self.lang) if words else ""
            plain = Column(figure.label)
            if at == 1:
                self.cells.value(
                    self.sheet,
                    (self.row, 1),
                    figure.value,
                    column=column,
                    tone=figure.tone,
                    bold=True,
                    align="right",
                )
            else:
                self.cells.value(self.sheet, (self.row, at), value, column=plain, tone="plain")
        self.row += 1


def _marked(block: Note, text: str) -> str:
    return f"{SHAPES[block.tone]} {text}" if SHAPES[block.tone] and text else text
