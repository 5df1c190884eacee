"""One sheet of the user's workbook marked: cells, comments, and the column 错误说明 at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from xueheng.standards.words import Lang
from xueheng.tables.book_text import row_height
from xueheng.tables.marking.marked_cells import (
    Styles,
    colour,
    fill_named,
    has_our_colour,
    is_our_comment,
    put_comment,
    put_text,
    take_off,
)  # fmt: skip
from xueheng.tables.marking.marks import (
    COLUMN_WIDTH,
    WORDS,
    Marks,
    comment_text,
    head_rows,
    row_text,
    worst,
)
from xueheng.tables.own import OWN_COLUMNS

ONE_LINE = 20.0


def clean_sheet(sheet: Any, header_rows: Sequence[int]) -> None:
    """The sheet is without marks of ours."""
    own = _own_column(sheet, header_rows)
    said = {c.row for c in _column(sheet, own) if c.value} if own else set()
    for cell in list(sheet._cells.values()):
        if is_our_comment(cell.comment) or (cell.row in said and has_our_colour(cell)):
            take_off(cell)
    if own:
        _empty(sheet, own)


def mark_sheet(sheet: Any, marks: Marks, *, lang: Lang) -> None:
    """Every cell with a finding is coloured and commented, every row's findings stand at its end."""
    styles: Styles = {}
    _add_column(sheet, marks, styles, lang)
    commented = marks.commented()
    for at, issues in marks.cells.items():
        cell = _shown(sheet, *at)
        before = fill_named(cell) if not has_our_colour(cell) else ""
        colour(cell, worst(issues), styles)
        if at in commented:
            put_comment(cell, comment_text(issues, lang), lang, before=before)


def _add_column(sheet: Any, marks: Marks, styles: Styles, lang: Lang) -> None:
    header = marks.laid.header_rows or (1,)
    last = _last_column(sheet, marks)
    at = _free_column(sheet, last, header[0])
    _head(sheet, header, last, at, lang)
    if marks.whole:
        put_comment(sheet.cell(header[0], at), comment_text(marks.whole, lang), lang, before="")
    for row, issues in marks.rows.items():
        if row in header:
            continue
        cell = sheet.cell(row, at)
        _like(cell, _shown(sheet, row, last), styles)
        text = row_text(issues, lang)
        put_text(cell, text)
        if marks.is_whole_row(row):
            colour(cell, worst(issues), styles)
        _heighten(sheet, row, text)
    sheet.column_dimensions[get_column_letter(at)].width = COLUMN_WIDTH


def _head(sheet: Any, header: Sequence[int], last: int, at: int, lang: Lang) -> None:
    for row in header:
        sheet.cell(row, at)._style = copy(_shown(sheet, row, last)._style)
    cell = sheet.cell(header[0], at)
    put_text(cell, WORDS["marked.column"].say(lang))
    if len(header) > 1:
        sheet.merge_cells(start_row=header[0], start_column=at, end_row=header[-1], end_column=at)


def _like(cell: Any, beside: Any, styles: Styles) -> None:
    """The cell looks like the one beside it, wrapped, at the top, and as text."""
    key = (*(beside._style or ()), "beside")
    if key not in styles:
        cell._style = copy(beside._style)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        cell.number_format = "@"
        if has_our_colour(cell):
            take_off(cell)
        styles[key] = copy(cell._style)
    cell._style = copy(styles[key])


def _heighten(sheet: Any, row: int, text: str) -> None:
    """The row is high enough for the text; one of a usual height is left to itself when a line will do."""
    needed = row_height([text], [COLUMN_WIDTH])
    own = sheet.row_dimensions[row].height
    if needed > (own or ONE_LINE):
        sheet.row_dimensions[row].height = needed


def _lower(sheet: Any, row: int, text: str) -> None:
    """The row finds its own height again when it had the one we gave it."""
    if sheet.row_dimensions[row].height == row_height([text], [COLUMN_WIDTH]):
        sheet.row_dimensions[row].height = None


def _last_column(sheet: Any, marks: Marks) -> int:
    header = marks.laid.header_rows or (1,)
    filled = [c.column for c in _cells_of(sheet, header) if c.value not in (None, "")]
    merged = [r.max_col for r in sheet.merged_cells.ranges if r.min_row in header]
    return max((*marks.laid.columns.values(), *filled, *merged), default=1)


def _free_column(sheet: Any, last: int, top: int) -> int:
    """The first column to the right in which nothing stands from the header down."""
    taken = {c.column for c in sheet._cells.values() if c.row >= top and c.value not in (None, "")}
    for area in sheet.merged_cells.ranges:
        if area.max_row >= top:
            taken |= set(range(max(area.min_col, last), area.max_col + 1))
    return next(at for at in range(last + 1, last + len(taken) + 2) if at not in taken)


def _shown(sheet: Any, row: int, column: int) -> Any:
    """The cell, or the one at the top left of the merged range it lies in."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        area = next(r for r in sheet.merged_cells.ranges if cell.coordinate in r)
        return sheet.cell(area.min_row, area.min_col)
    return cell


def _own_column(sheet: Any, header_rows: Sequence[int]) -> int | None:
    return next(
        (c.column for c in _cells_of(sheet, head_rows(header_rows)) if str(c.value) in OWN_COLUMNS), None
    )


def _cells_of(sheet: Any, rows: Iterable[int]) -> list[Any]:
    wanted = set(rows)
    return [c for c in sheet._cells.values() if c.row in wanted]


def _column(sheet: Any, at: int) -> list[Any]:
    return [c for c in sheet._cells.values() if c.column == at]


def _empty(sheet: Any, at: int) -> None:
    """The column stands empty, as it was before us; what lies above its heading stays."""
    cells = _column(sheet, at)
    top = min(c.row for c in cells if str(c.value) in OWN_COLUMNS)
    for area in [r for r in sheet.merged_cells.ranges if r.min_col == r.max_col == at and r.min_row == top]:
        sheet.unmerge_cells(area.coord)
    for cell in cells:
        if cell.row >= top:
            _lower(sheet, cell.row, str(cell.value))
            sheet._cells.pop((cell.row, at), None)
    letter = get_column_letter(at)
    if letter in sheet.column_dimensions:
        del sheet.column_dimensions[letter]
