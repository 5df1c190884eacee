"""校内合计: all that value-added models need to know of the pupils, one set of sums per school."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Column = NDArray[np.number[Any] | np.bool_]

BLOCK = 65_536  # pupils at a time: six columns of this length stay in the cache


class ValueAddedError(ValueError):
    """增值: the data cannot carry the model; the message says what to change."""


class NotFinite(ValueAddedError):
    """增值: a column holds a value that is no number; the outcome counts as the last column."""

    def __init__(self, column: int) -> None:
        super().__init__(f"column {column} holds a value that is not a finite number")
        self.column = column


@dataclass(frozen=True)
class SchoolSums:
    """Sums of the columns and, last, the outcome, each less its `centre`; those of two files add up.

    `centre` may be any values near the means. The last `len(means_of)` columns are school means of
    the columns that `means_of` names.
    """

    n: IntArray  # pupils, by school
    sums: FloatArray  # (columns + 1, schools)
    products: FloatArray  # (columns + 1, columns + 1), over all pupils
    centre: FloatArray  # (columns + 1,)
    means_of: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        width = len(self.centre)
        if self.sums.shape != (width, len(self.n)) or self.products.shape != (width, width):
            raise ValueError(f"shapes of n, sums, products and centre do not fit {width - 1} columns")
        finite = np.isfinite(self.products).all(axis=0) & np.isfinite(self.sums).all(axis=1)
        if not finite.all():
            broken = ~np.isfinite(self.products.diagonal()) | ~np.isfinite(self.sums).all(axis=1)
            raise NotFinite(int(np.argmax(broken)))

    def __add__(self, other: "SchoolSums") -> "SchoolSums":
        """Sums of both files together; school codes mean the same in both."""
        if self.means_of or other.means_of:
            raise ValueError("add the sums of the files before taking school means")
        moved = recentred(other, self.centre)
        return replace(
            self, n=self.n + moved.n, sums=self.sums + moved.sums, products=self.products + moved.products
        )

    @property
    def n_columns(self) -> int:
        """Number of columns, without the constant."""
        return len(self.centre) - 1

    @property
    def n_own(self) -> int:
        """Number of columns that are not school means of others."""
        return self.n_columns - len(self.means_of)


def accumulate(
    outcome: Column, columns: Column | Sequence[Column], *, school: NDArray[np.integer[Any]], n_schools: int
) -> SchoolSums:
    """校内合计: the sums of all pupils, from (pupils, columns) or a sequence of columns, no constant."""
    rows = [*(columns.T if isinstance(columns, np.ndarray) else columns), outcome]
    if any(row.shape != school.shape for row in rows):
        raise ValueError("outcome, columns and school differ in length")
    codes = school.astype(np.intp, copy=False)
    n = np.bincount(codes, minlength=n_schools)
    if len(n) > n_schools:
        raise ValueError(f"school code {len(n) - 1} with {n_schools} schools")
    centre = _means(rows)
    sums = np.zeros((len(rows), n_schools))
    products = np.zeros((len(rows), len(rows)))
    for start in range(0, len(codes), BLOCK):
        part = slice(start, start + BLOCK)
        block = np.stack([row[part] - mean for row, mean in zip(rows, centre, strict=True)])
        products += block @ block.T
        for total, values in zip(sums, block, strict=True):
            total += np.bincount(codes[part], values, minlength=n_schools)
    return SchoolSums(n=n, sums=sums, products=products, centre=centre)


def _means(rows: Sequence[Column]) -> FloatArray:
    with np.errstate(invalid="ignore"):
        means = np.array([np.mean(row, dtype=np.float64) if row.size else 0.0 for row in rows])
    if not np.isfinite(means).all():
        raise NotFinite(int(np.argmin(np.isfinite(means))))
    return means


def recentred(sums: SchoolSums, centre: FloatArray) -> SchoolSums:
    """校内合计: the same pupils, each column now less the new centre."""
    shift = sums.centre - centre
    cross = np.outer(shift, sums.sums.sum(axis=1))
    return replace(
        sums,
        sums=sums.sums + np.outer(shift, sums.n),
        products=sums.products + cross + cross.T + sums.n.sum() * np.outer(shift, shift),
        centre=centre,
    )


def chosen(sums: SchoolSums, columns: Sequence[int]) -> SchoolSums:
    """校内合计: of these columns and the outcome alone; take it before the school means."""
    kept = [*columns, sums.n_columns]
    return replace(
        sums, sums=sums.sums[kept], products=sums.products[np.ix_(kept, kept)], centre=sums.centre[kept]
    )


def with_school_means(sums: SchoolSums, which: Sequence[int]) -> SchoolSums:
    """校均值: one further column for each column in `which`: its mean over the pupils of the school."""
    if not all(0 <= column < sums.n_own for column in which):
        raise ValueError(f"school means of columns {list(which)}, there are {sums.n_own}")
    source = [*range(sums.n_columns), *which, sums.n_columns]
    is_mean = np.zeros(len(source), dtype=bool)
    is_mean[sums.n_columns : -1] = True
    root = school_roots(sums)[source]
    products = sums.products[np.ix_(source, source)]
    return SchoolSums(
        n=sums.n,
        sums=sums.sums[source],
        products=np.where(is_mean[:, None] | is_mean, root @ root.T, products),
        centre=sums.centre[source],
        means_of=(*sums.means_of, *which),
    )


def school_roots(sums: SchoolSums) -> FloatArray:
    """Sums over the root of n: their products by school are the between-school products."""
    return np.asarray(sums.sums / np.sqrt(np.maximum(sums.n, 1)))
