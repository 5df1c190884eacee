"""公文版式: the measures of an official letter as documents give them, by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated

Part = Literal[
    "mark",
    "title",
    "text",
    "secrecy",
    "level_1",
    "level_2",
    "level_3",
    "level_4",
    "signer",
    "record",
    "page_number",
]


@dataclass(frozen=True)
class LetterPage:
    """用纸和版心, in millimetres."""

    width: float
    height: float
    top: float
    left: float
    text_width: float
    text_height: float

    def __post_init__(self) -> None:
        if self.right < 0 or self.bottom < 0:
            raise ValueError("the text is larger than the page")

    @property
    def right(self) -> float:
        """翻口: what is left of the page's width."""
        return self.width - self.left - self.text_width

    @property
    def bottom(self) -> float:
        """地脚: what is left of the page's height."""
        return self.height - self.top - self.text_height


@dataclass(frozen=True)
class LetterText:
    """行数、字数: lines a page, letters a line, the height of a line in points, the indent in letters."""

    lines: int
    letters: int
    line: float
    indent: float


@dataclass(frozen=True)
class LetterMark:
    """发文机关标志: how far below the top, the largest size in points, and the red rule under the number."""

    below_top: float
    tallest: float
    rule_below: float
    rule: float
    ink: str


@dataclass(frozen=True)
class LetterGaps:
    """空行、空字: empty lines above each part, and the letters kept free right of the date."""

    number: int
    title: int
    attachments: int
    signature: int
    date_right: float
    note: int


@dataclass(frozen=True)
class LetterFooter:
    """页码: how far below the text, and how many letters from its side."""

    number_below: float
    indent: float


@dataclass(frozen=True)
class LetterRecord:
    """版记: its outer and inner lines in points, its indent in letters."""

    thick: float
    thin: float
    indent: float


@dataclass(frozen=True)
class LetterFont:
    """字体字号: a font by name, its size in points."""

    name: str
    size: float


@dataclass(frozen=True)
class LetterLayout:
    """公文版式 of one document."""

    id: str
    label: Words
    valid: Validity
    source: Source
    page: LetterPage
    text: LetterText
    mark: LetterMark
    gaps: LetterGaps
    footer: LetterFooter
    record: LetterRecord
    fonts: Mapping[Part, LetterFont]


@cache
def letter_layouts() -> tuple[LetterLayout, ...]:
    """公文版式: every entry."""
    return load_dated(shipped("letter_layout.yaml"), LetterLayout)


def letter_layout(*, on: date | None = None) -> LetterLayout:
    """公文版式 in force on a day."""
    return entry(letter_layouts(), "official-letter", on=on)
