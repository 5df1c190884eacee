"""合计核对: the totals that a file states against the rows that were read; never trusted, always compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa

from xueheng.tables.cells.values import half_width, read_decimal, written
from xueheng.tables.files.sheet import Stated
from xueheng.tables.issues import Issue, finding
from xueheng.tables.layout import Placed
from xueheng.tables.part import Part

PAGE = re.compile("本页|小计|subtotal", re.IGNORECASE)
MEAN = re.compile("平均|均分|均值|average|mean", re.IGNORECASE)
SUM = re.compile("合计|总计|共计|总和|total|sum", re.IGNORECASE)
COUNT = re.compile(r"(?:共|计|合计)\s*(\d+)\s*(?:人|名|条|行|所|个)")
ALONE = re.compile(r"(\d+)(?:人|名|条|行|所)")  # 合计, and in a cell of its own 3人
SUMMED = ("integer", "decimal", "score")


def check_totals(parts: Sequence[Part]) -> Iterator[Issue]:
    """A warning for each stated total that the rows do not give."""
    for part in parts:
        last = 0
        for stated in part.sheet.stated:
            upto = int(np.searchsorted(part.sheet.rows, stated.row))
            spans = [slice(last, upto), slice(0, upto), slice(0, len(part.sheet.rows))]
            yield from _compared(part, stated, spans)
            last = upto


def _compared(part: Part, stated: Stated, spans: Sequence[slice]) -> Iterator[Issue]:
    label = next((c for c in stated.cells if SUM.search(c) or MEAN.search(c)), "")
    if not label or PAGE.search(label):
        return
    alone = [c for c in stated.cells if ALONE.fullmatch(half_width(c))]
    for index, text in enumerate(stated.cells):
        counted = COUNT.search(half_width(text)) or (text in alone[:1] and ALONE.fullmatch(half_width(text)))
        if counted and len(alone) < 2:
            yield from _count(part, stated, index, int(counted[1]), spans)
    for placed in part.layout.placed:
        if placed.column.type in SUMMED and placed.index < len(stated.cells):
            yield from _figure(part, stated, placed, spans, is_mean=MEAN.search(label) is not None)


def _count(part: Part, stated: Stated, index: int, said: int, spans: Sequence[slice]) -> Iterator[Issue]:
    found = [len(part.sheet.rows[span]) for span in spans]
    if said not in found:
        place = part.sheet.place(stated.row, part.sheet.headings[index])
        yield finding("COUNT_MISMATCH", "warning", **place, value=stated.cells[index], found=found[-1])


def _figure(
    part: Part, stated: Stated, placed: Placed, spans: Sequence[slice], *, is_mean: bool
) -> Iterator[Issue]:
    text = stated.cells[placed.index]
    said = read_decimal(text, {}).value
    if not text or said is None:
        return
    array = part.table[placed.column.name]
    found = [_mean(array[span]) if is_mean else _sum(array[span]) for span in spans]
    exact = Decimal(said) * placed.factor
    step = Decimal(1).scaleb(-_digits(text)) * placed.factor if is_mean or "." in text else Decimal(0)
    known = [f for f in found if f is not None]
    if known and not any(abs(f - exact) <= step for f in known):
        place = part.sheet.place(stated.row, part.sheet.headings[placed.index])
        shown = written((known[-1] / placed.factor).quantize(Decimal("0.01")))
        code = "MEAN_MISMATCH" if is_mean else "TOTAL_MISMATCH"
        yield finding(code, "warning", **place, value=text, found=shown)


def _digits(text: str) -> int:
    """How many decimal places were written."""
    return len(half_width(text).rstrip("0").partition(".")[2])


def _values(array: pa.ChunkedArray) -> list[Decimal]:
    return [Decimal(v) for v in array.drop_null().to_pylist()]


def _sum(array: pa.ChunkedArray) -> Decimal | None:
    held = _values(array)
    return sum(held, Decimal(0)) if held else None


def _mean(array: pa.ChunkedArray) -> Decimal | None:
    held = _values(array)
    return sum(held, Decimal(0)) / len(held) if held else None
