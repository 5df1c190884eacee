"""One table on one sheet: title, note, legend, frozen head, typed cells, and how it prints."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from xueheng.reports.blocks import Cell, Chart, Column, Table, Tone
from xueheng.reports.charts.images import note
from xueheng.reports.display import cell, is_number, said, toned
from xueheng.reports.office.office import breadth, clean, key_items, picture
from xueheng.reports.office.totals import is_total, totals
from xueheng.reports.office.workbook_cells import LOOKS, Cells
from xueheng.standards.words import Lang

HEAD_ROW = 3  # under the title, the note and the legend
NARROWEST, WIDEST = 8, 40
STRETCH, ASIDE = 1.06, 3  # a Han character is a little wider than two digits; what the frame of a cell takes
NOTE_WIDTH = 90
PORTRAIT_WIDTH = 92  # half-width letters on an upright page
LINE_HEIGHT, ROW_HEIGHT = 15.5, 18
TALLEST = 400.0
LEAST_HEAD = 24.0
EMPTY_WIDTH = 8.43  # a column nobody has set
SAMPLE = 2000  # rows whose text decides the widths
PICTURE_WIDTH = 640


@dataclass(frozen=True)
class Page:
    """What one sheet shows: its name, its counted label, the table, and the chart it is the twin of."""

    name: str
    label: str
    table: Table
    chart: Chart | None = None


def write_page(cells: Cells, page: Page, *, stamp: str) -> None:
    """A sheet with its table, and beside a twin the picture of its chart."""
    sheet = cells.book.add_worksheet(page.name)
    sheet.set_default_row(ROW_HEIGHT)
    widths = _widths(page.table, cells.lang)
    right = _above(cells, sheet, page, widths)
    _head(cells, sheet, page.table, widths)
    last = _body(cells, sheet, page.table, widths)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    lowest = last
    if page.chart is not None:
        columns, rows = _picture(sheet, page.chart, cells.lang, column=len(widths) + 1)
        right, lowest = max(right, len(widths) + columns), max(last, HEAD_ROW + rows)
    sheet.print_area(0, 0, lowest, right)
    wide = sum(widths) > PORTRAIT_WIDTH or page.chart is not None
    set_printing(sheet, cells.lang, stamp=stamp, is_wide=wide)
    sheet.repeat_rows(HEAD_ROW)


def set_printing(sheet: Worksheet, lang: Lang, *, stamp: str, is_wide: bool) -> None:
    """A4, one page wide, page numbers below, the restriction on every page."""
    sheet.set_paper(9)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    sheet.set_footer("&C" + said("sheet_footer", lang, page="&P", pages="&N"))
    if stamp:
        sheet.set_header("&R&KA8371F " + clean(stamp).replace("\n", " ").replace("&", "&&")[:200])


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of that width."""
    return sum(max(1, -(-breadth(line) // max(1, int(width)))) for line in text.split("\n"))


def across(cells: Cells, sheet: Worksheet, at: tuple[int, int, float], text: str, **look: object) -> None:
    """Text over the columns from the first to `at[1]`, the row as high as it needs."""
    row, last, width = at
    shown = cells.format(**look)
    if last:
        sheet.merge_range(row, 0, row, last, "", shown)
    cells.text(sheet, (row, 0), text, **look)
    sheet.set_row(row, min(TALLEST, lines(text, width) * LINE_HEIGHT * _scale(look) + 3))


def _scale(look: dict[str, object]) -> float:
    size = look.get("font_size", 11)
    return float(size) / 11 if isinstance(size, int | float) else 1.0


def _above(cells: Cells, sheet: Worksheet, page: Page, widths: list[float]) -> int:
    """Title, note and legend over the table and at least over a line of text; the last column they take."""
    beyond = max(0, round((NOTE_WIDTH - sum(widths)) / EMPTY_WIDTH))
    last, width = len(widths) - 1 + beyond, max(float(NOTE_WIDTH), sum(widths)) - 2
    title = f"{page.label}　{page.table.title.say(cells.lang)}"
    texts = (title, _under(page, cells.lang), _legend(page.table, cells.lang))
    for row, (text, look) in enumerate(zip(texts, ("title", "words", "label"), strict=True)):
        if text:
            across(cells, sheet, (row, last, width), text, **{**LOOKS[look], "text_wrap": True})
        else:
            sheet.set_row(row, 4)
    return last


def _under(page: Page, lang: Lang) -> str:
    if page.chart is not None:
        return note(page.chart, lang)
    return page.table.note.say(lang) if page.table.note else ""


def _legend(block: Table, lang: Lang) -> str:
    said_of = [
        said("fill_means", lang, fill=said(f"fill_{tone}", lang), meaning=meant) if tone else meant
        for tone, meant in key_items(block, lang)
    ]
    if totals(block) is not None:
        said_of.append(said("total_means", lang))
    return ("；" if lang == "zh" else "; ").join(said_of)


def _heading(column: Column, lang: Lang) -> str:
    unit = f"\n{column.unit.say(lang)}" if column.unit else ""
    return column.label.say(lang) + unit


def _widths(block: Table, lang: Lang) -> list[float]:
    return [_width(block, at, lang) for at in range(len(block.columns))]


def _width(block: Table, at: int, lang: Lang) -> float:
    """Room for the longest cell; a heading may take three lines, a long text wraps."""
    column = block.columns[at]
    heading = _heading(column, lang)
    marked = 2 if block.tones else 0
    shown = (cell(row[at], lang, digits=column.digits, percent=column.percent) for row in block.rows[:SAMPLE])
    longest = max((breadth(text) for text in shown), default=0) + marked
    word = max(breadth(word) for word in heading.split() or [""]) if lang == "en" else 0
    needed = max(longest, word, -(-breadth(heading) // 3))
    return float(min(max(round(needed * STRETCH) + ASIDE, NARROWEST), WIDEST))


def _head(cells: Cells, sheet: Worksheet, block: Table, widths: list[float]) -> None:
    height = LEAST_HEAD
    for at, (column, width) in enumerate(zip(block.columns, widths, strict=True)):
        heading = _heading(column, cells.lang)
        sheet.set_column(at, at, width)
        cells.text(sheet, (HEAD_ROW, at), heading, **LOOKS["head"])
        height = max(height, lines(heading, width - 1) * LINE_HEIGHT + 6)
    sheet.set_row(HEAD_ROW, min(TALLEST, height))


def _body(cells: Cells, sheet: Worksheet, block: Table, widths: list[float]) -> int:
    """The rows, and under them their sum where adding up is right; the last row written."""
    plain = toned((), len(block.columns))
    at = HEAD_ROW
    for n, row in enumerate(block.rows):
        at = HEAD_ROW + 1 + n
        _row(cells, sheet, at, row, block.columns, block.tones[n] if block.tones else plain)
        _heighten(sheet, at, row, widths, cells.lang)
    sums = totals(block)
    if sums is not None:
        at += 1
        added: tuple[Cell, ...] = (said("total_row", cells.lang), *("" if s is None else s for s in sums[1:]))
        _row(cells, sheet, at, added, block.columns, plain, is_sum=True)
    return at


def _heighten(sheet: Worksheet, at: int, row: tuple[Cell, ...], widths: list[float], lang: Lang) -> None:
    """A row whose text wraps is as high as it needs."""
    texts = ((cell(v, lang), width) for v, width in zip(row, widths, strict=True) if not is_number(v))
    most = max((lines(text, round((width - ASIDE + 0.5) / STRETCH)) for text, width in texts), default=1)
    if most > 1:
        sheet.set_row(at, min(TALLEST, most * LINE_HEIGHT))


def _row(
    cells: Cells,
    sheet: Worksheet,
    at: int,
    row: tuple[Cell, ...],
    columns: tuple[Column, ...],
    tones: tuple[Tone, ...],
    *,
    is_sum: bool = False,
) -> None:
    look: dict[str, object] = {"bold": True, "top": 2} if is_sum or is_total(row) else {}
    for n, (value, column, tone) in enumerate(zip(row, columns, tones, strict=True)):
        side: dict[str, object] = {"align": "right"} if is_number(value) else {"indent": 1} if n else {}
        cells.value(sheet, (at, n), value, column=column, tone=tone, **look, **side)


def _picture(sheet: Worksheet, chart: Chart, lang: Lang, *, column: int) -> tuple[int, int]:
    """The chart beside its twin; how many columns and rows it covers."""
    made = picture(chart, lang)
    scale = PICTURE_WIDTH / made.width
    options = {
        "image_data": BytesIO(made.png),
        "x_scale": scale,
        "y_scale": scale,
        "description": clean(chart.title.say(lang)),
        "object_position": 3,
    }
    sheet.insert_image(HEAD_ROW + 1, column, "chart.png", options)
    return -(-PICTURE_WIDTH // 64) + 1, -(-int(made.height * scale) // 20) + 1
