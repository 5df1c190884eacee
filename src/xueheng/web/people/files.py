"""导出: a list as a workbook or as CSV, in which no cell calculates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from urllib.parse import quote

import xlsxwriter
from django.http import Http404, HttpResponse

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CALCULATES = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORMATS = ("xlsx", "csv")

Cell = str | int | None


def as_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, format: str) -> HttpResponse:
    """The list to save: text stays text, whatever it begins with."""
    if format not in FORMATS:
        raise Http404
    body = workbook(heads, rows) if format == "xlsx" else _csv(heads, rows)
    kind = WORKBOOK if format == "xlsx" else "text/csv; charset=utf-8"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{format}')}"
    return response


def workbook(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The bytes of a workbook in which text stays text."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, PLAIN) as book:
        sheet, bold, text = (
            book.add_worksheet(),
            book.add_format({"bold": True}),
            book.add_format({"num_format": "@"}),
        )
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(heads) - 1, 16)
        sheet.write_row(0, 0, heads, bold)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(at, column, value)
                elif value:
                    sheet.write_string(at, column, value, text)
    return made.getvalue()


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def harmless(value: Cell) -> Cell:
    """A value as CSV may hold it: text that a program would calculate gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(CALCULATES) else value
