"""考生: marks of a score table as scaled integers, totals, weights and groupings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueheng.engine.tally import IntArray, MarkCounts
from xueheng.indicators.engine_url import is_elsewhere
from xueheng.indicators.sums.of_arrays import counts_elsewhere
from xueheng.methods.grouping import Grouping, group_names, grouping_of
from xueheng.tables.issues import Refused, finding
from xueheng.tables.schema import heading, match, schema
from xueheng.tables.scores import SUFFIX, THEIRS, TOTAL

SCALE = 10_000
LEVELS = ("county", "town", "school", "class")
MOST_CELLS = 50_000_000  # groups x marks up to which counting needs no sorting
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """One subject: scaled marks, who has one, and why the others have none."""

    mark: IntArray
    has: BoolArray
    status: pa.Array


@dataclass(frozen=True)
class Pupils:
    """Everything the figures of an exam are taken from."""

    subjects: dict[str, Marks]
    weight: IntArray
    groupings: tuple[Grouping, ...]


def pupils_of(table: pa.Table, by: tuple[str, ...]) -> Pupils:
    """Read a checked score table; the total is its own column, or the sum of a pupil's subjects."""
    names = [c.removesuffix(SUFFIX) for c in table.column_names if c.endswith(SUFFIX)]
    subjects = {name: _marks(table, name) for name in names}
    n = table.num_rows
    weight = np.ones(n, np.int64) if "count" not in table.column_names else table["count"].to_numpy()
    if TOTAL not in subjects:
        subjects[TOTAL] = _summed(subjects)
    return Pupils(subjects, weight.astype(np.int64), groupings_of(table, by))


def _marks(table: pa.Table, name: str) -> Marks:
    column = table[name].combine_chunks()
    scaled = pc.fill_null(column, 0)
    if pa.types.is_integer(scaled.type):
        mark = scaled.to_numpy() * SCALE
    else:
        mark = np.rint(pc.cast(scaled, pa.float64()).to_numpy() * SCALE).astype(np.int64)
    status = table[name + SUFFIX].combine_chunks()
    return Marks(mark, pc.is_valid(column).to_numpy(zero_copy_only=False), status)


def _summed(subjects: dict[str, Marks]) -> Marks:
    """The total of pupils who have a mark in every subject of theirs."""
    n = len(next(iter(subjects.values())).mark)
    total, some, lacking = np.zeros(n, np.int64), np.zeros(n, bool), np.zeros(n, bool)
    for marks in subjects.values():
        total += np.where(marks.has, marks.mark, 0)
        some |= marks.has
        theirs = pc.fill_null(pc.is_in(marks.status, pa.array(THEIRS)), False)
        lacking |= theirs.to_numpy(zero_copy_only=False)
    return Marks(total, some & ~lacking, pa.nulls(n, pa.string()))


def groupings_of(table: pa.Table, by: tuple[str, ...]) -> tuple[Grouping, ...]:
    """All pupils, each level that the table has, and the columns named; Refused for one that is not there."""
    n = table.num_rows
    levels = [Grouping("all", np.zeros(n, np.int64), ("all",))]
    own = [level for level in LEVELS if level in table.column_names]
    for level in dict.fromkeys((*own, *by)):
        column = column_of(table, level)
        if column is None:
            raise Refused([finding("BY_UNKNOWN", "error", package="xueheng.methods", value=level)])
        levels.append(grouping_of(level, group_names(table, column, level)))
    return tuple(levels)


def column_of(table: pa.Table, name: str) -> str | None:
    """The column that a name means: its own, or the schema's column that goes by that heading."""
    columns = schema("scores").columns
    known = [c.name for c in columns if c.type == "text" and match(c, heading(name), exact=False)]
    return next((column for column in (name, *known) if column in table.column_names), None)


def counted(pupils: Pupils, subject: str) -> MarkCounts:
    """Pupils by group and mark, the groups of all levels numbered one after the other."""
    marks = pupils.subjects[subject]
    unit = max(int(np.gcd.reduce(marks.mark[marks.has], initial=0)), 1)
    low = int(marks.mark[marks.has].min(initial=0)) // unit
    step = np.where(marks.has, marks.mark // unit - low, 0)
    width = int(step.max(initial=0)) + 1
    parts, first = [], 0
    for grouping in pupils.groupings:
        kept = marks.has & (grouping.code >= 0)
        key = grouping.code[kept] * width + step[kept]
        cell, count = _tally(key, pupils.weight[kept], len(grouping.names) * width)
        parts.append((cell // width + first, (cell % width + low) * unit, count))
        first += len(grouping.names)
    group, mark, count = (np.concatenate(p) for p in zip(*parts, strict=True))
    return MarkCounts(group, mark, count, n_groups=first, scale=SCALE)


def _tally(key: IntArray, weight: IntArray, cells: int) -> tuple[IntArray, IntArray]:
    """Each key that occurs, ascending, with its summed weight, in integers throughout."""
    if is_elsewhere() and key.size:
        there = counts_elsewhere(key, weight)
        return there.key, there.count
    if cells <= MOST_CELLS and (weight == 1).all():
        counts = np.bincount(key, minlength=cells)
        found = np.flatnonzero(counts)
        return found, counts[found]
    order = np.argsort(key, kind="stable")
    keys, start = np.unique(key[order], return_index=True)
    return keys, np.add.reduceat(weight[order], start) if len(keys) else keys
