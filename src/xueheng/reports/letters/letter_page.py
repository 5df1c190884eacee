"""公文用纸: page, grid, styles, page numbers and the record at the foot, by the layout of the day."""

from __future__ import annotations

import math
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from xueheng.reports.display import dated, said
from xueheng.reports.letters.letter_text import Letter
from xueheng.reports.office.word_page import number_pages
from xueheng.reports.office.word_parts import (
    AFTER_BORDERS,
    Look,
    add_rules,
    add_text,
    blank,
    element,
    set_page,
    style,
)
from xueheng.standards.letter_layout import LetterLayout, Part

MM = 72 / 25.4  # points
TWIPS = 20
RULE_LETTERS = 2  # points: an underline as thin as the inner rule
COPIES_LETTERS = 3  # 抄送：
TITLE_LINE = 1.5  # of the size of its letters
LEVELS: tuple[Part, ...] = ("level_1", "level_2", "level_3", "level_4")


def set_up(letter: Letter, layout: LetterLayout) -> Any:
    """An empty letter: so many lines of so many letters, its styles, its page numbers outside."""
    document = blank(letter.title, author=letter.issuer, lang=letter.lang)
    _styles(document, layout, letter)
    section, page = document.sections[0], layout.page
    set_page(section, top=Mm(page.top), bottom=Mm(page.bottom), left=Mm(page.left), right=Mm(page.right))
    number = layout.fonts["page_number"]
    section.footer_distance = Mm(page.bottom - layout.footer.number_below) - Pt(number.size * 1.2)
    _grid(section, layout)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[f"PageNumber {side}"]
        number_pages(paragraph)
    return document


def _styles(document: Any, layout: LetterLayout, letter: Letter) -> None:
    fonts, text, mark = layout.fonts, layout.text, layout.mark
    looks = {
        "Normal": Look(fonts["text"].name, fonts["text"].size, line=text.line),
        "Secrecy": Look(fonts["secrecy"].name, fonts["secrecy"].size, side="left", line=text.line),
        "Mark": Look(fonts["mark"].name, mark_size(letter, layout), side="center", ink=mark.ink, keep=True),
        "Number": Look(fonts["text"].name, fonts["text"].size, side="center", line=text.line, keep=True),
        "Title": Look(
            fonts["title"].name,
            fonts["title"].size,
            side="center",
            before=text.line * layout.gaps.title,
            after=text.line,
            line=fonts["title"].size * TITLE_LINE,
            keep=True,
        ),
        "To": Look(fonts["text"].name, fonts["text"].size, side="left", line=text.line),
        "Body Text": Look(fonts["text"].name, fonts["text"].size, first=text.indent, line=text.line),
        "Record": Look(fonts["record"].name, fonts["record"].size, side="left", before=3, after=3),
    }
    for side in ("right", "left"):
        looks[f"PageNumber {side}"] = Look(fonts["page_number"].name, fonts["page_number"].size, side=side)
    for n, part in enumerate(LEVELS, start=1):
        looks[f"Heading {n}"] = Look(
            fonts[part].name, fonts[part].size, first=text.indent, line=text.line, keep=True
        )
    for name, look in looks.items():
        made = style(document, name, look)
        if look.size == fonts["text"].size:
            made.element.rPr.insert_element_before(
                element("spacing", val=_spacing(layout)), "w:w", "w:kern", "w:position", "w:sz", "w:szCs"
            )
    indent(document.styles["PageNumber right"].element, fonts["page_number"].size, right=layout.footer.indent)
    indent(document.styles["PageNumber left"].element, fonts["page_number"].size, left=layout.footer.indent)


def mark_size(letter: Letter, layout: LetterLayout) -> float:
    """The size at which the issuer's name stands in one line."""
    letters = max(1, len(said("letter_mark", letter.lang, issuer=letter.issuer)))
    wide = 1.0 if letter.lang == "zh" else 0.6
    return max(16.0, min(layout.mark.tallest, layout.page.text_width * MM * 0.96 // (letters * wide)))


def indent(holder: Any, size: float, **letters: float) -> None:
    """Left, right, first-line or hanging indents in letters of that size."""
    given = holder.get_or_add_pPr().get_or_add_ind()
    for key in list(given.attrib):
        del given.attrib[key]
    for side, n in letters.items():
        given.set(qn(f"w:{side}Chars"), str(round(n * 100)))
        given.set(qn(f"w:{side}"), str(round(n * size * TWIPS)))


def record(document: Any, letter: Letter, layout: LetterLayout) -> None:
    """版记: copies and who printed it when, between black rules at the foot of the last page."""
    last = document.paragraphs[-1]._p
    lines = []
    if letter.copies:
        names = said("letter_names", letter.lang).join(letter.copies)
        lines.append(said("letter_copies", letter.lang, names=names))
    if letter.printed_by:
        printed = dated(letter.printed_on or letter.signed_on).say(letter.lang)
        lines.append(f"{letter.printed_by}\t{said('letter_printed', letter.lang, date=printed)}　")
    for n, line in enumerate(lines):
        if n:
            last.addprevious(_thin_rule(document, layout)._p)
        paragraph = document.add_paragraph(style="Record")
        add_text(paragraph, f"　{line}")
        _hang(paragraph, layout)
        paragraph.paragraph_format.keep_with_next = True
        last.addprevious(paragraph._p)


def _thin_rule(document: Any, layout: LetterLayout) -> Any:
    """The inner rule: underlined tabs, for paragraphs with unlike borders would not hang together."""
    paragraph = document.add_paragraph(style="Record")
    run = add_text(paragraph, "\t\t", size=RULE_LETTERS)
    run.font.underline = True
    _hang(paragraph, layout)
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = Pt(RULE_LETTERS * 2)
    return paragraph


def _hang(paragraph: Any, layout: LetterLayout) -> None:
    """The paragraph hangs at the foot of the text, as wide as the text."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(layout.page.text_width), WD_TAB_ALIGNMENT.RIGHT)
    hanging = layout.record.indent + COPIES_LETTERS
    indent(paragraph._p, layout.fonts["record"].size, left=hanging, hanging=hanging)
    add_rules(paragraph, top=layout.record.thick, bottom=layout.record.thick)
    frame = element(
        "framePr",
        w=round(layout.page.text_width * MM * TWIPS),
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="center",
        yAlign="bottom",
    )
    paragraph._p.pPr.insert_element_before(frame, "w:widowControl", "w:pBdr", *AFTER_BORDERS)


def _grid(section: Any, layout: LetterLayout) -> None:
    """So many lines a page, as Word's page grid; the letters of a line come by their spacing."""
    for given in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(given)
    section._sectPr.append(element("docGrid", type="lines", linePitch=round(layout.text.line * TWIPS)))


def _spacing(layout: LetterLayout) -> int:
    """What a letter gives up, in twentieths of a point, so that a line holds as many as it must."""
    free = layout.page.text_width * MM / layout.text.letters - layout.fonts["text"].size
    return math.floor(free * TWIPS)
