"""发出的工作簿: a template for one school, with what is known of it in locked cells and its code inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xueheng.standards.words import Lang, Words, catalogue
from xueheng.tables.filling.template_columns import MEASURES, Offered

if TYPE_CHECKING:
    import pyarrow as pa
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

SCHOOL_PROPERTY = "xueheng.school"  # survives a new name, another order of columns and being saved again
CAMPAIGN_PROPERTY = "xueheng.campaign"
KNOWN = {"num_format": "@", "locked": True, "bg_color": "#EEF1F4", "font_color": "#3A4650"}
FREE = {
    "format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
    "delete_rows": True, "sort": True, "autofilter": True,
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """发出: to which school a workbook goes, for which campaign, and the rows that are known, as text."""

    code: str
    school: str
    campaign: str
    title: str
    period: Words
    due: Words
    known: pa.Table


def mark(book: xlsxwriter.Workbook, sent: Sent) -> None:
    """The code of the school stands where nobody edits it."""
    book.set_custom_property(SCHOOL_PROPERTY, sent.code, "text")
    book.set_custom_property(CAMPAIGN_PROPERTY, sent.campaign, "text")


def add_lines(book: xlsxwriter.Workbook, sheet: Worksheet, sent: Sent, *, lang: Lang) -> int:
    """Write whose workbook it is and how known rows are corrected; the row of the head below."""
    words = catalogue("xueheng.tables")
    said = {"title": sent.title, "code": sent.code, "school": sent.school, "n": sent.known.num_rows}
    said |= {"period": sent.period.say(lang), "due": sent.due.say(lang)}
    lines = (
        "template.sent.title",
        "template.sent.school",
        f"template.sent.{'known' if sent.known.num_rows else 'blank'}",
    )
    for row, line in enumerate(lines):
        style = {"bold": row < len(lines) - 1, "num_format": "@"}
        sheet.write_string(row, 0, words[line].say(lang, **said), book.add_format(style))
    return len(lines)


def add_known(
    book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[Offered], sent: Sent, *, top: int
) -> None:
    """Write the known rows below the head, locked; what is blank in them and all below is open."""
    text, number = book.add_format(KNOWN), book.add_format({**KNOWN, "num_format": "General"})
    held = {at: sent.known[o.column.name] for at, o in _held(columns, sent.known)}
    figures = {at for at, o in _held(columns, sent.known) if o.column.type in MEASURES}
    for at, column in held.items():
        for row, cell in enumerate(column.to_pylist(), start=top + 1):
            if cell and at in figures and _is_number(cell):
                sheet.write_number(row, at, float(cell), number)
            elif cell:
                sheet.write_string(row, at, cell, text)
    sheet.protect("", FREE)


def _held(columns: Sequence[Offered], known: pa.Table) -> Iterator[tuple[int, Offered]]:
    return ((at, o) for at, o in enumerate(columns) if o.column.name in known.column_names)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
