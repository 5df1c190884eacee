"""公文: a letter as a Word file, 按 GB/T 9704—2012 常用版式，未核对标准原文."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from xueheng.reports.display import dated, said
from xueheng.reports.letters.letter_of_report import from_report
from xueheng.reports.letters.letter_page import MM, indent, record, set_up
from xueheng.reports.letters.letter_text import Letter, LetterHead, Paragraph, read_head
from xueheng.reports.office.office import breadth
from xueheng.reports.office.ordinals import ordinal
from xueheng.reports.office.title_lines import title_lines
from xueheng.reports.office.word_parts import add_rules, add_text, save
from xueheng.standards.letter_layout import LetterLayout, letter_layout

LEAST_RIGHT = 2  # letters kept free right of a long issuer's name
LEVELS = 4


def write(letter: Letter, path: Path) -> None:
    """The letter stands at the path in the layout in force on the day it is signed."""
    layout = letter_layout(on=letter.signed_on)
    writer = _Writer(letter, layout)
    writer.head()
    writer.body()
    writer.attachments()
    writer.signature()
    writer.keep_together()
    record(writer.document, letter, layout)
    save(writer.document, path)


class _Writer:
    """Writes the parts of a letter in their order."""

    def __init__(self, letter: Letter, layout: LetterLayout) -> None:
        self.letter, self.layout, self.lang = letter, layout, letter.lang
        self.document = set_up(letter, layout)
        self.size = layout.fonts["text"].size
        self.line = layout.text.line

    def say(self, text: str, style: str, *, gap: float = 0) -> Any:
        """A paragraph with so many empty lines above it."""
        paragraph = self.document.add_paragraph(style=style)
        add_text(paragraph, text)
        if gap:
            paragraph.paragraph_format.space_before = Pt(gap * self.line)
        return paragraph

    def head(self) -> None:
        """版头: markings, issuer in red, number, red rule; then title and receivers."""
        letter, layout = self.letter, self.layout
        marked = [text for text in (letter.marking, letter.secrecy, letter.urgency) if text]
        for text in marked:
            self.say(text, "Secrecy")
        mark = self.say(said("letter_mark", self.lang, issuer=letter.issuer), "Mark")
        above = layout.mark.below_top * MM - len(marked) * self.line
        mark.paragraph_format.space_before = Pt(max(0.0, above))
        self.number()
        letters = int(layout.page.text_width * MM // layout.fonts["title"].size)
        self.say("\n".join(title_lines(letter.title, letters=letters)), "Title")
        names = said("letter_names", self.lang).join(letter.to)
        self.say(said("letter_to", self.lang, names=names), "To")

    def number(self) -> None:
        """发文字号 in the middle, or left with the signer on the right; the red rule under it."""
        letter, layout = self.letter, self.layout
        text = letter.number
        if letter.signer:
            text = f"　{letter.number}\t{said('letter_signer', self.lang, name=letter.signer)}　"
        paragraph = self.say(text, "Number", gap=layout.gaps.number)
        if letter.signer:
            paragraph.alignment = 0
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Mm(layout.page.text_width), WD_TAB_ALIGNMENT.RIGHT)
        mark = layout.mark
        add_rules(paragraph, bottom=mark.rule, ink=mark.ink, space=mark.rule_below * MM)

    def body(self) -> None:
        """正文: headings numbered by level, a level begins anew under the next higher one."""
        counts = [0] * (LEVELS + 1)
        for part in self.letter.body:
            if part.level:
                counts[part.level] += 1
                counts[part.level + 1 :] = [0] * (LEVELS - part.level)
                number = ordinal(counts[part.level], part.level, self.lang)
                self.say(number + part.text, f"Heading {part.level}")
            else:
                self.say(part.text, "Body Text")

    def attachments(self) -> None:
        """附件说明: numbered when there are several, names under each other."""
        names = self.letter.attachments
        for n, name in enumerate(names, start=1):
            code = "attachment" if len(names) == 1 else "attachment_first" if n == 1 else "attachment_next"
            gap = self.layout.gaps.attachments if n == 1 else 0
            paragraph = self.say(said(f"letter_{code}", self.lang, n=n, name=name), "To", gap=gap)
            before = breadth(said(f"letter_{code}", self.lang, n=n, name="")) / 2
            widest = breadth(
                said(
                    "letter_attachment_first" if len(names) > 1 else "letter_attachment",
                    self.lang,
                    n=1,
                    name="",
                )
            )
            left = self.layout.text.indent + widest / 2
            indent(paragraph._p, self.size, left=left, hanging=before)

    def keep_together(self) -> None:
        """The name never stands on a page without a line of the letter."""
        end = 1 + 1 + 2 + bool(self.letter.contact)
        for paragraph in self.document.paragraphs[-end:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def signature(self) -> None:
        """署名和日期: the name over the middle of the date, room for the seal; then the note."""
        letter, gaps = self.letter, self.layout.gaps
        written = dated(letter.signed_on).say(self.lang)
        name, day = breadth(letter.issuer) / 2, breadth(written) / 2
        right = gaps.date_right + (day - name) / 2
        shift = max(0.0, LEAST_RIGHT - right)
        for text, free, gap in ((letter.issuer, right, gaps.signature), (written, gaps.date_right, 0)):
            paragraph = self.say(text, "To", gap=gap)
            paragraph.alignment = 2
            indent(paragraph._p, self.size, right=free + shift)
        if letter.contact:
            note = said("letter_contact", self.lang, contact=letter.contact)
            indent(self.say(note, "To", gap=gaps.note)._p, self.size, left=self.layout.text.indent)


__all__ = ["Letter", "LetterHead", "Paragraph", "from_report", "read_head", "write"]
