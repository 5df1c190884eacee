"""作答: marks in whole steps as indicator columns, so that missing answers need no rule of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Marks = NDArray[np.int8]

MISSING = -1


@dataclass(frozen=True)
class Responses:
    """Answers of N pupils to J items as indicator columns; an item's 0 has none where nobody misses it."""

    marks: Marks  # N x J, MISSING where the item was not given or not marked
    weight: FloatArray  # how many pupils a row stands for
    categories: IntArray  # of each item
    cells: NDArray[Any]  # N x C indicators
    item: IntArray  # of each cell
    step: IntArray  # of each cell
    full: NDArray[np.bool_]  # items that every row answers

    @property
    def n(self) -> float:
        """Pupils."""
        return float(self.weight.sum())


def responses(
    marks: Marks, *, categories: IntArray, precise: bool, weight: FloatArray | None = None
) -> Responses:
    """The rows as indicators, in double precision where few."""
    full = (marks != MISSING).all(axis=0)
    pairs = [(j, k) for j, m in enumerate(categories.tolist()) for k in range(int(full[j]), m)]
    item, step = np.array(pairs, np.int64).T
    cells = np.empty((len(marks), len(pairs)), np.float64 if precise else np.float32)
    for c, (j, k) in enumerate(pairs):
        cells[:, c] = marks[:, j] == k
    rows = np.ones(len(marks)) if weight is None else weight
    return Responses(marks, rows, categories, cells, item, step, full)


@dataclass(frozen=True)
class Merged:
    """Different rows, how many pupils have each, and the place of every pupil's row."""

    marks: Marks
    weight: FloatArray
    place: IntArray


def merged(marks: Marks) -> Merged:
    """Equal rows joined; the order of pupils does not matter."""
    rows = np.ascontiguousarray(marks).view(np.dtype((np.void, marks.shape[1]))).ravel()
    _, first, place, count = np.unique(rows, return_index=True, return_inverse=True, return_counts=True)
    return Merged(marks[first], count.astype(np.float64), place.astype(np.int64))
