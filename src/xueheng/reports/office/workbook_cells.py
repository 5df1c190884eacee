"""Values in cells of a workbook: numbers stay numbers, text stays text, marks come from formats alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueheng.reports.blocks import Cell, Column, Tone
from xueheng.reports.display import MISSING, SHAPES, cell, is_number
from xueheng.reports.office.office import FILLS, GREY, HEAD_FILL, INKS, LINE, RED, clean
from xueheng.standards.words import Lang

FONT = "宋体"
HEAD_FONT = "黑体"
SIZE = 11
LONGEST = 32_000  # a cell holds 32,767 letters
EXACT_INTEGERS = 2**53
ACTS = tuple("=+-@\t\r＝＋－＠")  # what a spreadsheet would calculate once the cell is edited
FRAME = {"border": 1, "border_color": f"#{LINE}", "valign": "vcenter"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "font_name": HEAD_FONT},
    "heading": {"bold": True, "font_size": 12, "font_name": HEAD_FONT, "bottom": 1},
    "stamp": {"bold": True, "font_color": f"#{RED}", "text_wrap": True, "valign": "top"},
    "words": {"text_wrap": True, "valign": "top"},
    "label": {"font_color": f"#{GREY}", "valign": "top", "text_wrap": True},
    "link": {"font_color": "#0E6A5B", "underline": 1, "text_wrap": True, "valign": "top"},
    "head": {
        **FRAME,
        "bold": True,
        "bg_color": f"#{HEAD_FILL}",
        "text_wrap": True,
        "align": "center",
        "font_name": HEAD_FONT,
    },
}


class ExactFloat(float):
    """A number that is written with all its digits."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


class Cells:
    """Writes values into sheets of one workbook and keeps its formats, each made once."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def look(self, name: str, **more: Any) -> Format:
        """The format of a named look."""
        return self.format(**LOOKS[name], **more)

    def format(self, **properties: Any) -> Format:
        """The format with these properties."""
        given = {"font_name": FONT, "font_size": SIZE, **properties}
        key = tuple(sorted(given.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(given)
        return self.formats[key]

    def text(self, sheet: Worksheet, at: tuple[int, int], text: str, **properties: Any) -> None:
        """Text that stays text, whatever it begins with."""
        shown = clean(text)[:LONGEST]
        if shown.startswith(ACTS):
            properties["quote_prefix"] = True
        sheet.write_string(*at, shown, self.format(**properties))

    def value(
        self, sheet: Worksheet, at: tuple[int, int], value: Cell, *, column: Column, tone: Tone, **look: Any
    ) -> None:
        """One value of a table: a number with its format, text, or the dash for what is missing."""
        shown = cell(value, self.lang, digits=column.digits, percent=column.percent)
        look = {**FRAME, **_toned(tone), **look}
        if shown == MISSING:
            grey = {"font_color": f"#{GREY}", "align": "center"} if tone == "plain" else {"align": "center"}
            self.text(sheet, at, shown, num_format=_text_format(tone), **{**look, **grey})
        elif isinstance(value, int | float | Decimal) and _is_held(value):
            exact = value if isinstance(value, int) else ExactFloat(value)
            sheet.write_number(*at, exact, self.format(num_format=number_format(column, tone), **look))
        else:
            text = str(value) if is_number(value) else cell(value, self.lang)
            self.text(sheet, at, text, num_format=_text_format(tone), text_wrap=True, **look)


def _is_held(value: int | float | Decimal) -> bool:
    """A number that a spreadsheet can hold as it is; a longer whole number is a code and becomes text."""
    return is_number(value) and (not isinstance(value, int) or abs(value) <= EXACT_INTEGERS)


def number_format(column: Column, tone: Tone = "plain") -> str:
    """The format of a column's numbers: declared digits, the shape of a tone before the number."""
    if column.digits is None:
        shown = "0.0#%" if column.percent else "General"
    else:
        shown = ("0." + "0" * column.digits).rstrip(".") + ("%" if column.percent else "")
    shape = SHAPES[tone]
    return f'"{shape} "{shown};"{shape} "-{shown}' if shape else shown


def _text_format(tone: Tone) -> str:
    return f'"{SHAPES[tone]} "@' if SHAPES[tone] else "@"


def _toned(tone: Tone) -> dict[str, Any]:
    if tone == "plain":
        return {}
    return {"bg_color": f"#{FILLS[tone]}", "font_color": f"#{INKS[tone]}"}
