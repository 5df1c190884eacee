"""A sheet before anyone says what its columns mean: headings, columns, and each row's own number."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, dropwhile, islice
from typing import TypedDict

import numpy as np
import pyarrow as pa

from xueheng.tables.files.grid import Cell, Grid, GridRow, cell_text
from xueheng.tables.files.header import Header, find_header, first_row, units_above
from xueheng.tables.files.lines import CODES, LineKind, is_plain, kind_of
from xueheng.tables.issues import Issue, finding
from xueheng.tables.own import is_own_column
from xueheng.tables.schema import Heads

CHUNK = 2_048
DIGIT = re.compile(r"\d")
TOLD = 4 * CHUNK  # rows after which progress is told
HEAD_LINES = 40  # lines looked at for a header, blank ones too
NUMBER, DATE = 1, 2  # kinds of typed cells; 0 is text or blank
KINDS = {int: NUMBER, float: NUMBER, date: DATE, datetime: DATE}


Told = Callable[[int], None]  # hears how many rows have been read


def silent(rows: int) -> None:
    """Say nothing of progress."""


class Place(TypedDict):
    """Where a finding stands, as an issue names it."""

    sheet: str | None
    row: int | None
    column: str | None


@dataclass(frozen=True)
class Stated:
    """A row of totals as it stands: its own number and its cells as text."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RawSheet:
    """A sheet before anyone says what its columns mean."""

    name: str | None
    headings: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: np.ndarray
    issues: tuple[Issue, ...] = field(default=())
    keyed: bool = False  # JSON: a place is named by its key's path, not by a row
    header: Header | None = None
    kinds: np.ndarray | None = None  # rows x columns, NUMBER or DATE where the file itself says so
    filled: tuple[tuple[int, int], ...] = ()  # (row, column) indices taken from a merged range above
    hidden: tuple[int, ...] = ()  # indices of hidden rows
    stated: tuple[Stated, ...] = ()  # rows of totals, which were skipped
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (row, column) indices: #N/A
    is_hidden: bool = False
    units: tuple[str, ...] = ()  # which the title declares for all columns
    is_dataset: bool = False  # typed columns of Parquet, some of them beside those of the table

    def place(self, row: int | None, column: str | None) -> Place:
        """Where a finding stands; in JSON the key's path stands for sheet and row."""
        if not self.keyed:
            return {"sheet": self.name, "row": row, "column": column}
        record = (self.name or "") + ("" if row is None else f"[{row - 1}]")
        path = ".".join(part for part in (record, column) if part)
        return {"sheet": None, "row": None, "column": path or None}

    def path(self, index: int) -> Heads:
        """The heads above a column."""
        return self.header.paths[index] if self.header else (self.headings[index],)

    def without(self, rows: Collection[int]) -> RawSheet:
        """The sheet without the rows of these indices."""
        kept = np.ones(len(self.rows), bool)
        kept[list(rows)] = False
        moved = np.cumsum(kept) - 1
        return replace(
            self,
            columns=tuple(c.filter(pa.array(kept)) for c in self.columns),
            rows=self.rows[kept],
            kinds=None if self.kinds is None else self.kinds[kept],
            filled=tuple((int(moved[r]), c) for r, c in self.filled if kept[r]),
            hidden=tuple(int(moved[r]) for r in self.hidden if kept[r]),
            broken={(int(moved[r]), c): text for (r, c), text in self.broken.items() if kept[r]},
        )


def sheet_of(grid: Grid, known: Callable[[Heads], bool] | None, told: Told = silent) -> RawSheet:
    """A grid under the header whose headings are `known` best; totals, notes and examples are no data.

    Where nothing is known of the headings the first filled row is the header, and every other row is data.
    """
    lines = iter(grid.rows)
    ahead = list(islice(lines, HEAD_LINES))
    header = first_row(ahead) if known is None else find_header(ahead, grid.merged, known)
    if header is None:
        return RawSheet(grid.name, (), (), np.empty(0, int), is_hidden=grid.is_hidden)
    data = dropwhile(lambda line: line[0] <= header.rows[-1], chain(ahead, lines))
    sheet = _Reader(grid, header, known, _titles(header, ahead)).read(data, told)
    return sheet if known is None else replace(sheet, units=units_above(header, ahead))


def _titles(header: Header, ahead: Iterable[GridRow]) -> frozenset[str]:
    """What stands alone above a header; on the next page it stands there again."""
    above = ([cell_text(c) for c in cells if c != ""] for n, cells in ahead if n < header.rows[0])
    return frozenset(texts[0] for texts in above if len(texts) == 1)


