"""The blocks of a report: what is said, apart from how any renderer shows it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from xueheng.standards.words import Words

Tone = Literal["good", "near", "bad", "quiet", "plain"]
Cell = str | int | float | bool | Words | None
Meanings = tuple[tuple[Tone, Words], ...]  # what tones mean here, where the general words do not fit


@dataclass(frozen=True)
class Number:
    """A headline figure with what belongs to it: unit, limit or last value, n, 口径."""

    label: Words
    value: Cell
    digits: int = 2
    unit: Words | None = None
    percent: bool = False
    context: Words | None = None  # "limit 0.50", "of 34 schools", "n = 4,059"
    tone: Tone = "plain"


@dataclass(frozen=True)
class Column:
    """A column of a table: its words and how its values are shown."""

    label: Words
    digits: int | None = None  # None: text or a whole number as it is
    percent: bool = False
    unit: Words | None = None  # shown under the label


@dataclass(frozen=True)
class Table:
    """表: rows in a stable order (by code or name, never by value unless the caller says why)."""

    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    tones: tuple[tuple[Tone, ...], ...] = ()  # one per cell, or none at all
    note: Words | None = None
    fold: int = 40  # rows shown before the rest is folded away on screen (print shows all)
    meanings: Meanings = ()


@dataclass(frozen=True)
class Series:
    """One named run of values along the categories; None is a gap, never zero."""

    name: Words
    values: tuple[float | None, ...]
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A reference line: a limit, a cut-off, a mean."""

    label: Words
    at: float
    axis: Literal["x", "y"] = "y"  # the axis whose words say what `at` is measured in


@dataclass(frozen=True)
class Chart:
    """What all charts have: a sentence as title, axis words, digits, a note with 口径 and n."""

    title: Words
    x: Words
    y: Words
    digits: int = 2
    percent: bool = False
    note: Words | None = None
    marks: tuple[Mark, ...] = field(default=(), kw_only=True)
    meanings: Meanings = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Bar(Chart):
    """Bars by category, grouped when there are several series."""

    categories: tuple[str | Words, ...] = ()
    series: tuple[Series, ...] = ()


@dataclass(frozen=True)
class Line(Chart):
    """A curve over a numeric axis; step draws a distribution as it is counted."""

    at: tuple[float, ...] = ()
    series: tuple[Series, ...] = ()
    area: bool = False
    step: bool = False


@dataclass(frozen=True)
class Box(Chart):
    """Five-number boxes by category: low whisker, quartile, median, quartile, high whisker."""

    categories: tuple[str | Words, ...] = ()
    boxes: tuple[tuple[float, float, float, float, float], ...] = ()
    whiskers: Words | None = None  # what the whiskers are, e.g. 10% and 90%


@dataclass(frozen=True)
class Heat(Chart):
    """A grid of values; `middle` is the neutral value of a diverging scale."""

    rows: tuple[str | Words, ...] = ()
    columns: tuple[str | Words, ...] = ()
    values: tuple[tuple[float | None, ...], ...] = ()
    middle: float | None = None


@dataclass(frozen=True)
class Caterpillar(Chart):
    """Estimates with intervals in the given order; one that crosses `about` (if any) is not judged."""

    names: tuple[str, ...] = ()
    estimates: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    tones: tuple[Tone, ...] = ()
    about: float | None = 0.0


@dataclass(frozen=True)
class Quadrant(Chart):
    """Points on two axes cut at two values; each quarter has its words."""

    names: tuple[str, ...] = ()
    xs: tuple[float, ...] = ()
    ys: tuple[float, ...] = ()
    cut_x: float = 0.0
    cut_y: float = 0.0
    quarters: tuple[Words, Words, Words, Words] | None = None  # from top right, anticlockwise
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True)
class Flow(Chart):
    """Bands from left to right, each as wide as so many go that way; `x` and `y` name the sides."""

    left: tuple[str | Words, ...] = ()
    right: tuple[str | Words, ...] = ()
    flows: tuple[tuple[int, int, int], ...] = ()  # place on the left, place on the right, how many


@dataclass(frozen=True)
class ZoneMap(Chart):
    """地图: zones as rings on a plane (`x` says its unit), the place of each with its name, and dots inside.

    `facts` are further columns of the table beside the map, one value for each zone.
    """

    names: tuple[str, ...] = ()
    rings: tuple[tuple[tuple[tuple[float, float], ...], ...], ...] = ()
    sites: tuple[tuple[float, float], ...] = ()
    dots: tuple[tuple[float, float], ...] = ()
    facts: tuple[tuple[Column, tuple[Cell, ...]], ...] = ()


@dataclass(frozen=True)
class Note:
    """A paragraph or a list that says something in words."""

    text: Words
    tone: Tone = "plain"
    items: tuple[Words, ...] = ()
    title: Words | None = None
    href: str = ""  # the text is a link to this path, relative to the report


@dataclass(frozen=True)
class Spread:
    """What a coefficient is taken of: an amount per pupil of each school, its limit and its aim."""

    label: Words
    unit: Words
    values: tuple[float, ...]
    aim: float  # to which a school may be raised
    limit: float | None


@dataclass(frozen=True)
class WhatIf(Note):
    """如果: a note that has sliders on a page, to raise schools and see the coefficient."""

    names: tuple[str, ...] = ()
    pupils: tuple[int, ...] = ()
    spreads: tuple[Spread, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """A row of headline figures."""

    numbers: tuple[Number, ...]


Block = Numbers | Table | Bar | Line | Box | Heat | Caterpillar | Quadrant | Flow | ZoneMap | Note


@dataclass(frozen=True)
class Section:
    """A part of the report under one heading."""

    title: Words
    blocks: tuple[Block, ...]
    starts_page: bool = False  # in print


@dataclass(frozen=True)
class Fact:
    """A line of the head or foot: 统计时点, 依据, 存证, n."""

    label: Words
    value: Words


@dataclass(frozen=True)
class Report:
    """A whole report: what holds, what does not, what to do, who is touched, how to check it."""

    title: Words
    subtitle: Words
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    stamp: Words | None = None  # a red line that restricts use, e.g. 内部诊断,不得公布
    files: tuple[tuple[str, Words], ...] = ()  # relative links: (href, words)
    is_one_page: bool = False  # set small and without an appendix, so that it stays on one sheet of paper

    def called(self, title: Words | None) -> Report:
        """The report under the title that people gave it, where they gave one."""
        return replace(self, title=title) if title else self

    def marked(self, mark: Words | None) -> Report:
        """The report with a mark before any restriction that it has anyhow."""
        if mark is None:
            return self
        held = self.stamp
        return replace(self, stamp=Words(f"{mark.zh}。{held.zh}", f"{mark.en}. {held.en}") if held else mark)
