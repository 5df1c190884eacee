"""A sheet before anyone says what its columns mean: headings, columns, and each row's own number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, TypedDict

import numpy as np
import pyarrow as pa

from xueheng.tables.issues import Issue, finding

CHUNK = 65_536
Row = tuple[int, Sequence[str]]  # the file's own row number, and the row's cells as text


class Place(TypedDict):
    """Where a finding stands, as an issue names it."""

    sheet: str | None
    row: int | None
    column: str | None


@dataclass(frozen=True)
class RawSheet:
    """A sheet before anyone says what its columns mean."""

    name: str | None
    headings: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: np.ndarray
    issues: tuple[Issue, ...] = field(default=())
    keyed: bool = False  # JSON: a place is named by its key's path, not by a row

    def place(self, row: int | None, column: str | None) -> Place:
        """Where a finding stands; in JSON the key's path stands for sheet and row."""
        if not self.keyed:
            return {"sheet": self.name, "row": row, "column": column}
        record = (self.name or "") + ("" if row is None else f"[{row - 1}]")
        path = ".".join(part for part in (record, column) if part)
        return {"sheet": None, "row": None, "column": path or None}


def sheet_of(name: str | None, rows: Iterable[Row], issues: list[Issue]) -> RawSheet:
    """The header is the first row that holds anything; blank rows are passed over."""
    filled = ((n, cells) for n, cells in rows if any(c.strip() for c in cells))
    header = next(filled, None)
    if header is None:
        return RawSheet(name, (), (), np.empty(0, int))
    while header[1] and not header[1][-1].strip():
        header = (header[0], header[1][:-1])
    headings = tuple(h.strip() for h in header[1])
    chunks, numbers = [], []
    squared = _squared(filled, len(headings), name, issues)
    while chunk := list(islice(squared, CHUNK)):
        numbers.append(np.array([n for n, _ in chunk]))
        chunks.append([pa.array(column, pa.string()) for column in zip(*(c for _, c in chunk), strict=True)])
    if not chunks:
        return RawSheet(name, headings, (), np.empty(0, int), tuple(issues))
    columns = tuple(pa.chunked_array(list(parts)) for parts in zip(*chunks, strict=True))
    return RawSheet(name, headings, columns, np.concatenate(numbers), tuple(issues))


def _squared(rows: Iterable[Row], width: int, sheet: str | None, issues: list[Issue]) -> Iterator[Row]:
    """Rows of the header's width; a row of another width is an issue and stays out."""
    for number, found in rows:
        cells = list(found)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) == width:
            yield number, cells
        else:
            issues.append(finding("RAGGED", "error", sheet=sheet, row=number, found=len(cells), width=width))


def cell_text(cell: Any) -> str:
    """A workbook's cell as the text a person reads in it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
