"""The user's own workbook marked in place: formats, widths, merges and other sheets stay as they are."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from PIL.Image import DecompressionBombError

from xueheng.standards.words import Lang
from xueheng.tables.book_text import is_active
from xueheng.tables.files.grid import Laid
from xueheng.tables.issues import Issue
from xueheng.tables.marking.formula_values import keep_values
from xueheng.tables.marking.issue_list import WIDTHS, Line, head_at, list_lines
from xueheng.tables.marking.marked_cells import put_text
from xueheng.tables.marking.marked_sheet import clean_sheet, mark_sheet
from xueheng.tables.marking.marks import WORDS, marks_by_sheet
from xueheng.tables.marking.validations import keep_validations
from xueheng.tables.own import LIST_NAMES, LIST_TITLES

UNREADABLE = (
    ValueError, TypeError, LookupError, AttributeError, InvalidFileException, DecompressionBombError
)  # fmt: skip
FONT = "等线"
LINE = Side("thin", color="FFD5DCE2")


def open_book(source: Path) -> Any | None:
    """The workbook with all that is in it; None when it cannot be kept as it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(source, rich_text=True)
        except UNREADABLE:
            return None


def write_book(
    book: Any, source: Path, made: Path, *, issues: Sequence[Issue], laid: Sequence[Laid], lang: Lang
) -> None:
    """Write the workbook with fresh marks in place of older ones of ours."""
    for sheet in [s for s in book.worksheets if is_list(s)]:
        book.remove(sheet)
    keep_validations(book, source)
    marks = marks_by_sheet(issues, laid)
    headers = {one.sheet: one.header_rows for one in laid}
    for sheet in book.worksheets:
        clean_sheet(sheet, headers.get(sheet.title, ()))
        if sheet.title in marks:
            mark_sheet(sheet, marks[sheet.title], lang=lang)
        _quiet(sheet)
    if issues:
        _add_list(book, issues, lang)
    book.save(made)
    keep_values(book, source, made)


def is_list(sheet: Any) -> bool:
    """True for a list of findings that we wrote ourselves."""
    return sheet.title in LIST_NAMES and str(sheet["A1"].value) in LIST_TITLES


def _quiet(sheet: Any) -> None:
    """Text that looks like a formula stays text when somebody edits its cell."""
    for cell in list(sheet._cells.values()):
        if cell.data_type == "s" and isinstance(cell.value, str) and is_active(cell.value):
            cell.quotePrefix = True


def _add_list(book: Any, issues: Sequence[Issue], lang: Lang) -> None:
    name = WORDS["marked.list"].say(lang)
    taken = {s.casefold() for s in book.sheetnames}
    sheet = book.create_sheet(name if name.casefold() not in taken else WORDS["marked.list_title"].say(lang))
    lines = list(list_lines(issues, lang))
    for row, line in enumerate(lines, start=1):
        _write(sheet, row, line)
    head = head_at(lines) + 1
    for at, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(WIDTHS))}{max(len(lines), head + 1)}"
    _print(sheet, head)


LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font": Font(FONT, 16, bold=True)},
    "text": {"font": Font(FONT, 11)},
    "head": {
        "font": Font(FONT, 11, bold=True),
        "fill": PatternFill("solid", fgColor="FFE9EEF3"),
        "border": Border(LINE, LINE, LINE, LINE),
    },
    "body": {
        "font": Font(FONT, 11),
        "alignment": Alignment(wrap_text=True, vertical="top"),
        "border": Border(LINE, LINE, LINE, LINE),
    },
}


def _write(sheet: Any, row: int, line: Line) -> None:
    if line.height:
        sheet.row_dimensions[row].height = line.height
    for at, value in enumerate(line.cells, start=1):
        cell = sheet.cell(row, at)
        for name, look in LOOKS[line.look].items():
            setattr(cell, name, look)
        if isinstance(value, str):
            put_text(cell, value)
        else:
            cell.value = value


def _print(sheet: Any, head: int) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
