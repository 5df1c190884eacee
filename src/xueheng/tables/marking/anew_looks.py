"""How the cells of a workbook written anew look: by what they hold and how grave their finding is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from xueheng.tables.book_text import is_active, writable
from xueheng.tables.files.grid import Cell
from xueheng.tables.issues import Severity
from xueheng.tables.marking.marks import FILLS, INKS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT = {"font_name": "等线", "font_size": 11}
EXACT = 10**15  # from here on a workbook loses the last digits of a number
OLDEST = date(1900, 3, 1)  # before this day programs count days differently
THIN = {"border": 1, "border_color": "#D5DCE2"}
LOOKS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "active": {"num_format": "@", "quote_prefix": True},
    "number": {},
    "date": {"num_format": "yyyy-mm-dd"},
    "instant": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "time": {"num_format": "hh:mm:ss"},
    "duration": {"num_format": "[h]:mm:ss"},
    "head": {
        **THIN,
        "num_format": "@",
        "bold": True,
        "text_wrap": True,
        "bg_color": "#E9EEF3",
        "valign": "vcenter",
    },
    "said": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 16},
    "body": {**THIN, "text_wrap": True, "valign": "top"},
}


class Pen:
    """Writes cells by what they hold; formats are made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[str, Severity | None], Format] = {}

    def look(self, name: str, level: Severity | None = None) -> Format:
        """The format of that name, in the colours of the level."""
        if (name, level) not in self.made:
            shade = {"bg_color": "#" + FILLS[level], "font_color": "#" + INKS[level]} if level else {}
            self.made[name, level] = self.book.add_format({**LOOKS[name], **shade})
        return self.made[name, level]

    def write(
        self,
        sheet: Worksheet,
        row: int,
        at: int,
        cell: Cell,
        *,
        look: str = "",
        level: Severity | None = None,
    ) -> None:
        """Write the cell with its own type: text is never a formula, a number never text."""
        if isinstance(cell, str):
            name = look or ("active" if is_active(cell) else "text")
            if cell:
                sheet.write_string(row, at, writable(cell), self.look(name, level))
            elif level:
                sheet.write_blank(row, at, None, self.look(name, level))
        elif isinstance(cell, bool):
            sheet.write_boolean(row, at, cell, self.look(look or "number", level))
        elif isinstance(cell, int | float):
            self._number(sheet, row, at, cell, look, level)
        else:
            self._moment(sheet, row, at, cell, level)

    def _number(
        self, sheet: Worksheet, row: int, at: int, cell: float, look: str, level: Severity | None
    ) -> None:
        if abs(cell) < EXACT or (isinstance(cell, float) and abs(cell) < float("inf")):
            sheet.write_number(row, at, cell, self.look(look or "number", level))
        else:
            sheet.write_string(row, at, str(cell), self.look(look or "text", level))

    def _moment(
        self, sheet: Worksheet, row: int, at: int, cell: date | time | timedelta, level: Severity | None
    ) -> None:
        if isinstance(cell, date) and (cell.date() if isinstance(cell, datetime) else cell) < OLDEST:
            sheet.write_string(row, at, cell.isoformat(), self.look("text", level))
        else:
            sheet.write_datetime(row, at, cell, self.look(_moment_look(cell), level))


def _moment_look(cell: date | time | timedelta) -> str:
    if isinstance(cell, timedelta):
        return "duration"
    if isinstance(cell, time):
        return "time"
    return "instant" if isinstance(cell, datetime) and cell.time() != time() else "date"
