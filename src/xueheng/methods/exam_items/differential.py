"""项目功能差异: each group against the largest one, item by item, on totals without the items that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xueheng.engine.dif import BoolArray, Matched, matched, regressed
from xueheng.engine.item_sums import FloatArray
from xueheng.methods.exam_items.paper import Paper, told
from xueheng.methods.grouping import Grouping
from xueheng.standards.item_rules import item_number
from xueheng.tables.issues import Issue

ROUNDS, LEAST_ANCHORS, ONE_SIDED = 10, 3, 1.645


@dataclass(frozen=True)
class Differential:
    """Rows of the outcome and what is to be said of them."""

    rows: list[list[Any]]
    issues: list[Issue]


def differential(paper: Paper, units: FloatArray, by: Sequence[Grouping]) -> Differential:
    """One row an item and group; choice items are left out: they were not put to all."""
    complete = ~np.isnan(units).any(axis=1)
    alone = [(place, unit[0]) for place, unit in enumerate(paper.units) if len(unit) == 1]
    items, scale = [paper.items[at] for _, at in alone], paper.full[[at for _, at in alone]]
    marks = units[complete][:, [place for place, _ in alone]] / scale
    least, found = int(item_number("dif_least")), Differential([], [])
    for grouping in by:
        code = grouping.code[complete]
        counts = np.bincount(code[code >= 0], minlength=len(grouping.names)).tolist()
        large = {g: n for g, n in enumerate(counts) if n >= least}
        if len(large) < 2 or len(items) < LEAST_ANCHORS:
            found.issues.append(told("DIF_SMALL", "notice", value=grouping.level, least=least))
            continue
        reference = min(large, key=lambda g: (-large[g], g))
        for focal in sorted(large.keys() - {reference}):
            kept = (code == focal) | (code == reference)
            rows = _purified(marks[kept], code[kept] == focal, scale)
            names, sizes = (
                (grouping.names[focal], grouping.names[reference]),
                (large[focal], large[reference]),
            )
            head = [[grouping.level, *names, item, *sizes] for item in items]
            found.rows.extend([*h, *row] for h, row in zip(head, rows, strict=True))
    return found


def _purified(marks: FloatArray, focal: BoolArray, scale: FloatArray) -> list[list[Any]]:
    """Rows of all items, matched on the total of those of class A and of the item itself."""
    anchor = np.ones(len(scale), bool)
    for _ in range(ROUNDS):
        tests = [matched(marks[:, j], focal, _total(marks, scale, anchor, j)) for j in range(len(scale))]
        fair = np.array([_level(t) in ("A", None) for t in tests])
        if (fair == anchor).all() or fair.sum() < LEAST_ANCHORS:
            break
        anchor = fair
    totals = [_total(marks, scale, anchor, j) for j in range(len(scale))]
    return [[*_row(marks[:, j], focal, total), bool(anchor[j])] for j, total in enumerate(totals)]


def _total(marks: FloatArray, scale: FloatArray, anchor: BoolArray, item: int) -> FloatArray:
    used = anchor.copy()
    used[item] = True
    return np.asarray((marks[:, used] @ scale[used]).round(6))


def _row(mark: FloatArray, focal: BoolArray, total: FloatArray) -> list[Any]:
    one, more = matched(mark, focal, total), regressed(mark, focal, total)
    tests = [one.delta, one.delta_se, one.smd, one.chi2, one.p, more.uniform_p, more.nonuniform_p]
    return [*tests, _level(one)]


def _level(found: Matched) -> str | None:
    """A, B or C of the Educational Testing Service; None where nothing can be told."""
    if np.isnan(found.p):
        return None
    if found.p >= item_number("significance"):
        return "A"
    if np.isnan(found.delta):
        size, b, c = abs(found.smd), item_number("smd_b"), item_number("smd_c")
        return "A" if size <= b else "C" if size > c else "B"
    size, b, c = abs(found.delta), item_number("delta_b"), item_number("delta_c")
    is_large = size >= c and size - float(b) > ONE_SIDED * found.delta_se
    return "A" if size < b else "C" if is_large else "B"
