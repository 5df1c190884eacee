"""小题规则: marks of items within their full marks, none unmarked, and in agreement with the total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from xueheng.standards.words import comparable
from xueheng.tables.cells.values import half_width, written
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.marks import SCALE, Marks, mark_columns, marks_in, unequal

UNMARKED = -SCALE  # what marking systems write for an item nobody marked
OPTIONS = re.compile(r"[A-H]+|[TF]|[√×✓✗✔✘]|对|错|正确|错误")
BETWEEN = re.compile(r"[\s,、;/.。|&+()-]+")
NUMBER_OF = re.compile(r"(?:第|题号|题|item|q|t)?(.+?)(?:小题|题)?(?:得分|分数|成绩|分)?")


def is_answer(text: str) -> bool:
    """选项: True when the text is what a pupil chose, not a mark."""
    return bool(OPTIONS.fullmatch(BETWEEN.sub("", half_width(text)).upper()))


def item_key(heading: str) -> str:
    """题号 in comparable form: without the words around it."""
    plain = comparable(heading)
    found = NUMBER_OF.fullmatch(plain)
    return found[1] if found else plain


def within(rows: Rows) -> Iterator[Flag]:
    """小题得分: not above the full mark, not unmarked, not negative; what is blank is told."""
    full = {item_key(item): mark for item, mark in rows.context.item_full.items()}
    items = mark_columns(rows)
    totals = [c.name for c in rows.schema.columns if c.type == "score" and rows.has(c.name)]
    for name in (*items, *totals):
        limit = full.get(item_key(name)) if name in items else None
        yield from _beyond(rows, name, marks_in(rows, name), limit=limit)
    yield from _blank(rows, items)


def _blank(rows: Rows, items: list[str]) -> Iterator[Flag]:
    """Items without a mark, cell by cell, or the whole row where it has none at all."""
    absent = {name: ~(marks_in(rows, name).settled | _wrong(rows, name)) for name in items}
    if not items:
        return
    empty = np.logical_and.reduce(list(absent.values()))
    yield from (Flag("ITEM_ROW_BLANK", "warning", row) for row in np.flatnonzero(empty).tolist())
    for name, mask in absent.items():
        for row in np.flatnonzero(mask & ~empty).tolist():
            yield Flag("ITEM_BLANK", "warning", row, name)


def _beyond(rows: Rows, name: str, marks: Marks, *, limit: Decimal | None) -> Iterator[Flag]:
    low = marks.scaled < 0
    high = np.zeros(rows.n, bool) if limit is None else marks.scaled > int(limit * SCALE)
    for row in np.flatnonzero(low | high).tolist():
        if rows.is_sound(row, name) and high[row]:
            yield Flag("ITEM_OVER_FULL", "error", row, name, {"limit": written(limit or Decimal())})
        elif rows.is_sound(row, name):
            yield Flag("UNMARKED" if marks.scaled[row] == UNMARKED else "NEGATIVE", "error", row, name)


def total(rows: Rows, *, total: str = "total", halves: tuple[str, ...] = ()) -> Iterator[Flag]:
    """卷面总分: the sum of the items, and of the objective and the subjective part."""
    if not rows.has(total):
        return
    found = list(_summed(rows, mark_columns(rows), whole=total, code="ITEM_SUM"))
    yield from found
    told = {flag.row for flag in found}
    for flag in _summed(rows, list(halves) if rows.has(*halves) else [], whole=total, code="OBJECTIVE_SUM"):
        if flag.row not in told:
            yield flag


def _summed(rows: Rows, names: list[str], *, whole: str, code: str) -> Iterator[Flag]:
    """Rows whose parts are all marks that stand, with a total that is not their sum."""
    parts = [marks_in(rows, name) for name in names]
    if len(parts) < 2:
        return
    judged = np.logical_and.reduce([p.held & (p.scaled >= 0) for p in parts])
    yield from unequal(rows, whole, code=code, judged=judged, parts=parts)


def _wrong(rows: Rows, name: str) -> np.ndarray:
    """Where the cells of a column hold an error."""
    mask = np.zeros(rows.n, bool)
    mask[[row for row, column in rows.wrong if column == name]] = True
    return mask
