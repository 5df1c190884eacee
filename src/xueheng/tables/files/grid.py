"""A sheet as it lies in its file: cells by row, before anyone says what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from xueheng.tables.issues import Issue

Cell = str | int | float | bool | date | time | timedelta  # "" is blank; datetime is a date
GridRow = tuple[int, Sequence[Cell]]  # the file's own row number from 1, and the row's cells


@dataclass(frozen=True)
class Area:
    """A merged range: rows and columns from 1, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows come once and in order; blank rows may be left out."""

    name: str | None  # None where the file has no sheets
    rows: Iterable[GridRow]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False  # the whole sheet
    is_typed: bool = False  # cells have types of their own: a number is no text that looks like one
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)  # by (row, column): #N/A
    issues: tuple[Issue, ...] = ()  # what is true of the file: its encoding


@dataclass(frozen=True)
class Laid:
    """Where the header of a sheet stands: its rows, and the column number from 1 of each heading."""

    sheet: str | None
    header_rows: tuple[int, ...]
    columns: Mapping[str, int]


def cell_text(cell: Any) -> str:
    """A workbook's cell as the text a person reads in it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
