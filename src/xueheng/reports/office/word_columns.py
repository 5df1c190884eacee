"""How wide the columns of a Word table are, and how large its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from xueheng.reports.blocks import Column, Table
from xueheng.reports.display import cell, is_number
from xueheng.reports.office.office import breadth
from xueheng.standards.words import Lang

SIZES = (10.5, 9.0, 7.5)  # points, the first that fits
WIDEST = 36  # half-width letters; longer text wraps
FEW = 14  # letters that a column of text keeps
LONGEST_WORD = 14
PADDING = 2
LATIN_WORD = re.compile(r"[!-~]+")
TWIPS = 20  # a point
LONG, SHORT = 24, 12  # rows
COLUMN_GAP = 360  # twips


@dataclass(frozen=True)
class Need:
    """The half-width letters a column takes: at the least, where text wraps, and in one line."""

    least: int
    most: int
    is_number: bool


@dataclass(frozen=True)
class Frame:
    """How wide a table is in twips, its columns, and the size of its letters."""

    widths: tuple[int, ...]
    size: float
    head_words: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()


def frame(block: Table, lang: Lang, *, room: int) -> Frame:
    """Columns by their content over the whole room, letters as large as fit; long text gives way."""
    heads = tuple(heading_of(c, lang) for c in block.columns)
    needs = [_need(block, at, head, lang) for at, head in enumerate(heads)]
    fair = [size for size in SIZES[:2] if _twips([need.most for need in needs], size) <= room]
    wrapped = [size for size in SIZES[1:] if _twips([need.least for need in needs], size) <= room]
    size = (*fair, *wrapped, SIZES[-1])[0]
    numeric = tuple(need.is_number for need in needs)
    return Frame(_widths(needs, size, room), size, heads, numeric)


def fits(block: Table, lang: Lang, *, room: int) -> bool:
    """True when the table fits with letters of a fair size, or of a small one when its rows are few."""
    heads = [heading_of(c, lang) for c in block.columns]
    size = SIZES[2] if len(block.rows) <= SHORT else SIZES[1]
    return _twips([_need(block, at, h, lang).least for at, h in enumerate(heads)], size) <= room


def abreast(block: Table, lang: Lang, *, room: int) -> int:
    """How many columns of the page a long narrow table may run through."""
    if len(block.rows) < LONG:
        return 1
    heads = [heading_of(c, lang) for c in block.columns]
    whole = _twips([_need(block, at, h, lang).most for at, h in enumerate(heads)], SIZES[1])
    return next((n for n in (4, 3, 2) if whole <= room // n - COLUMN_GAP), 1)


def _need(block: Table, at: int, heading: str, lang: Lang) -> Need:
    column = block.columns[at]
    numeric = at > 0 and (column.digits is not None or any(is_number(row[at]) for row in block.rows))
    marked = 2 if any(row[at] != "plain" for row in block.tones) else 0
    longest = max((breadth(shown(row[at], column, lang)) for row in block.rows), default=0) + marked
    word = min(max((len(w) for w in LATIN_WORD.findall(heading)), default=0), LONGEST_WORD)
    head = max(word, -(-breadth(heading) // 3), 4)
    most = max(min(longest, WIDEST), head) + PADDING
    return Need(most if numeric else max(min(longest, FEW), head) + PADDING, most, numeric)


def _twips(letters: list[int], size: float) -> int:
    """The room that so many half-width letters of that size take."""
    return round(sum(letters) * size / 2 * TWIPS)


def _widths(needs: list[Need], size: float, room: int) -> tuple[int, ...]:
    """Each column what it needs at the least, the rest by what it would like; all of it the room."""
    if _twips([n.most for n in needs], size) <= room:
        whole = sum(n.most for n in needs) or 1
        return tuple(room * n.most // whole for n in needs)
    least = [_twips([n.least], size) for n in needs]
    wished = sum(n.most - n.least for n in needs)
    if not wished:
        return tuple(max(1, room * width // sum(least)) for width in least)
    rest = max(0, room - sum(least))
    return tuple(width + rest * (n.most - n.least) // wished for width, n in zip(least, needs, strict=True))


def heading_of(column: Column, lang: Lang) -> str:
    """The words over a column, its unit beneath."""
    unit = f"\n{column.unit.say(lang)}" if column.unit else ""
    return column.label.say(lang) + unit


def shown(value: Any, column: Column, lang: Lang) -> str:
    """A value with the digits of its column."""
    return cell(value, lang, digits=column.digits, percent=column.percent)
