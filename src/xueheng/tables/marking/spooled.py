"""A sheet read once and kept on disk, so that its width is known before its first row is written again."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator
from itertools import islice
from typing import BinaryIO

from xueheng.tables.book_text import display_width
from xueheng.tables.files.grid import Cell, Grid, GridRow, cell_text
from xueheng.tables.own import LIST_NAMES, LIST_TITLES, OWN_COLUMNS

CHUNK = 1_000
MEASURED_ROWS = 200


class Spooled:
    """The rows of a grid on disk; how wide it and its columns are, and where our own column stood."""

    def __init__(self, grid: Grid, spool: BinaryIO, heads: Collection[int]) -> None:
        self.grid, self.spool, self.start, self.chunks = grid, spool, spool.tell(), 0
        self.heads = heads  # the rows in which the head of our own column may stand
        self.widths: dict[int, int] = {}
        self.last = 0  # the last column that holds anything but our own
        self.own: tuple[int, int] | None = None  # the row and column of our own head
        self.is_list = False  # a list of findings that we wrote ourselves
        rows = iter(grid.rows)
        while chunk := [(number, list(cells)) for number, cells in islice(rows, CHUNK)]:
            if not self.chunks:
                self._measure(chunk[:MEASURED_ROWS])
            for row in chunk:
                self._widen(row)
            pickle.dump(chunk, spool, pickle.HIGHEST_PROTOCOL)
            self.chunks += 1

    def rows(self) -> Iterator[GridRow]:
        """The rows again."""
        self.spool.seek(self.start)
        for _ in range(self.chunks):
            yield from pickle.load(self.spool)

    def is_own(self, row: int, column: int) -> bool:
        """True for a cell of our own column, from its head down."""
        return self.own is not None and column == self.own[1] and row >= self.own[0]

    def _measure(self, rows: list[tuple[int, list[Cell]]]) -> None:
        first = rows[0][1]
        self.is_list = self.grid.name in LIST_NAMES and bool(first) and first[0] in LIST_TITLES
        for number, cells in rows:
            for at, cell in enumerate(cells, start=1):
                if self.own is None and number in self.heads and cell in OWN_COLUMNS:
                    self.own = number, at
                self.widths[at] = max(self.widths.get(at, 0), display_width(cell_text(cell)))

    def _widen(self, row: GridRow) -> None:
        number, cells = row
        end = len(cells)
        while end > self.last and (cells[end - 1] == "" or self.is_own(number, end)):
            end -= 1
        self.last = max(self.last, end)
