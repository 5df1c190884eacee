"""试卷: items of a checked table as one block of marks, with full marks, choice questions and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueheng.engine.item_sums import FloatArray
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue, Refused, Severity, finding
from xueheng.tables.scores import SUFFIX

NONE_GIVEN: Mapping[str, Any] = MappingProxyType({})
PARTS = ("total", "objective", "subjective")


@dataclass(frozen=True)
class Paper:
    """Marks (pupils, items), NaN where there is none; units are the items with each choice group as one."""

    items: tuple[str, ...]
    marks: FloatArray
    full: FloatArray
    units: tuple[tuple[int, ...], ...]  # the items of each unit
    kinds: tuple[str, ...]  # of each unit, from the blueprint
    issues: tuple[Issue, ...]

    def unit_marks(self) -> FloatArray:
        """Marks by unit: a choice group's is the sum over the items that the pupil answered."""
        columns = [self.marks[:, list(u)] for u in self.units]
        return np.column_stack([np.where(np.isnan(c).all(1), np.nan, np.nansum(c, axis=1)) for c in columns])

    def rows(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> Paper:
        """The same paper with some of the pupils."""
        return replace(self, marks=self.marks[kept])


def told(code: str, severity: Severity = "error", **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.exam_items", **values)  # type: ignore[arg-type]


def paper_of(
    table: pa.Table,
    blueprint: pa.Table | None,
    *,
    full: Mapping[str, Decimal] = NONE_GIVEN,
    choice: Mapping[str, str] = NONE_GIVEN,
    key: Mapping[str, str] = NONE_GIVEN,
) -> Paper:
    """The paper as it was marked; refused where it holds no item or a mark lies above its full mark."""
    items = tuple(c for c in table.column_names if c + SUFFIX in table.column_names and c not in PARTS)
    if not items or not table.num_rows:
        raise Refused([told("NO_ITEMS")])
    planned = {row["item"]: row for row in blueprint.to_pylist()} if blueprint is not None else {}
    _known((*planned, *full, *choice, *key), items)
    marks = np.column_stack([_marks(table[item]) for item in items])
    _answered(items, marks)
    fulls, guessed = _full(items, marks, planned, full)
    units = _units(items, {i: row.get("choice") for i, row in planned.items()} | dict(choice))
    _chosen_once(items, marks, units)
    issues: list[Issue] = []
    kinds = tuple((planned.get(items[u[0]]) or {}).get("kind") or "" for u in units)
    constant = [i for i, c in zip(items, marks.T, strict=True) if np.nanmax(c) == np.nanmin(c)]
    for code, names in (("FULL_ASSUMED", guessed), ("ITEM_CONSTANT", constant)):
        issues += [told(code, "notice", value="、".join(names))] if names else []
    return Paper(items, marks, fulls, units, kinds, tuple(issues))


def _units(items: tuple[str, ...], choice: Mapping[str, object]) -> tuple[tuple[int, ...], ...]:
    places: dict[tuple[object, bool], list[int]] = {}
    for at, item in enumerate(items):
        group = choice.get(item)
        places.setdefault((group or item, bool(group)), []).append(at)
    return tuple(tuple(p) for p in places.values())


def _chosen_once(items: tuple[str, ...], marks: FloatArray, units: tuple[tuple[int, ...], ...]) -> None:
    """Refused where a pupil has marks in two questions of one choice group."""
    for unit in units:
        both = np.flatnonzero((np.nan_to_num(marks[:, list(unit)]) > 0).sum(axis=1) > 1)
        if both.size:
            names = "、".join(items[at] for at in unit)
            raise Refused([told("CHOICE_BOTH", row=int(both[0]) + 1, value=names, n=both.size)])


def lacking(paper: Paper) -> list[Issue]:
    """How many pupils lack a mark in how many questions."""
    none = np.isnan(paper.unit_marks())
    n = int(none.any(axis=1).sum())
    return [told("MARKS_LACKING", "notice", n=n, value=int(none.sum()))] if n else []


def _known(named: tuple[str, ...], items: tuple[str, ...]) -> None:
    unknown = [name for name in named if name not in items]
    if unknown:
        raise Refused([told("ITEM_UNKNOWN", value=unknown[0], known="、".join(items))])


def _answered(items: tuple[str, ...], marks: FloatArray) -> None:
    empty = [item for item, column in zip(items, marks.T, strict=True) if np.isnan(column).all()]
    if empty:
        raise Refused([told("ITEM_EMPTY", value=empty[0])])


def _marks(column: pa.ChunkedArray) -> FloatArray:
    found = pc.cast(column.combine_chunks(), pa.float64()).to_numpy(zero_copy_only=False)
    return np.array(found, np.float64)


def _full(
    items: tuple[str, ...],
    marks: FloatArray,
    planned: Mapping[str, dict[str, object]],
    said: Mapping[str, Decimal],
) -> tuple[FloatArray, list[str]]:
    full, guessed = np.empty(len(items)), []
    for at, item in enumerate(items):
        given = said.get(item) or (planned.get(item) or {}).get("full")
        if given is None:
            guessed.append(item)
        full[at] = float(str(given)) if given is not None else float(np.nanmax(marks[:, at])) or 1.0
        _within(item, marks[:, at], float(full[at]))
    return full, guessed


def _within(item: str, column: FloatArray, full: float) -> None:
    beyond = np.flatnonzero((column > full + 1e-9) | (column < 0))
    if beyond.size:
        row = int(beyond[0])
        value = f"{column[row]:g}"
        raise Refused([told("MARK_BEYOND", row=row + 1, column=item, value=value, full=f"{full:g}")])
