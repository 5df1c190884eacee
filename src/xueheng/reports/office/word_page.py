"""The pages of a Word report: styles, the restriction above, the number below, columns, lying pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from xueheng.reports.blocks import Report
from xueheng.reports.display import said
from xueheng.reports.office.office import RED
from xueheng.reports.office.word_columns import COLUMN_GAP
from xueheng.reports.office.word_parts import (
    A4,
    HEAD_FONT,
    SIGN_FONT,
    TABLE_FONT,
    TITLE_FONT,
    Look,
    add_field,
    add_text,
    blank,
    element,
    set_page,
    style,
)
from xueheng.standards.words import Lang

EMU = 635  # in a twip
NARROW = {"top": Mm(17), "bottom": Mm(14), "left": Mm(16), "right": Mm(16)}
STYLES: dict[str, Look] = {
    "Normal": Look(),
    "Body Text": Look(line=26, first=2),
    "Title": Look(TITLE_FONT, 22, side="center", after=6, keep=True),
    "Subtitle": Look(SIGN_FONT, 14, side="center", after=6, ink="333333"),
    "Stamp": Look(HEAD_FONT, 11, side="center", after=8, ink=RED),
    "Heading 1": Look(HEAD_FONT, 16, side="left", before=14, after=6, keep=True),
    "Heading 2": Look(SIGN_FONT, 14, bold=True, side="left", before=8, after=2, keep=True),
    "Caption": Look(HEAD_FONT, 10.5, side="center", before=8, after=4, keep=True),
    "TableText": Look(TABLE_FONT, 10.5, side="left", before=1, after=1),
    "TableNote": Look(TABLE_FONT, 9, side="left", before=3, after=10, ink="444444"),
    "Picture": Look(TABLE_FONT, 10.5, side="center", before=8, keep=True),
    "Gap": Look(TABLE_FONT, 5, line=8),
    "Footer": Look(TABLE_FONT, 12, side="center"),
    "Header": Look(TABLE_FONT, 9, side="right", ink=RED),
}
ONE_PAGE: dict[str, Look] = {
    **STYLES,
    "Body Text": Look(size=10.5, line=16, first=2),
    "Title": Look(TITLE_FONT, 18, side="center", after=2, keep=True),
    "Subtitle": Look(SIGN_FONT, 10.5, side="center", after=2, ink="333333"),
    "Heading 1": Look(HEAD_FONT, 13, side="left", before=6, after=2, keep=True),
    "Heading 2": Look(SIGN_FONT, 11, bold=True, side="left", before=3, keep=True),
    "Caption": Look(HEAD_FONT, 10, side="center", before=3, after=2, keep=True),
    "TableText": Look(TABLE_FONT, 10.5, side="left", before=0.5, after=0.5),
    "TableNote": Look(TABLE_FONT, 9, side="left", before=2, after=3, ink="444444"),
    "Picture": Look(TABLE_FONT, 10.5, side="center", before=3, keep=True),
    "Footer": Look(TABLE_FONT, 9, side="center"),
}


def set_up(report: Report, lang: Lang) -> Any:
    """An empty report: its styles, the restriction at the top of each page, the number at its foot."""
    author = said("document_author", lang)
    document = blank(report.title.say(lang), author=author, lang=lang)
    for name, look in (ONE_PAGE if report.is_one_page else STYLES).items():
        style(document, name, look if lang == "zh" else replace(look, first=0))
    section = document.sections[0]
    if report.is_one_page:
        set_page(section, **NARROW)
        section.header_distance = section.footer_distance = Mm(8)
    if report.stamp:
        add_text(section.header.paragraphs[0], report.stamp.say(lang))
    number_pages(section.footer.paragraphs[0])
    return document


def number_pages(paragraph: Any) -> None:
    """— 1 —, a field."""
    add_text(paragraph, "— ")
    add_field(paragraph, "PAGE", shown="1")
    add_text(paragraph, " —")


def room_of(document: Any) -> int:
    """The width of the text in twips on the page that is being written."""
    section = document.sections[-1]
    return int((section.page_width - section.left_margin - section.right_margin) // EMU)


def turn(document: Any, *, lies: bool) -> None:
    """A new page that lies down or stands up."""
    _part(document, WD_SECTION.NEW_PAGE)
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = A4[::-1] if lies else A4


@contextmanager
def page_columns(document: Any, n: int) -> Iterator[int]:
    """The page in n columns for what is written inside; the width of one of them in twips."""
    room = room_of(document)
    if n == 1:
        yield room
        return
    _part(document, WD_SECTION.CONTINUOUS)
    _set_columns(document.sections[-1], n)
    yield room // n - COLUMN_GAP
    _part(document, WD_SECTION.CONTINUOUS)
    _set_columns(document.sections[-1], 1)


def _part(document: Any, start: Any) -> None:
    """A new section; the paragraph that ends the last one takes hardly any room."""
    document.add_section(start)
    document.element.body.sectPr.getprevious().get_or_add_pPr().style = "Gap"


def _set_columns(section: Any, n: int) -> None:
    given = section._sectPr.find(qn("w:cols"))
    if given is None:
        given = element("cols")
        section._sectPr.append(given)
    given.set(qn("w:num"), str(n))
    given.set(qn("w:space"), str(COLUMN_GAP))
