"""Rows of an outcome table for a page or a file: narrowed, in their own order, each leading to its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from xueheng.apps.runs.queries import TablePage
from xueheng.methods.declare import Out
from xueheng.reports.blocks import Column, Table
from xueheng.reports.display import cell
from xueheng.standards.words import Lang, Words
from xueheng.web.results.codes import EVERYBODY, worded
from xueheng.web.results.shown import Used

MOST_CHOICES = 300
RATE = "rate"  # how the names of shares of a whole end
NAMES = ("school", "group")  # columns that name whose rows they are
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Option:
    """One value of a column of names, and its words."""

    value: str
    words: str


@dataclass(frozen=True)
class Filter:
    """筛选: a column of names and its values."""

    name: str
    label: Words
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True)
class Cell:
    """One value as it is shown."""

    text: str
    is_text: bool


@dataclass(frozen=True)
class Link:
    """去原始数据: the rows of an input that a row of the outcome speaks of."""

    label: Words
    address: str


@dataclass(frozen=True)
class Line:
    """A row as it is shown."""

    cells: tuple[Cell, ...]
    links: tuple[Link, ...]


def filters(found: TablePage, asked: Mapping[str, str], lang: Lang) -> list[Filter]:
    """The columns of words by which the rows can be narrowed."""
    offered = []
    for at, column in enumerate(found.columns):
        values = sorted({str(row[at]) for row in found.rows if row[at] is not None})
        if column.kind == "text" and 1 < len(values) <= MOST_CHOICES:
            options = tuple(Option(value, worded(column.name, value, lang)) for value in values)
            offered.append(Filter(column.name, column.label, options, asked.get(column.name, "")))
    return offered


def narrowed(found: TablePage, chosen: Iterable[Filter]) -> list[Row]:
    """The rows that hold what the filters ask for."""
    names = [column.name for column in found.columns]
    wanted = [(names.index(one.name), one.chosen) for one in chosen if one.chosen]
    return [row for row in found.rows if all(str(row[at]) == value for at, value in wanted)]


def sortable(columns: Sequence[Out]) -> list[Out]:
    """The columns of values."""
    return [column for column in columns if column.kind not in ("text", "truth")]


def by_value(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows by one value, the highest first; those without it last."""
    held = [row for row in rows if row[at] is not None and row[at] == row[at]]  # NaN differs from itself
    return sorted(held, key=lambda row: row[at], reverse=True) + [row for row in rows if row not in held]


def lines(rows: Sequence[Row], found: TablePage, inputs: Sequence[Used], lang: Lang) -> list[Line]:
    """The rows as they are shown, each with the way to the data that the actor may open."""
    kept = telling(found)
    digits = {at: _digits(found, at) for at in kept}
    shown = (tuple(_shown(row[at], found.columns[at], digits[at], lang) for at in kept) for row in rows)
    return [Line(cells, _links(row, found.columns, inputs)) for cells, row in zip(shown, rows, strict=True)]


def telling(found: TablePage) -> list[int]:
    """The places of the columns that a page shows: all but words that are the same in every row."""
    columns = enumerate(found.columns)
    return [at for at, c in columns if c.kind != "text" or len({row[at] for row in found.rows}) > 1]


def block(found: TablePage, rows: Sequence[Row], lang: Lang) -> Table:
    """The rows as a block of a report, for a file."""
    columns = tuple(Column(c.label, digits=_digits(found, at)) for at, c in enumerate(found.columns))
    names = [c.name if c.kind == "text" else "" for c in found.columns]
    held = (tuple(_plain(v, name, lang) for v, name in zip(row, names, strict=True)) for row in rows)
    return Table(found.label, columns, tuple(held))


def _digits(found: TablePage, at: int) -> int | None:
    """As many digits as a column's values need, four at most; None for words and counts."""
    if found.columns[at].kind not in ("number", "decimal"):
        return None
    values = [float(row[at]) for row in found.rows if row[at] is not None]
    held = (v for v in values if isfinite(v))
    return max((len(f"{v:.4f}".rstrip("0").partition(".")[2]) for v in held), default=0)


def _shown(value: Any, column: Out, digits: int | None, lang: Lang) -> Cell:
    if column.kind == "text" and value is not None:
        return Cell(worded(column.name, value, lang), is_text=True)
    is_text, is_rate = column.kind in ("text", "truth"), column.name.endswith(RATE)
    shown = max((digits or 0) - 2, 0) if is_rate else 0 if column.kind == "integer" else digits
    return Cell(cell(value, lang, digits=shown, percent=is_rate), is_text=is_text)


def _links(row: Row, columns: Sequence[Out], inputs: Sequence[Used]) -> tuple[Link, ...]:
    said = {c.name: value for c, value in zip(columns, row, strict=True)}
    name = next((str(said[column]).partition("/")[0] for column in NAMES if said.get(column)), "")
    query = urlencode({"search": name})
    return tuple(
        Link(one.label, f"{reverse('data:dataset', args=[one.dataset.pk])}?{query}#rows")
        for one in inputs
        if name not in ("", EVERYBODY) and one.may_open
    )


def _plain(value: Any, name: str, lang: Lang) -> Any:
    if isinstance(value, str):
        return worded(name, value, lang)
    return value if value is None or isinstance(value, int | float) else float(value)
