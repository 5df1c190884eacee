"""The sheet of a template that is filled in: head, formats, drop-downs, and what is known of one school."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xueheng.standards.words import Lang, catalogue
from xueheng.tables.filling.sent import Sent, add_known, add_lines
from xueheng.tables.filling.template_columns import MEASURES, Offered
from xueheng.tables.filling.template_styles import column_width, head_style, print_on_paper
from xueheng.tables.filling.template_words import how_to_write

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_575
LIST, TITLE, MESSAGE = 255, 32, 255  # the longest texts of a validation
HIGHEST = Decimal(10**15)
NUMBERS = {"integer": "0", "decimal": "General", "number": "General", "score": "General", "infer": "General"}
TEXT = "@"  # a date too: typed as it is written, it is neither reordered nor turned into another day


def add_sheet(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    columns: tuple[Offered, ...],
    *,
    lang: Lang,
    lists: Mapping[str, str],
    sent: Sent | None = None,
) -> None:
    """Write the head and what each column below it takes; `lists` names the choices of long code lists."""
    top = add_lines(book, sheet, sent, lang=lang) if sent else 0
    open_to = {"locked": False} if sent else {}
    formats = {n: book.add_format({"num_format": n, **open_to}) for n in (TEXT, *NUMBERS.values())}
    for at, offered in enumerate(columns):
        number = NUMBERS.get(offered.column.type, TEXT)
        sheet.set_column(at, at, column_width(offered), formats[number])
        sheet.write_string(top, at, offered.heading, book.add_format(head_style(offered)))
        sheet.data_validation(top + 1, at, LAST_ROW, at, _validation(offered, (top + 1, at), lang, lists))
    if sent:
        add_known(book, sheet, columns, sent, top=top)
    width = sum(map(column_width, columns))
    sheet.set_row(top, 36)
    sheet.freeze_panes(top + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW + 1}"})
    print_on_paper(sheet, lang=lang, title=sheet.name, repeated=top, width=width)


def _validation(
    offered: Offered, first: tuple[int, int], lang: Lang, lists: Mapping[str, str]
) -> dict[str, Any]:
    words = catalogue("xueheng.tables")
    how = how_to_write(offered, lang)
    shown = words["template.for_example"].say(lang, example=offered.example) if offered.example else ""
    wrong = words["template.wrong"].say(lang, column=offered.heading, how=how)
    return {
        **_allowed(offered, first, lists),
        "input_title": _cut(offered.heading, TITLE),
        "input_message": _cut("\n".join(filter(None, (how, shown))), MESSAGE),
        "error_title": words["template.wrong_title"].say(lang),
        "error_message": _cut(wrong, MESSAGE),
    }


def _allowed(offered: Offered, first: tuple[int, int], lists: Mapping[str, str]) -> dict[str, Any]:
    """What may be typed; a list only warns, since its codes and other words are read too."""
    column = offered.column
    if offered.choices:
        error = "warning" if column.unknown == "refused" else "information"
        return {"validate": "list", "source": _source(offered, lists), "error_type": error}
    if column.type == "score":
        return {"validate": "custom", "value": _mark_rule(first)}
    if column.type not in MEASURES:
        return {"validate": "any"}
    least = -HIGHEST if column.at_least is None else column.at_least
    most = HIGHEST if column.at_most is None else column.at_most
    kind = "integer" if column.type == "integer" else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": f"{least:f}", "maximum": f"{most:f}"}


def _source(offered: Offered, lists: Mapping[str, str]) -> list[str] | str:
    known = [c.word for c in offered.choices]
    is_short = len(",".join(known)) <= LIST and not any("," in word or '"' in word for word in known)
    return known if is_short else f"={lists[offered.column.name]}"


def _mark_rule(first: tuple[int, int]) -> str:
    """A mark is not negative; words such as 缺考 are text."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell = xl_rowcol_to_cell(*first)
    return f"=OR(ISTEXT({cell}),{cell}>=0)"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
