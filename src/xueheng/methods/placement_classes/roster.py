"""The roster as the engine takes it: in the order of tickets, exact numbers, levels and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.lottery import xhl1
from xueheng.engine.placement.measures import Category, Column, IntArray
from xueheng.engine.placement.rules import FREE, Rules
from xueheng.methods.declare import ROW
from xueheng.methods.placement_classes import Params
from xueheng.standards.words import comparable
from xueheng.tables.cells.values import half_width
from xueheng.tables.issues import Issue, Refused, finding

YES, NO = ("是", "1", "true", "yes", "y", "√", "有", "随班就读"), ("", "否", "0", "false", "no", "n", "无")
WEIGHT = 16  # of a column with weight 1
Cells = Sequence[str | None]


@dataclass(frozen=True)
class Levels:
    """一个类别列: its levels in the order of their text, and the level of each pupil."""

    names: tuple[str, ...]
    of_pupil: IntArray


@dataclass(frozen=True)
class Pupils:
    """编班学生 in the order of their tickets."""

    ids: tuple[str, ...]
    numbers: Mapping[str, tuple[Decimal, ...]]
    levels: Mapping[str, Levels]
    rules: Rules
    held: IntArray  # the class of each who has one already

    def columns(self, weights: Mapping[str, Decimal]) -> list[Column]:
        """The numeric columns as whole numbers."""
        return [Column(whole(v), _weight(weights, name)) for name, v in self.numbers.items()]

    def categories(self, weights: Mapping[str, Decimal]) -> list[Category]:
        """The columns of levels."""
        return [Category(level.of_pupil, _weight(weights, name)) for name, level in self.levels.items()]


def pupils_of(table: pa.Table, params: Params) -> Pupils:
    """The pupils of a roster; Refused with every cell that cannot be used."""
    ids = table["id"].to_pylist()
    drawn = xhl1.tickets(ids, seed=params.seed, scope="classes", algorithm="sha256")
    rows = table.take(xhl1.ordered(ids, drawn))
    issues = list(_absent(rows, (*params.balance, *params.categories)))
    if issues:
        raise Refused(issues)
    numbers = {name: numbers_of(rows, name, issues) for name in params.balance}
    places = {name: _places(rows, name, params, issues) for name in ("fixed", "class")}
    rules = Rules(
        params.classes,
        _groups(cells_of(rows, "together")),
        _groups(cells_of(rows, "apart")),
        places["fixed"],
        _inclusion(rows, issues),
        params.reduced,
    )
    if issues:
        raise Refused(issues)
    levels = {name: levels_of(cells_of(rows, name)) for name in params.categories}
    return Pupils(tuple(rows["id"].to_pylist()), numbers, levels, rules, places["class"])


def cells_of(rows: pa.Table, name: str) -> list[str]:
    """The texts of a column without blanks around them; none where there is no such column."""
    if name not in rows.column_names:
        return [""] * rows.num_rows
    return ["" if cell is None else str(cell).strip() for cell in rows[name].to_pylist()]


def levels_of(cells: Sequence[str]) -> Levels:
    """The levels that the cells name; a blank is a level too."""
    names = sorted(set(cells))
    place = {name: at for at, name in enumerate(names)}
    return Levels(tuple(names), np.array([place[cell] for cell in cells], np.int64))


def whole(values: Sequence[Decimal]) -> tuple[int, ...]:
    """The same values times one power of ten, so that all are whole."""
    digits = max((-int(v.as_tuple().exponent) for v in values), default=0)
    return tuple(int(v.scaleb(max(0, digits))) for v in values)


def numbers_of(rows: pa.Table, name: str, issues: list[Issue]) -> tuple[Decimal, ...]:
    """The exact numbers of a column; a cell that holds none is added to the issues."""
    found = []
    for row, cell in zip(_rows(rows), cells_of(rows, name), strict=True):
        try:
            value = Decimal(half_width(cell))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value.adjusted()) > 15:
            issues.append(_wrong("NUMBER_WRONG", row, name, cell))
            value = Decimal(0)
        found.append(value)
    return tuple(found)


def _absent(rows: pa.Table, names: Sequence[str]) -> Iterator[Issue]:
    for name in names:
        if name not in rows.column_names:
            yield finding("COLUMN_ABSENT", "error", package=__package__, value=name)


def _places(rows: pa.Table, name: str, params: Params, issues: list[Issue]) -> IntArray:
    """The class that a column names for each pupil."""
    known = {_bare(said): at for at, said in enumerate(params.class_names)}
    found = np.full(rows.num_rows, FREE)
    if name == "class" and params.late == "none":
        return found
    for at, (row, cell) in enumerate(zip(_rows(rows), cells_of(rows, name), strict=True)):
        if cell and _bare(cell) not in known:
            listed = ", ".join(params.class_names)
            issues.append(_wrong("CLASS_UNKNOWN", row, name, cell, known=listed))
        elif cell:
            found[at] = known[_bare(cell)]
    return found


def _bare(name: str) -> str:
    return comparable(name).removesuffix("班").lstrip("0") or name


def _inclusion(rows: pa.Table, issues: list[Issue]) -> IntArray:
    cells = [comparable(cell) for cell in cells_of(rows, "inclusion")]
    for row, cell in zip(_rows(rows), cells, strict=True):
        if cell not in (*YES, *NO):
            issues.append(_wrong("INCLUSION_WRONG", row, "inclusion", cell))
    return np.array([cell in YES for cell in cells], np.int64)


def _groups(cells: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    members: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        for name in dict.fromkeys(filter(None, re.split(r"[,;\s、，；]+", cell))):
            members.setdefault(name, []).append(at)
    return tuple(tuple(members[name]) for name in sorted(members) if len(members[name]) > 1)


def _rows(rows: pa.Table) -> list[int | None]:
    found: list[int | None] = rows[ROW].to_pylist() if ROW in rows.column_names else [None] * rows.num_rows
    return found


def _wrong(code: str, row: int | None, column: str, cell: str, **more: Any) -> Issue:
    return finding(code, "error", package=__package__, row=row, column=column, value=cell, **more)


def _weight(weights: Mapping[str, Decimal], name: str) -> int:
    return max(1, int(weights.get(name, Decimal(1)) * WEIGHT))
