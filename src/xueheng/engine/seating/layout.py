"""座次: rows, columns, neighbours and paper versions of numbered seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
Order = Literal["s_shape", "straight"]
SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))
CORNERS = ((-1, -1), (-1, 1), (1, -1), (1, 1))


@dataclass(frozen=True)
class Layout:
    """考场布局: how many seats each column has (the last number goes on), in which order, which are near."""

    rows: tuple[int, ...]
    order: Order
    separation: int  # 4 or 8 neighbours


@dataclass(frozen=True)
class Desks:
    """座位: the first desks of a room, by number; a smaller room has the first of them."""

    row: IntArray
    column: IntArray
    near: IntArray  # (desks, separation) places of the neighbours, lower numbers first, then -1

    def edges(self, desks: int) -> list[tuple[int, int]]:
        """Pairs of neighbours in a room of so many desks, each once."""
        return [(a, int(b)) for a in range(desks) for b in self.near[a] if a < b < desks]


def desks_of(layout: Layout, n: int) -> Desks:
    """The first n desks: 1 front left, down its column, then the next one up (S) or down again."""
    row, column = np.zeros(n, np.int64), np.zeros(n, np.int64)
    at, done = 0, 0
    while done < n:
        height = layout.rows[min(at, len(layout.rows) - 1)]
        down = np.arange(1, height + 1)
        if layout.order == "s_shape" and at % 2:
            down = down[::-1]
        held = min(height, n - done)
        row[done : done + held], column[done : done + held] = down[:held], at + 1
        at, done = at + 1, done + held
    return Desks(row, column, _near(row, column, layout.separation))


def _near(row: IntArray, column: IntArray, separation: int) -> IntArray:
    at = {place: i for i, place in enumerate(zip(row.tolist(), column.tolist(), strict=True))}
    sides = SIDES if separation == 4 else SIDES + CORNERS
    near = np.full((row.size, separation), -1)
    for (r, c), i in at.items():
        found = sorted(at[r + dr, c + dc] for dr, dc in sides if (r + dr, c + dc) in at)
        near[i, : len(found)] = found
    return near


def version_of(row: IntArray, column: IntArray, versions: int) -> IntArray:
    """试卷套别 from 0: side neighbours differ from two versions on, corner ones too from four on."""
    if versions <= 2:
        return (row + column) % versions
    return (column - 1 + 2 * (row - 1)) % versions
