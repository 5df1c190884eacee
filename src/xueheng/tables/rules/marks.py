"""成绩规则: marks on the step of the exam, and totals against the sum of the marks, on exact integers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.cells.values import MARK, written
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.scores import SUFFIX, TOTAL

SCALE = 10**MARK.scale
ENOUGH = 5  # from so many rows on, most of them tell what a total is


@dataclass(frozen=True)
class Marks:
    """One column of marks: whole ten-thousandths, which cells hold one, and which say why they do not."""

    scaled: np.ndarray
    held: np.ndarray
    excused: np.ndarray

    @property
    def settled(self) -> np.ndarray:
        """True where the cell is a mark or a reason for none."""
        return np.asarray(self.held | self.excused)


def marks_in(rows: Rows, name: str) -> Marks:
    """The marks of one column."""
    column = rows.table[name]
    held = _valid(column)
    excused = _valid(rows.table[name + SUFFIX]) if rows.has(name + SUFFIX) else np.zeros_like(held)
    return Marks(_scaled(column), held, excused)


def mark_columns(rows: Rows) -> list[str]:
    """The columns of marks that the schema does not name: the subjects or the items."""
    own = {column.name for column in rows.schema.columns}
    return [f.name for f in rows.table.schema if f.name not in own and _is_numeric(f.type)]


def step(rows: Rows, *, subjects: str | tuple[str, ...] = ()) -> Iterator[Flag]:
    """得分间隔: every mark is a multiple of the step."""
    unit = rows.context.step
    if not unit or unit < 0:
        return
    least = Fraction(unit * SCALE).numerator
    for name in _named(subjects) or mark_columns(rows):
        for row in _rows_where(marks_in(rows, name).scaled % least != 0):
            if rows.is_sound(row, name):
                yield Flag("STEP", "error", row, name, {"step": written(unit)})


def total(
    rows: Rows, *, total: str = TOTAL, subjects: str | tuple[str, ...] = (), count: str = "count"
) -> Iterator[Flag]:
    """总分: the total is the sum of the subjects; where most rows differ it is another quantity."""
    parts = _named(subjects) or mark_columns(rows)
    if not rows.has(total) or rows.has(count) or len(parts) < 2:
        return
    marks = [marks_in(rows, name) for name in parts]
    judged = np.logical_and.reduce([m.settled for m in marks])
    yield from unequal(rows, total, code="SUM_MISMATCH", judged=judged, parts=marks)


def unequal(rows: Rows, whole: str, *, code: str, judged: np.ndarray, parts: list[Marks]) -> Iterator[Flag]:
    """Judged rows whose total is not the sum of its parts, or one warning when most are such."""
    stated = marks_in(rows, whole)
    judged = judged & stated.held
    summed = sum((part.scaled for part in parts), np.zeros(rows.n, np.int64))
    differs = judged & (stated.scaled != summed)
    n, found = int(judged.sum()), int(differs.sum())
    if (n >= ENOUGH and 2 * found > n) or (n > 1 and found == n):
        yield Flag("TOTAL_NOT_SUM", "warning", None, whole, {"found": found, "judged": n})
        return
    for row in _rows_where(differs):
        if rows.is_sound(row, whole):
            yield Flag(code, "error", row, whole, {"sum": mark_text(int(summed[row]))})


def mark_text(scaled: int) -> str:
    """A mark as a person writes it."""
    return written(Decimal(scaled) / SCALE)


def _named(subjects: str | tuple[str, ...]) -> tuple[str, ...]:
    return (subjects,) if isinstance(subjects, str) else subjects


def _rows_where(mask: np.ndarray) -> list[int]:
    found: list[int] = np.flatnonzero(mask).tolist()
    return found


def _is_numeric(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind) or pa.types.is_integer(kind))


def _valid(column: pa.ChunkedArray) -> np.ndarray:
    """Where a column holds something."""
    if column.null_count in (0, len(column)):
        return np.full(len(column), column.null_count == 0)
    return np.asarray(pc.is_valid(column))


def _scaled(column: pa.ChunkedArray) -> np.ndarray:
    """Marks as whole ten-thousandths, 0 where there is none: the low words of the decimals as they lie."""
    filled = pc.fill_null(column, 0) if column.null_count else column
    whole = filled.chunk(0) if filled.num_chunks == 1 else filled.combine_chunks()
    if pa.types.is_integer(whole.type):
        return np.asarray(pc.cast(whole, pa.int64())) * np.int64(SCALE)
    words: np.ndarray = np.frombuffer(whole.buffers()[1], np.int64)
    return words[2 * whole.offset : 2 * (whole.offset + len(whole)) : 2]
