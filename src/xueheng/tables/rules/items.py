"""小题规则: marks of items within their full marks, none unmarked, and in agreement with the total."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import numpy as np

from xueheng.standards.words import comparable
from xueheng.tables.cells.values import half_width, written
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.marks import SCALE, Marks, mark_columns, marks_in, unequal

UNMARKED = -SCALE  # what marking systems write for an item nobody marked
OPTIONS = re.compile(r"[A-H]+|[TF]|[√×✓✗✔✘]|[*#]|对|错|正确|错误")
BETWEEN = re.compile(r"[\s,、;/.。|&+()-]+")
CIRCLED = {0x2460 + n: f"({n + 1})" for n in range(20)}
FULL = re.compile(r"[(\[【](满分|共)?\d+(\.\d+)?分[)\]】]$")
PARTED = re.compile(r"(小?题(?=.)|[()\[\]._、-])+|(?<=[一二三四五六七八九十])(?=\d)")
NUMBER_OF = re.compile(r"(?:第|题号|题|item|q|t)?(.+?)(?:小题|题)?(?:得分|分数|成绩|分)?")


def is_answer(text: str) -> bool:
    """选项: True when the text is what a pupil chose, not a mark."""
    return bool(OPTIONS.fullmatch(BETWEEN.sub("", half_width(text)).upper()))


def item_key(heading: str) -> str:
    """题号 in comparable form: without the words around it."""
    plain = FULL.sub("", comparable(heading.translate(CIRCLED)))
    found = NUMBER_OF.fullmatch(plain)
    return PARTED.sub(".", found[1] if found else plain).strip(".")


def full_marks(given: Mapping[str, Decimal], names: Iterable[str]) -> dict[str, Decimal]:
    """满分 by column: the item of that number, else the only one of those digits; the rest as given."""
    columns, left = list(names), dict(given)
    marks: dict[str, Decimal] = {}
    for key_of in (item_key, _digits):
        numbers = Counter(key_of(c) for c in columns if c not in marks)
        items = {key_of(item): item for item in left}
        is_single = len(items) == len(left) or key_of is item_key
        for column in (c for c in columns if c not in marks):
            key = key_of(column)
            if is_single and numbers[key] == 1 and key in items:
                marks[column] = left.pop(items[key])
    return left | marks


def _digits(heading: str) -> str:
    """题号 without what stands before its first digit: 选择1 and 一、1 are both 1."""
    key = item_key(heading)
    return re.sub(r"^\D+(?=\d)", "", key)


def within(rows: Rows) -> Iterator[Flag]:
    """小题得分: not above the full mark, not unmarked, not negative; what is blank is told."""
    full = {item_key(item): mark for item, mark in rows.context.item_full.items()}
    items = mark_columns(rows)
    totals = [c.name for c in rows.schema.columns if c.type == "score" and rows.has(c.name)]
    for name in (*items, *totals):
        limit = full.get(item_key(name)) if name in items else None
        yield from _beyond(rows, name, marks_in(rows, name), limit=limit)
    yield from _blank(rows, items)


def as_planned(rows: Rows) -> Iterator[Flag]:
    """细目表: every item of it has a column, and every column of marks is an item of it."""
    items, planned = mark_columns(rows), rows.context.item_full
    yield from (Flag("ITEM_MISSING", "warning", None, item) for item in planned if item not in items)
    unplanned = (name for name in items if planned and name not in planned)
    yield from (Flag("ITEM_UNPLANNED", "warning", None, name) for name in unplanned)


def _blank(rows: Rows, items: list[str]) -> Iterator[Flag]:
    """Items without a mark, cell by cell, or the whole row where it has none at all."""
    absent = {name: ~(marks_in(rows, name).settled | _wrong(rows, name)) for name in items}
    if not items:
        return
    empty = np.logical_and.reduce(list(absent.values()))
    yield from (Flag("ITEM_ROW_BLANK", "warning", row) for row in np.flatnonzero(empty).tolist())
    optional = set(items) if "*" in rows.context.optional_items else set(rows.context.optional_items)
    for name in (n for n in items if n not in optional):
        mask = absent[name]
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
