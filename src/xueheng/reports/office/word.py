"""质量分析报告: a report as a Word file with numbered headings, tables, figures and an appendix."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from docx.shared import Mm

from xueheng.reports.blocks import Block, Chart, Heat, Note, Numbers, Report, Section, Table
from xueheng.reports.charts.images import note
from xueheng.reports.charts.twins import twin
from xueheng.reports.display import SHAPES, said
from xueheng.reports.office.office import INKS, clean, key_items, picture
from xueheng.reports.office.ordinals import ordinal
from xueheng.reports.office.title_lines import title_lines
from xueheng.reports.office.word_columns import abreast, fits
from xueheng.reports.office.word_page import page_columns, room_of, set_up, turn
from xueheng.reports.office.word_parts import add_field, add_text, save
from xueheng.reports.office.word_tables import figures, grid, pairs
from xueheng.standards.words import Lang

TITLE_LETTERS = 20
TALLEST_PICTURE, LOWER_PICTURE = Mm(190), Mm(78)


def write(report: Report, path: Path, *, lang: Lang) -> None:
    """The Word file stands at the path: text, tables and pictures, no macro, nothing fetched."""
    writer = _Writer(report, lang)
    writer.head(report)
    for section in report.sections:
        writer.section(section)
    writer.files(report)
    writer.appendix()
    save(writer.document, path)


class _Writer:
    """Writes blocks in order; counts headings, tables and figures; keeps charts for the appendix."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self.document = set_up(report, lang)
        self.lang = lang
        self.room = room_of(self.document)
        self.chapters, self.parts = count(1), count(1)
        self.tables, self.figures = count(1), count(1)
        self.drawn: list[tuple[int, Table]] = []
        self.is_one_page = report.is_one_page
        self.lies = False

    def head(self, report: Report) -> None:
        self.say("\n".join(title_lines(report.title.say(self.lang), letters=TITLE_LETTERS)), "Title")
        self.say(report.subtitle.say(self.lang), "Subtitle")
        if report.stamp and not self.is_one_page:
            self.say(report.stamp.say(self.lang), "Stamp")
        if report.facts:
            rows = [(fact.label.say(self.lang), fact.value.say(self.lang)) for fact in report.facts]
            self.place(pairs(rows, room=self.room))

    def section(self, section: Section) -> None:
        self.chapter(section.title.say(self.lang))
        for block in section.blocks:
            self.block(block)

    def chapter(self, title: str) -> None:
        self.turn(lies=False)
        self.say(ordinal(next(self.chapters), 1, self.lang) + title, "Heading 1")
        self.parts = count(1)

    def turn(self, *, lies: bool) -> None:
        """The page lies or stands from here on."""
        if lies != self.lies:
            turn(self.document, lies=lies)
            self.lies = lies

    def block(self, block: Block) -> None:
        if not isinstance(block, Table):
            self.turn(lies=False)
        if isinstance(block, Chart):
            self.figure(block, next(self.figures))
        elif isinstance(block, Table):
            self.table(block, "table", n=next(self.tables), title=block.title.say(self.lang))
        elif isinstance(block, Numbers):
            self.place(figures(block, self.lang, room=self.room))
        else:
            self.note(block)

    def say(self, text: str, style: str) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        add_text(paragraph, text)
        return paragraph

    def place(self, table: Any) -> None:
        """A table, and a thin paragraph that parts it from what follows."""
        self.document.element.body.sectPr.addprevious(table)
        self.document.add_paragraph(style="Gap")

    def note(self, block: Note) -> None:
        if block.title:
            self.say(ordinal(next(self.parts), 2, self.lang) + block.title.say(self.lang), "Heading 2")
        text = block.text.say(self.lang)
        if block.href:
            text = said("link_to", self.lang, text=text, href=block.href)
        if text:
            paragraph = self.document.add_paragraph(style="Body Text")
            if SHAPES[block.tone]:
                add_text(paragraph, f"{SHAPES[block.tone]} ", ink=INKS[block.tone])
            add_text(paragraph, text)
        for n, item in enumerate(block.items, start=1):
            self.say(ordinal(n, 4 if self.lang == "zh" else 2, self.lang) + item.say(self.lang), "Body Text")

    def table(self, block: Table, label: str, *, n: int, title: str) -> None:
        """Caption, table and note, on a page that lies down where it would not fit."""
        is_wide = not fits(block, self.lang, room=self.room)
        across = 1 if is_wide else abreast(block, self.lang, room=self.room)
        self.turn(lies=is_wide)
        self.caption(label, n, title)
        with page_columns(self.document, across) as room:
            self.document.element.body.sectPr.addprevious(grid(block, self.lang, room=room))
        under = self.under(block)
        self.say(under, "TableNote" if under else "Gap")

    def under(self, block: Table) -> str:
        """The note of a table and what its marks mean."""
        note = said("table_note", self.lang, note=block.note.say(self.lang)) if block.note else ""
        return "　".join(filter(None, [note, *(text for _, text in key_items(block, self.lang))]))

    def caption(self, label: str, n: int, title: str) -> Any:
        """表 1: a number that Word can count again, and the title."""
        before, _, after = said(label, self.lang, n="\0").partition("\0")
        paragraph = self.document.add_paragraph(style="Caption")
        add_text(paragraph, before)
        add_field(paragraph, f"SEQ {before.strip().replace(' ', '_')} \\* ARABIC", shown=str(n))
        add_text(paragraph, f"{after}　{title}")
        return paragraph

    def figure(self, chart: Chart, n: int) -> None:
        """The drawing as wide as the text, caption and note beneath, its data in the appendix."""
        made = picture(chart, self.lang)
        tallest = LOWER_PICTURE if self.is_one_page else TALLEST_PICTURE
        width = round(min(self.room * 635, tallest * made.width / made.height))
        run = self.document.add_paragraph(style="Picture").add_run()
        shape = run.add_picture(BytesIO(made.png), width=width)
        title, under = chart.title.say(self.lang), note(chart, self.lang)
        shape._inline.docPr.set("descr", clean(f"{title} {under}".strip()))
        shape._inline.docPr.set("name", said("figure", self.lang, n=n))
        self.caption("figure", n, title)
        is_told = self.is_one_page or isinstance(chart, Heat)  # the cells of a grid say their values
        if not is_told:
            self.drawn.append((n, twin(chart)))
        where = "" if is_told else said("see_appendix", self.lang, n=len(self.drawn))
        self.say("　".join(filter(None, (under, where))), "TableNote")

    def files(self, report: Report) -> None:
        if report.files:
            self.chapter(said("enclosed", self.lang))
            self.place(pairs([(words.say(self.lang), href) for href, words in report.files], room=self.room))

    def appendix(self) -> None:
        if self.drawn:
            self.turn(lies=False)
            self.say(said("appendix", self.lang), "Heading 1")
        for n, (figure, block) in enumerate(self.drawn, start=1):
            title = said("appendix_title", self.lang, n=figure, title=block.title.say(self.lang))
            self.table(block, "appendix_table", n=n, title=title)
