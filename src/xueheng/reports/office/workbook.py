"""A report as a workbook: a summary, then a sheet for every table and for the data of every chart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

import xlsxwriter

from xueheng.reports.blocks import Chart, Report, Table
from xueheng.reports.charts.twins import twin
from xueheng.reports.display import said
from xueheng.reports.office.office import UNDATED, clean
from xueheng.reports.office.workbook_cells import Cells
from xueheng.reports.office.workbook_summary import write_summary
from xueheng.reports.office.workbook_tables import Page, write_page
from xueheng.standards.words import Lang

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
RESERVED = {"history"}
LONGEST_NAME = 31  # letters of a sheet's name, counted as UTF-16
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\t\n]")


def write(report: Report, path: Path, *, lang: Lang) -> None:
    """The workbook stands at the path: values only, nothing in it calculates or links outside."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties(
            {
                "title": clean(report.title.say(lang)),
                "author": said("document_author", lang),
                "created": UNDATED,
            }
        )
        cells = Cells(book, lang)
        pages = dict(_pages(report, lang))
        stamp = report.stamp.say(lang) if report.stamp else ""
        write_summary(cells, report, pages)
        for page in pages.values():
            write_page(cells, page, stamp=stamp)
    path.write_bytes(made.getvalue())


def _pages(report: Report, lang: Lang) -> Iterator[tuple[tuple[int, int], Page]]:
    """The sheets in the order of the report, by section and place in it; counted as on the page."""
    tables, figures, taken = count(1), count(1), {said("sheet_summary", lang).casefold()}
    for s, section in enumerate(report.sections):
        for b, block in enumerate(section.blocks):
            if isinstance(block, Table | Chart):
                counted = next(tables) if isinstance(block, Table) else next(figures)
                label = said("table" if isinstance(block, Table) else "figure", lang, n=counted)
                name = sheet_name(f"{label} {block.title.say(lang)}", taken)
                taken.add(name.casefold())
                yield (s, b), _page(name, label, block)


def _page(name: str, label: str, block: Table | Chart) -> Page:
    return Page(name, label, block) if isinstance(block, Table) else Page(name, label, twin(block), block)


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel accepts for a sheet, made of a title and not taken yet."""
    name = NOT_IN_NAMES.sub("_", clean(title)).strip("' ") or "_"
    tails = ("", *(f" ({n})" for n in range(2, len(taken) + 3)))
    names = (_cut(name, LONGEST_NAME - len(tail)) + tail for tail in tails)
    return next(shown for shown in names if shown.casefold() not in taken | RESERVED)


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text.strip("' ")
