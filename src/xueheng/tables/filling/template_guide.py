"""The sheets of a template that are read, not filled in: how to fill in, an example, the codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xueheng import __version__
from xueheng.standards.words import Lang, catalogue
from xueheng.tables.book_text import row_height
from xueheng.tables.filling.template_columns import MEASURES, Offered, unit_of
from xueheng.tables.filling.template_styles import (
    BODY,
    HEAD,
    OFFERED,
    QUIET,
    TITLE,
    column_width,
    head_style,
    print_on_paper,
)  # fmt: skip
from xueheng.tables.filling.template_words import choices_of, how_to_write, kind_of

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

WORDS = catalogue("xueheng.tables")
GUIDE_HEADS = ("column", "wanted", "kind", "how", "unit", "choices", "shown")
GUIDE_WIDTHS = (22, 8, 14, 46, 9, 40, 24)
CODE_HEADS = ("column", "code", "word", "others")
CODE_WIDTHS = (26, 14, 30, 46)
EXAMPLE_AT = len(GUIDE_HEADS) + 1
ADVICE = ("rows", "heads", "text", "wanted", "codes")
FREE = {"select_locked_cells": True, "format_columns": True, "format_rows": True, "autofilter": True}


def add_guide(
    book: xlsxwriter.Workbook, columns: Sequence[Offered], *, lang: Lang, title: str, version: int
) -> None:
    """Write how to fill in: the version, general advice, and a line on each column."""
    sheet = _read_only(book, "guide", lang)
    sheet.write_string(0, 0, WORDS["template.title"].say(lang, title=title), book.add_format(TITLE))
    mark = WORDS["template.version"].say(lang, title=title, version=version, product=__version__)
    sheet.write_string(1, 0, mark, book.add_format({**QUIET, "text_wrap": False}))
    for row, advice in enumerate(ADVICE, start=2):
        said = WORDS[f"template.advice.{advice}"].say(lang)
        sheet.write_string(row, 0, said, book.add_format({"text_wrap": False}))
    head = len(ADVICE) + 3
    _head(book, sheet, head, GUIDE_HEADS, GUIDE_WIDTHS, lang)
    body = book.add_format(BODY)
    for row, offered in enumerate(columns, start=head + 1):
        told = _told(offered, lang)
        sheet.set_row(row, row_height(told, GUIDE_WIDTHS))
        for at, text in enumerate(told):
            sheet.write_string(row, at, text, body)
    _example(book, sheet, head, columns, lang)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.print_area(0, 0, head + len(columns), len(GUIDE_HEADS) - 1)
    print_on_paper(sheet, lang=lang, title=title, repeated=head)


def _told(offered: Offered, lang: Lang) -> tuple[str, ...]:
    wanted = WORDS["template.yes"].say(lang) if offered.is_wanted else ""
    how, unit = how_to_write(offered, lang), unit_of(offered.column, lang)
    choices = choices_of(offered, lang)
    return (offered.heading, wanted, kind_of(offered, lang), how, unit, choices, offered.example)


def _example(
    book: xlsxwriter.Workbook, sheet: Worksheet, row: int, columns: Sequence[Offered], lang: Lang
) -> None:
    """Write one row as it should look, laid out like the sheet to fill in, to the right of the guide."""
    text, number = book.add_format(BODY), book.add_format({**BODY, "num_format": "General"})
    title = WORDS["template.example_title"].say(lang)
    sheet.write_string(row - 1, EXAMPLE_AT, title, book.add_format({"bold": True}))
    for at, offered in enumerate(columns, start=EXAMPLE_AT):
        sheet.set_column(at, at, column_width(offered))
        sheet.write_string(row, at, offered.heading, book.add_format(head_style(offered)))
        if offered.column.type in (*MEASURES, "score") and offered.example:
            sheet.write_number(row + 1, at, float(offered.example), number)
        else:
            sheet.write_string(row + 1, at, offered.example, text)


def add_codes(book: xlsxwriter.Workbook, columns: Sequence[Offered], *, lang: Lang) -> dict[str, str]:
    """Write every code list once; the names of the ranges of choices, by column."""
    listed = [c for c in columns if c.choices]
    if not listed:
        return {}
    sheet = _read_only(book, "codes", lang)
    _head(book, sheet, 0, CODE_HEADS, CODE_WIDTHS, lang)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    names: dict[str, str] = {}
    body, row = book.add_format(BODY), 1
    for choices in dict.fromkeys(c.choices for c in listed):
        users = [c for c in listed if c.choices == choices]
        name, first = f"codes_{len(set(names.values())) + 1}", row
        heads = ("、" if lang == "zh" else ", ").join(c.heading for c in users)
        for choice in choices:
            others = ("、" if lang == "zh" else ", ").join(choice.others)
            cells = (heads, choice.code, choice.word, others)
            sheet.set_row(row, row_height(cells, CODE_WIDTHS))
            for at, text in enumerate(cells):
                sheet.write_string(row, at, text, body)
            row += 1
        book.define_name(name, f"='{sheet.name}'!$C${first + 1}:$C${row}")
        names.update((c.column.name, name) for c in users)
    sheet.autofilter(0, 0, row - 1, len(CODE_HEADS) - 1)
    print_on_paper(sheet, lang=lang, title=sheet.name, repeated=0)
    return names


def _read_only(book: xlsxwriter.Workbook, name: str, lang: Lang) -> Worksheet:
    sheet = book.add_worksheet(WORDS[f"template.{name}"].say(lang))
    sheet.protect("", FREE)
    sheet.hide_gridlines(2)
    return sheet


def _head(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    row: int,
    heads: Sequence[str],
    widths: Sequence[int],
    lang: Lang,
) -> None:
    style: dict[str, Any] = {**HEAD, **OFFERED}
    for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(row, at, WORDS[f"template.head.{head}"].say(lang), book.add_format(style))
