"""约束: rows of a sparse program gathered block by block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from xueheng.engine.siting.located import FloatArray, IntArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass
class Rows:
    """Blocks of rows: entries by (row within the block, column, weight) and the sides of each row."""

    rows: list[IntArray] = field(default_factory=list)
    columns: list[IntArray] = field(default_factory=list)
    weights: list[FloatArray] = field(default_factory=list)
    low: list[FloatArray] = field(default_factory=list)
    high: list[FloatArray] = field(default_factory=list)
    count: int = 0

    def add(
        self,
        entries: list[tuple[ArrayLike, ArrayLike, ArrayLike]],
        *,
        low: ArrayLike,
        high: ArrayLike,
        n: int,
    ) -> None:
        """A block of n rows between its sides."""
        for row, column, weight in entries:
            held = np.asarray(row, np.int64)
            self.rows.append(held + self.count)
            self.columns.append(np.asarray(column, np.int64))
            self.weights.append(np.broadcast_to(np.asarray(weight, np.float64), held.shape))
        self.low.append(np.broadcast_to(np.asarray(low, np.float64), (n,)))
        self.high.append(np.broadcast_to(np.asarray(high, np.float64), (n,)))
        self.count += n

    def matrix(self, columns: int) -> csr_array:
        """The rows as one sparse matrix."""
        from scipy.sparse import csr_array

        at = (np.concatenate(self.rows), np.concatenate(self.columns))
        return csr_array((np.concatenate(self.weights), at), shape=(self.count, columns))

    def sides(self) -> tuple[FloatArray, FloatArray]:
        """The lower and the upper side of every row."""
        return np.concatenate(self.low), np.concatenate(self.high)
