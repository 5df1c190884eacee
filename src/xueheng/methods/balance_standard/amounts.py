"""资源总量: the columns of a checked table as whole numbers, schools in the order of their groups."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.engine.holdings import Holdings
from xueheng.engine.whole import LARGEST, Whole, fits
from xueheng.standards.balance import BalanceIndicator

IntArray = NDArray[np.int64]
USUAL_PLACES, MOST_PLACES = 6, 12  # of an amount, as a checked table holds it


@dataclass(frozen=True)
class Labels:
    """A column of names: the names in order, and of each school the place of its name."""

    names: tuple[str, ...]
    of: IntArray

    def taken(self, order: IntArray) -> Labels:
        """The same for schools in another order."""
        return Labels(self.names, self.of[order])

    def texts(self, at: IntArray) -> pa.Array:
        """The names of schools as a column."""
        return pa.array(self.names, pa.string()).take(pa.array(self.of[at]))


@dataclass(frozen=True)
class Schools:
    """学校: rows by county, level and school."""

    county: Labels
    school: Labels
    level: Labels
    pupils: IntArray
    table: pa.Table

    @cached_property
    def starts(self) -> IntArray:
        """The first school of each level of a county."""
        key = self.county.of * len(self.level.names) + self.level.of
        return np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, np.int64)

    @cached_property
    def groups(self) -> list[tuple[str | None, Any]]:
        """County and level of each group; no county where the table names none."""
        counties = [self.county.names[i] or None for i in self.county.of[self.starts]]
        levels = [self.level.names[i] for i in self.level.of[self.starts]]
        return list(zip(counties, levels, strict=True))

    @cached_property
    def by_name(self) -> IntArray:
        """The order of outcome tables: by county, school and level."""
        return np.lexsort((self.level.of, self.school.of, self.county.of))


def schools_of(table: pa.Table) -> Schools:
    """The rows of a checked table in the order of their groups."""
    blank = pa.repeat("", table.num_rows)
    county = _labels(table["county"] if "county" in table.column_names else pa.chunked_array([blank]))
    school, level = _labels(table["school"]), _labels(table["level"])
    order = np.lexsort((school.of, level.of, county.of))
    pupils = table["pupils"].to_numpy()[order]
    county, school, level = (c.taken(order) for c in (county, school, level))
    return Schools(county, school, level, pupils, table.take(pa.array(order)))


def _labels(column: pa.ChunkedArray) -> Labels:
    coded = column.fill_null("").combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=lambda i: names[i].encode())
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(names))
    return Labels(tuple(names[i] for i in order), place[coded.indices.to_numpy()])


@dataclass(frozen=True)
class Amounts:
    """一项指标: what the schools hold of it, and the units per pupil that the standard asks of each group."""

    indicator: BalanceIndicator
    held: Holdings
    asked: tuple[int | None, ...]

    @cached_property
    def is_asked(self) -> NDArray[np.bool_]:
        """Of each school whether its level has a threshold."""
        return np.array([t is not None for t in self.asked], bool)[self.held.group]

    @cached_property
    def floor(self) -> Whole:
        """Of each school the units at which it reaches the threshold; 0 where there is none."""
        asked = np.array([t or 0 for t in self.asked], self.held.pupils.dtype)
        found: Whole = asked[self.held.group] * self.held.pupils
        return found


def amounts_of(schools: Schools, indicator: BalanceIndicator) -> Amounts:
    """An indicator's column in units so fine that amounts and thresholds are whole."""
    per_pupil = {level: Fraction(t) / indicator.per for level, t in indicator.threshold.items()}
    places = next(p for p in range(100) if all((t * 10**p).denominator == 1 for t in per_pupil.values()))
    amount, scale = _units(schools.table[indicator.id], places)
    units = {level: int(t * scale) for level, t in per_pupil.items()}
    asked = tuple(units.get(level) for _, level in schools.groups)
    most = max((t or 0 for t in asked), default=0) * int(schools.pupils.max(initial=1))
    small = fits(amount, schools.pupils) and max(most, int(schools.pupils.max(initial=1)) * scale) < LARGEST
    kind = np.int64 if small else object
    held = Holdings(amount.astype(kind), schools.pupils.astype(kind), schools.starts, scale)
    return Amounts(indicator, held, asked)


def _units(column: pa.ChunkedArray, places: int) -> tuple[Whole, int]:
    """Decimals as whole numbers, with no more places than they need but at least so many."""
    words, fine = _fine(column)
    if words is None:
        fine = max(places, MOST_PLACES)
        return np.array([int(v * 10**fine) for v in column.to_pylist()], dtype=object), 10**fine
    spare = next(k for k in range(fine, -1, -1) if not (words % 10**k).any())
    more = max(places - (fine - spare), 0)
    amount = words // 10**spare
    is_large = len(amount) and int(amount.max()) * 10**more >= LARGEST
    return (amount.astype(object) if is_large else amount) * 10**more, 10 ** (fine - spare + more)


def _fine(column: pa.ChunkedArray) -> tuple[IntArray | None, int]:
    """Millionths, where they are fine enough, else the smallest parts that a table holds."""
    try:
        found = _words(column.cast(pa.decimal128(38, USUAL_PLACES)))
        return (found, USUAL_PLACES) if found is not None else (None, MOST_PLACES)
    except pa.ArrowInvalid:
        return _words(column), MOST_PLACES


def _words(column: pa.ChunkedArray) -> IntArray | None:
    """The whole numbers inside decimals where each fits into 64 bits."""
    parts = [chunk for chunk in column.chunks if len(chunk)]
    if not parts:
        return np.zeros(0, np.int64)
    pairs = [
        np.frombuffer(p.buffers()[1], np.int64).reshape(-1, 2)[p.offset : p.offset + len(p)] for p in parts
    ]
    whole = np.concatenate(pairs)
    return whole[:, 0].copy() if (whole[:, 1] == whole[:, 0] >> 63).all() else None
