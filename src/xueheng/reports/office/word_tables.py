"""Tables of a Word page, built element by element so that a thousand rows take a moment."""

from __future__ import annotations

from typing import Any

from xueheng.reports.blocks import Number, Numbers, Table, Tone
from xueheng.reports.display import MISSING, SHAPES, cell, headline, toned
from xueheng.reports.office.office import FILLS, HEAD_FILL, INKS, LINE, breadth, clean
from xueheng.reports.office.totals import is_total
from xueheng.reports.office.word_columns import SHORT, SIZES, TWIPS, Frame, frame, shown
from xueheng.reports.office.word_parts import add, element, tag
from xueheng.standards.words import Lang

IN_A_ROW = 4
WORDY = 60  # half-width letters of a cell that make a row high
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def grid(block: Table, lang: Lang, *, room: int) -> Any:
    """The table: repeated head, whole rows, numbers to the right, tones by shape, ink and ground."""
    shape = frame(block, lang, room=room)
    table = _table(shape.widths)
    plain = toned((), len(block.columns))
    head = _tr(table, is_head=True)
    for at, words in enumerate(shape.head_words):
        _tc(head, shape, at, words, side="center", bold=True, fill=HEAD_FILL)
    for n, values in enumerate(block.rows):
        row, tones = _tr(table), block.tones[n] if block.tones else plain
        bold = is_total(values)
        for at, (value, tone) in enumerate(zip(values, tones, strict=True)):
            _value(row, shape, at, shown(value, block.columns[at], lang), tone=tone, bold=bold)
    wordy = any(breadth(cell(v, lang)) > WORDY for row in block.rows for v in row)
    _keep_together(table, len(block.rows) if len(block.rows) <= SHORT and not wordy else 2)
    return table


def figures(block: Numbers, lang: Lang, *, room: int) -> Any:
    """Headline figures side by side: label, value with its mark, what it is compared with."""
    n = len(block.numbers)
    across = n if n <= IN_A_ROW else 3 if n in (5, 6, 9) else IN_A_ROW
    table = _table((room // across,) * across)
    for first in range(0, n, across):
        row = _tr(table)
        for at in range(across):
            figure = block.numbers[first + at] if first + at < n else None
            _figure(row, room // across, figure, lang)
    return table


def pairs(rows: list[tuple[str, str]], *, room: int) -> Any:
    """Labels and what belongs to them, without lines."""
    left = min(max((breadth(label) for label, _ in rows), default=8) + 2, 30)
    widths = (round(left * 5.25 * TWIPS), room - round(left * 5.25 * TWIPS))
    table = _table(widths, is_ruled=False)
    shape = Frame(widths, SIZES[0])
    for label, words in rows:
        row = _tr(table)
        _tc(row, shape, 0, label, side="left", ink="55605B")
        _tc(row, shape, 1, words, side="left")
    return table


def _table(widths: tuple[int, ...], *, is_ruled: bool = True) -> Any:
    table: Any = element("tbl")
    properties = add(table, "tblPr")
    add(properties, "tblW", w=sum(widths), type="dxa")
    if is_ruled:
        borders = add(properties, "tblBorders")
        for side, size, ink in (("top", 8, "1D2421"), ("bottom", 8, "1D2421"), ("insideH", 4, LINE)):
            borders.append(element(side, val="single", sz=size, space=0, color=ink))
    add(properties, "tblLayout", type="fixed")
    margins = add(properties, "tblCellMar")
    for side in ("left", "right"):
        add(margins, side, w=60, type="dxa")
    columns = add(table, "tblGrid")
    for width in widths:
        add(columns, "gridCol", w=width)
    return table


def _keep_together(table: Any, n: int) -> None:
    """The head and the first rows stay with the row after them; a page's end does not part a short table."""
    for row in table.findall(tag("tr"))[:n]:
        for style in row.iter(tag("pStyle")):
            style.addnext(element("keepNext"))


def _tr(table: Any, *, is_head: bool = False) -> Any:
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if is_head:
        add(properties, "tblHeader")
    return row


def _value(row: Any, shape: Frame, at: int, text: str, *, tone: Tone, bold: bool) -> None:
    side = "center" if text == MISSING else "right" if shape.numeric[at] else "left"
    words = f"{SHAPES[tone]} {text}" if SHAPES[tone] else text
    ink = None if tone == "plain" else INKS[tone]
    _tc(row, shape, at, words, side=side, bold=bold, ink=ink, fill=FILLS.get(tone))


def _tc(row: Any, shape: Frame, at: int, text: str, *, side: str, **marks: Any) -> None:
    box = _box(row, shape.widths[at], marks.get("fill"))
    _line(box, text, side=side, size=shape.size, bold=bool(marks.get("bold")), ink=marks.get("ink"))


def _box(row: Any, width: int, fill: str | None, *, stands: str = "center") -> Any:
    box = add(row, "tc")
    properties = add(box, "tcPr")
    add(properties, "tcW", w=width, type="dxa")
    if fill:
        add(properties, "shd", val="clear", color="auto", fill=fill)
    add(properties, "vAlign", val=stands)
    return box


def _line(box: Any, text: str, *, side: str, size: float, bold: bool, ink: str | None) -> None:
    paragraph = add(box, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val="TableText")
    add(properties, "jc", val=side)
    run = add(paragraph, "r")
    marks = add(run, "rPr")
    if bold:
        add(marks, "b")
    if ink:
        add(marks, "color", val=ink)
    if size != SIZES[0]:
        add(marks, "sz", val=round(size * 2))
        add(marks, "szCs", val=round(size * 2))
    for n, line in enumerate(clean(text).split("\n")):
        if n:
            add(run, "br")
        part = add(run, "t")
        part.set(SPACE, "preserve")
        part.text = line


def _figure(row: Any, width: int, figure: Number | None, lang: Lang) -> None:
    box = _box(row, width, None, stands="top")
    if figure is None:
        add(box, "p")
        return
    unit = f" {figure.unit.say(lang)}" if figure.unit else ""
    value = f"{SHAPES[figure.tone]} {headline(figure, lang)}".strip() + unit
    context = figure.context.say(lang) if figure.context else ""
    _line(box, figure.label.say(lang), side="center", size=9, bold=False, ink="55605B")
    _line(box, value, side="center", size=16, bold=True, ink=INKS[figure.tone])
    _line(box, context, side="center", size=9, bold=False, ink="55605B")
