"""Text in workbooks that we write: what a cell can hold, how wide it stands, what a sheet may be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 32_000  # characters of one cell, below the format's own limit
SHEET_NAME = 31
LINE_POINTS = 15
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ACTIVE = ("=", "+", "-", "@")  # a spreadsheet takes text that begins so for a formula when it is edited


def writable(text: str, *, longest: int = LONGEST) -> str:
    """The text without what XML cannot hold, cut to the length a cell takes."""
    shown = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def is_active(text: str) -> bool:
    """True when a spreadsheet would take the text for a formula once somebody edits it."""
    return text.startswith(ACTIVE)


def display_width(text: str) -> int:
    """The width of the widest line in digits: a Chinese character counts double."""
    wide = ("W", "F", "A")
    return max(sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in s) for s in text.split("\n"))


def text_lines(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width."""
    return sum(1 + max(0, display_width(line) - 1) // max(1, int(width) - 1) for line in text.split("\n"))


def row_height(cells: Sequence[str], widths: Sequence[float]) -> float:
    """The height in points of a row whose cells are wrapped in columns of those widths."""
    return LINE_POINTS * max(text_lines(text, width) for text, width in zip(cells, widths, strict=True)) + 3


def sheet_title(text: str) -> str:
    """The text as a name that a sheet may have."""
    return re.sub(r"[\[\]:*?/\\]", " ", writable(text)).strip(" '")[:SHEET_NAME] or "1"
