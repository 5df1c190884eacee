"""A large workbook, or a file that is none, written anew row by row with the marks on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from xlsxwriter.exceptions import OverlappingRange

from xueheng.standards.words import Lang
from xueheng.tables.book_text import row_height, sheet_title
from xueheng.tables.files.grid import Area, Cell, Laid
from xueheng.tables.files.grids import read_grids
from xueheng.tables.filling.template_styles import print_on_paper
from xueheng.tables.issues import Issue, Refused, finding
from xueheng.tables.marking.anew_looks import FONT, Pen
from xueheng.tables.marking.issue_list import WIDTHS, head_at, list_lines
from xueheng.tables.marking.marks import (
    AUTHOR,
    COLUMN_WIDTH,
    WORDS,
    Marks,
    comment_text,
    head_rows,
    marks_by_sheet,
    row_text,
    worst,
)
from xueheng.tables.marking.spooled import Spooled

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

NARROWEST, WIDEST = 6, 40
MOST_ROWS = 1_048_576
MOST_MERGED = 10_000  # cells of one merged range
COMMENT = {"author": AUTHOR, "x_scale": 2.6, "font_size": 9}


def write_anew(
    source: Path, made: Path, *, issues: Sequence[Issue], laid: Sequence[Laid], lang: Lang
) -> None:
    """Write every sheet again, values with their types, cells with findings coloured."""
    import xlsxwriter

    marks = {one.sheet: Marks(one) for one in laid} | marks_by_sheet(issues, laid)
    options = {"constant_memory": True, "default_format_properties": dict(FONT)}
    with TemporaryFile(dir=made.parent) as spool, xlsxwriter.Workbook(made, options) as book:
        pen = Pen(book)
        sheets = []
        for grid in read_grids(source):
            found = marks.get(grid.name) or Marks(Laid(grid.name, (), {}))
            sheets.append((Spooled(grid, spool, head_rows(found.laid.header_rows)), found))
        for sheet, found in sheets:
            if not sheet.is_list:
                _Written(book, pen, sheet, found, lang).write()
        if issues:
            _add_list(book, pen, issues, lang)


class _Written:
    """One sheet as it is written, from its first row to its last."""

    def __init__(self, book: Workbook, pen: Pen, shape: Spooled, marks: Marks, lang: Lang) -> None:
        self.pen, self.shape, self.marks, self.lang = pen, shape, marks, lang
        self.grid = grid = shape.grid
        self.sheet = book.add_worksheet(sheet_title(grid.name or WORDS["marked.sheet"].say(lang)))
        self.header = marks.laid.header_rows
        self.merged = [a for a in grid.merged if _is_kept(a) and not shape.is_own(a.top, a.right)]
        top = self.header[0] if self.header else 1
        right = (a.right for a in self.merged if a.bottom >= top)
        self.at = max(shape.last, *marks.laid.columns.values(), *right, 0) + 1
        self.is_marked = bool(marks.cells or marks.rows or marks.whole)
        self.cells: dict[int, dict[int, list[Issue]]] = {}
        shown = {place: (a.top, a.left) for a in self.merged for place in _places(a)}
        for place, issues in marks.cells.items():
            row, column = shown.get(place, place)
            self.cells.setdefault(row, {}).setdefault(column, []).extend(issues)
        self.commented = {shown.get(place, place) for place in marks.commented()}

    def write(self) -> None:
        """Write all rows, then what is set for whole columns."""
        self._merge()
        for number, cells in self.shape.rows():
            if number > MOST_ROWS:
                raise Refused([finding("MARKED_TOO_LONG", "error", limit=MOST_ROWS)])
            self._row(number, cells)
        for at, width in self.shape.widths.items():
            if not self.shape.is_own(MOST_ROWS, at):
                self.sheet.set_column(at - 1, at - 1, max(NARROWEST, min(WIDEST, width + 2)))
        if self.is_marked:
            self.sheet.set_column(self.at - 1, self.at - 1, COLUMN_WIDTH)
        if self.header:
            self.sheet.freeze_panes(self.header[-1], 0)
        if self.grid.is_hidden:
            self.sheet.hide()

    def _merge(self) -> None:
        for area in self.merged:
            with suppress(OverlappingRange):
                self.sheet.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "")
        if self.is_marked and len(self.header) > 1:
            top, bottom = self.header[0] - 1, self.header[-1] - 1
            self.sheet.merge_range(top, self.at - 1, bottom, self.at - 1, "")

    def _row(self, number: int, cells: Sequence[Cell]) -> None:
        found = self.cells.get(number, {})
        look = "head" if number in self.header else ""
        write, sheet, row = self.pen.write, self.sheet, number - 1
        if number in self.grid.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        if self.grid.broken:
            cells = [
                c if c != "" else self.grid.broken.get((number, at), "") for at, c in enumerate(cells, 1)
            ]
        for at, cell in enumerate(cells, start=1):
            if cell != "" and at not in found and not self.shape.is_own(number, at):
                write(sheet, row, at - 1, cell, look=look)
        for at, issues in found.items():
            cell = cells[at - 1] if at <= len(cells) else ""
            write(sheet, row, at - 1, cell, look=look, level=worst(issues))
            if (number, at) in self.commented:
                sheet.write_comment(row, at - 1, comment_text(issues, self.lang), COMMENT)
        self._said(number)

    def _said(self, number: int) -> None:
        """What is wrong with the row, at its end; in the header the name of that column."""
        if self.is_marked and number == (self.header or (1,))[0]:
            head = WORDS["marked.column"].say(self.lang)
            self.pen.write(self.sheet, number - 1, self.at - 1, head, look="head")
            if self.marks.whole:
                text = comment_text(self.marks.whole, self.lang)
                self.sheet.write_comment(number - 1, self.at - 1, text, COMMENT)
        elif number in self.marks.rows and number not in self.header:
            issues = self.marks.rows[number]
            level = worst(issues) if self.marks.is_whole_row(number) else None
            text = row_text(issues, self.lang)
            if number not in self.grid.hidden_rows:
                self.sheet.set_row(number - 1, row_height([text], [COLUMN_WIDTH]))
            self.pen.write(self.sheet, number - 1, self.at - 1, text, look="said", level=level)


def _is_kept(area: Area) -> bool:
    """True for a merged range of several cells that is not made to exhaust memory."""
    return 1 < (area.bottom - area.top + 1) * (area.right - area.left + 1) <= MOST_MERGED


def _places(area: Area) -> Iterator[tuple[int, int]]:
    return product(range(area.top, area.bottom + 1), range(area.left, area.right + 1))


def _add_list(book: Workbook, pen: Pen, issues: Sequence[Issue], lang: Lang) -> None:
    """Add the sheet that lists every finding."""
    name = WORDS["marked.list"].say(lang)
    taken = {s.name.casefold() for s in book.worksheets()}
    sheet = book.add_worksheet(name if name.casefold() not in taken else WORDS["marked.list_title"].say(lang))
    lines = list(list_lines(issues, lang))
    for row, line in enumerate(lines):
        look = line.look.replace("text", "")
        if line.height:
            sheet.set_row(row, line.height)
        for at, cell in enumerate(line.cells):
            pen.write(sheet, row, at, cell, look=look)
    head = head_at(lines)
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.autofilter(head, 0, max(len(lines) - 1, head + 1), len(WIDTHS) - 1)
    print_on_paper(sheet, lang=lang, title=name, repeated=head)
