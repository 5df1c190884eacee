"""The item columns as whole steps, or a refusal that names the item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.irt.conditional import linked
from xueheng.engine.irt.responses import MISSING, FloatArray, IntArray, Marks
from xueheng.methods.exam_irt import MOST_STEPS, Params
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue, Refused, Severity, finding

PACKAGE = "xueheng.methods.exam_irt"
NOT_ITEMS = ("id", "name", "school", "class", "objective", "subjective", "total")
BINARY = ("rasch", "2pl")


@dataclass(frozen=True)
class Answers:
    """Steps of the pupils that have any mark, and what was said of the items."""

    items: tuple[str, ...]
    marks: Marks
    categories: IntArray
    used: NDArray[np.bool_]  # which rows of the table
    issues: tuple[Issue, ...]


def told(code: str, severity: Severity = "error", **values: Any) -> Issue:
    """An issue in the words of this method."""
    return finding(code, severity, package=PACKAGE, **values)


def answers(table: pa.Table, params: Params) -> Answers:
    """The marks of every item as steps 0..m."""
    names = [c for c in table.column_names if c not in (*NOT_ITEMS, *params.groups)]
    names = [c for c in names if pa.types.is_decimal(table[c].type)]
    if len(names) < 2:
        raise Refused([told("FEW_ITEMS", n=len(names))])
    columns = [table[c].cast(pa.float64()).to_numpy() for c in names]
    used = ~np.isnan(np.stack(columns)).all(axis=0)
    if not used.any():
        raise Refused([told("NOBODY")])
    seen = [np.unique(column[~np.isnan(column)]) for column in columns]
    problems = [_problem(name, marks, params) for name, marks in zip(names, seen, strict=True)]
    if bad := [problem for problem in problems if problem]:
        raise Refused(bad)
    marks = np.empty((int(used.sum()), len(names)), np.int8)
    for j, (column, own) in enumerate(zip(columns, seen, strict=True)):
        marks[:, j] = np.where(np.isnan(column), MISSING, np.searchsorted(own, column))[used]
    joined = [
        _joined(name, own) for name, own in zip(names, seen, strict=True) if own[0] or own[-1] >= len(own)
    ]
    categories = np.array([len(own) for own in seen])
    issues = (*_lacking(marks), *joined, *_links(names, marks, params))
    return Answers(tuple(names), marks, categories, used, issues)


def _lacking(marks: Marks) -> tuple[Issue, ...]:
    """How many pupils of those with any mark lack how many, be it by booklet or left out."""
    none = marks == MISSING
    n = int(none.any(axis=1).sum())
    return (told("MARKS_LACKING", "notice", n=n, value=int(none.sum())),) if n else ()


def _joined(name: str, seen: FloatArray) -> Issue:
    return told("MARKS_JOINED", "notice", value=name, found=_list(seen), top=len(seen) - 1)


def _problem(name: str, seen: FloatArray, params: Params) -> Issue | None:
    if len(seen) < 2:
        return told("CONSTANT_ITEM", value=name, mark=_list(seen) or "-")
    broken = seen[seen != np.rint(seen)]
    if len(broken):
        return told("NOT_WHOLE", value=name, mark=f"{broken[0]:g}")
    if params.model in BINARY and len(seen) > 2:
        return told("NOT_BINARY", value=name, n=len(seen), found=_list(seen), model=params.model)
    if len(seen) > MOST_STEPS + 1:
        return told("TOO_MANY_STEPS", value=name, n=len(seen), most=MOST_STEPS + 1)
    return None


def _list(seen: FloatArray) -> str:
    return ", ".join(f"{mark:g}" for mark in seen[:12])


def _links(names: list[str], marks: Marks, params: Params) -> list[Issue]:
    sets = linked(marks)
    if (sets == sets[0]).all():
        return []
    other = names[int(np.flatnonzero(sets != sets[0])[0])]
    if params.estimator == "cml":
        raise Refused([told("UNLINKED_CML", value=names[0], other=other)])
    return [told("UNLINKED", "notice", value=names[0], other=other)]
