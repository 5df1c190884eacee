"""How the sheets of a template look on screen and on paper."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from xueheng.standards.words import Lang, catalogue
from xueheng.tables.book_text import display_width
from xueheng.tables.filling.template_columns import Offered

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

A4 = 9
PAGE_WIDTH = 200  # digits of a page that is still easy to read
FONT = {"font_name": "等线", "font_size": 11}
HEAD = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
WANTED = {"bg_color": "#1F4E79", "font_color": "#FFFFFF", "border_color": "#8EA9C1"}
OFFERED = {"bg_color": "#E9EEF3", "font_color": "#1F2933", "border_color": "#B8C4CE"}
STARRED = '@" *"'  # the star is shown; the heading itself stays as it is
BODY = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D5DCE2", "num_format": "@"}
TITLE = {"bold": True, "font_size": 16}
QUIET = {"font_color": "#5B6770", "text_wrap": True, "valign": "top"}
WIDTHS = {
    "identity": 22, "id": 18, "phone": 15, "name": 12, "date": 13, "month": 11, "instant": 21, "score": 9,
}  # fmt: skip
NARROWEST, ONE_LINE, WIDEST = 8, 16, 26


def head_style(offered: Offered) -> dict[str, Any]:
    """How the head of a column looks: what must be filled in is dark and starred."""
    return {**HEAD, **WANTED, "num_format": STARRED} if offered.is_wanted else {**HEAD, **OFFERED}


def column_width(offered: Offered) -> float:
    """A width that shows the usual content in one line and the head in one or two."""
    shown = max(display_width(text) for text in (offered.example, *(c.word for c in offered.choices)))
    head = display_width(offered.heading) + 4
    head = head if head <= ONE_LINE else max(ONE_LINE, head // 2 + 3)
    usual = WIDTHS.get(offered.column.type, NARROWEST)
    return max(usual, min(WIDEST, max(head, shown + 2)))


def print_on_paper(sheet: Worksheet, *, lang: Lang, title: str, repeated: int, width: float = 0) -> None:
    """Print on A4 across, fitted to its width or to several where it would be too small to read."""
    words = catalogue("xueheng.tables")
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(max(1, ceil(width / PAGE_WIDTH)), 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.repeat_rows(repeated)
    sheet.set_header(f"&L{title.replace('&', '&&')}")
    sheet.set_footer(f"&C{words['template.footer'].say(lang)}")