def plain_sheet(name: str | None, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> RawSheet:
    """Records as a sheet of text; those that hold nothing are passed over."""
    held = [(n, row) for n, row in enumerate(rows, start=1) if any(c.strip() for c in row)]
    columns = zip(*(row for _, row in held), strict=True)
    arrays = tuple(pa.chunked_array([pa.array(column, pa.string())]) for column in columns)
    heads = tuple(h.strip() for h in headings)
    return RawSheet(name, heads, arrays, np.array([n for n, _ in held], int), keyed=True)


class _Reader:
    """Reads the rows under a header into columns and keeps what was skipped on the way."""

    def __init__(
        self, grid: Grid, header: Header, known: Callable[[Heads], bool] | None, titles: frozenset[str]
    ) -> None:
        self.known, self.titles = known, titles
        self.grid, self.header, self.width = grid, header, len(header.paths)
        self.headings = header.headings
        self.issues: list[Issue] = list(grid.issues)
        self.stated: list[Stated] = []
        last = header.rows[-1]
        below = [a for a in grid.merged if a.bottom > last]
        self.wide = {(a.top, a.left): a for a in below if a.right > a.left}
        self.tall = {
            (r, a.left): a.top for a in below if a.left <= self.width for r in range(a.top + 1, a.bottom + 1)
        }
        named = enumerate(self.headings) if known else ()
        self.own = [at for at, text in named if is_own_column(text)]  # what we said of a row is not its data
        self.held: dict[tuple[int, int], str] = {}  # the text at the top of a merged range
        self.filled: list[tuple[int, int]] = []
        self.hidden: list[int] = []
        self.numbers = array("q")

    def read(self, lines: Iterable[GridRow], told: Told) -> RawSheet:
        """The rows of data as columns."""
        chunks: list[list[pa.Array]] = []
        kinds: list[np.ndarray] = []
        rows = self._data(lines)
        while chunk := list(islice(rows, CHUNK)):
            if len(self.numbers) % TOLD == 0 or len(chunk) < CHUNK:
                told(len(self.numbers))
            texts = zip(*(cells for cells, _ in chunk), strict=True)
            chunks.append([pa.array(column, pa.string()) for column in texts])
            if self.grid.is_typed:
                kinds.append(np.frombuffer(b"".join(k for _, k in chunk), np.uint8).reshape(-1, self.width))
        columns = tuple(pa.chunked_array(list(parts)) for parts in zip(*chunks, strict=True))
        at = {number: index for index, number in enumerate(self.numbers)} if self.grid.broken else {}
        broken = {
            (at[r], c - 1): text for (r, c), text in self.grid.broken.items() if r in at and c <= self.width
        }
        return RawSheet(
            self.grid.name,
            self.headings,
            columns,
            np.array(self.numbers, int),
            tuple(self.issues),
            header=self.header,
            kinds=np.concatenate(kinds) if kinds else None,
            filled=tuple(self.filled),
            hidden=tuple(self.hidden),
            stated=tuple(self.stated),
            broken=broken,
            is_hidden=self.grid.is_hidden,
        )

    def _data(self, lines: Iterable[GridRow]) -> Iterator[tuple[list[str], bytes]]:
        is_first = True
        for number, found in lines:
            cells = [c if c.__class__ is not str or c.strip() else "" for c in found]
            for at in self.own:
                cells[at : at + 1] = [""] if at < len(cells) else []
            if cells.count("") == len(cells):
                continue
            if self.known and self._is_skipped(number, cells, is_first=is_first):
                continue
            is_first = False
            squared = cells if len(cells) == self.width else self._squared(number, cells)
            if squared is not None:
                yield self._filled_in(number, squared)

    def _is_skipped(self, number: int, cells: list[Cell], *, is_first: bool) -> bool:
        if not is_first and is_plain(cells, self.headings):
            return False
        first = next(i for i, c in enumerate(cells, start=1) if c != "")
        kind = kind_of(cells, self.wide.get((number, first)), self.headings, is_first=is_first)
        if kind == "data":
            kind = self._kind_by_head(cells, is_first=is_first)
        if kind == "data":
            return False
        if kind == "total":
            texts = [cell_text(c) for c in cells][: self.width]
            self.stated.append(Stated(number, tuple(texts)))
        value = " ".join(cell_text(c) for c in cells if c != "")[:60]
        self.issues.append(finding(CODES[kind], "notice", sheet=self.grid.name, row=number, value=value))
        return True

    def _kind_by_head(self, cells: list[Cell], *, is_first: bool) -> LineKind:
        """What the header and the lines above it tell: headings in other words, or the title again."""
        held = [c for c in cells if c != ""]
        if len(held) == 1:
            return "note" if held[0] in self.titles else "data"
        texts = [c for c in held if isinstance(c, str) and (is_first or not DIGIT.search(c))]
        are_heads = len(texts) == len(held) and self.known and all(self.known((t,)) for t in texts)
        return "header" if are_heads else "data"

    def _squared(self, number: int, cells: list[Cell]) -> list[Cell] | None:
        """The row in the header's width; one of another width is an issue and stays out."""
        while len(cells) > self.width and cells[-1] == "":
            cells.pop()
        if len(cells) == self.width:
            return cells
        place: Place = {"sheet": self.grid.name, "row": number, "column": None}
        if self.grid.is_typed and len(cells) > self.width:
            beyond = " ".join(cell_text(c) for c in cells[self.width :] if c != "")
            self.issues.append(finding("CELLS_BEYOND", "notice", **place, value=beyond))
            return cells[: self.width]
        if self.grid.is_typed:
            return cells + [""] * (self.width - len(cells))
        self.issues.append(finding("RAGGED", "error", **place, found=len(cells), width=self.width))
        return None

    def _filled_in(self, number: int, cells: list[Cell]) -> tuple[list[str], bytes]:
        """The row as texts with the kinds of its cells; a merged range speaks for every row it spans."""
        index = len(self.numbers)
        self.numbers.append(number)
        if number in self.grid.hidden_rows:
            self.hidden.append(index)
        kinds = bytes([KINDS.get(type(c), 0) for c in cells]) if self.grid.is_typed else b""
        texts = [c if c.__class__ is str else cell_text(c) for c in cells]
        if self.tall:
            self._fill(number, index, texts)
        return texts, kinds

    def _fill(self, number: int, index: int, texts: list[str]) -> None:
        for column in range(self.width):
            top = self.tall.get((number, column + 1))
            if top is not None and texts[column] == "" and (top, column) in self.held:
                texts[column] = self.held[top, column]
                self.filled.append((index, column))
            elif texts[column] != "":
                self.held[number, column] = texts[column]
