"""规则: the rules of a table carried out in order; which rows are good, which are dropped, all findings."""

from __future__ import annotations

import importlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.tables.context import Context
from xueheng.tables.issues import RANK, Issue, finding
from xueheng.tables.part import Part
from xueheng.tables.repeats import repeats
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.schema import TableSchema

READ = ("NORMALISED", "NAME_SPACE", "NAME_DOT", "CODE_LABEL", "NUM_TEXT")  # give way to what a rule says
Rule = Callable[..., Iterator[Flag]]


@dataclass(frozen=True)
class Kept:
    """What is left after the rules: good rows, dropped rows, and the worst finding of every cell."""

    good: np.ndarray
    dropped: np.ndarray
    issues: tuple[Issue, ...]


@cache
def rule(name: str) -> Rule:
    """The rule of that name: `module.function` in the package rules."""
    module, _, function = name.partition(".")
    found: Rule = getattr(importlib.import_module(f"xueheng.tables.rules.{module}"), function)
    return found


def keep_rules(joined: pa.Table, schema: TableSchema, context: Context, parts: Sequence[Part]) -> Kept:
    """Carry out the rules that the schema names, each seeing what the ones before it found."""
    ledger = _Ledger(joined.num_rows, parts)
    numbers = np.concatenate([p.sheet.rows for p in parts])
    memo: dict[str, Any] = {}
    headings = {name: head for p in reversed(parts) for name, head in p.headings.items()}
    factors = {p.column.name: p.factor for p in parts[0].layout.placed}
    for carried, given in ((repeats, {}), *((rule(use.rule), use.with_) for use in schema.rules)):
        seen = (ledger.wrong(), frozenset(ledger.dropped))
        rows = Rows(schema, joined, numbers, headings, context, *seen, factors, memo)
        for flag in carried(rows, **given):
            ledger.enter(flag)
    dropped, bad = np.zeros(joined.num_rows, bool), np.zeros(joined.num_rows, bool)
    dropped[list(ledger.dropped)] = True
    bad[[row for row, _ in ledger.wrong()]] = True
    return Kept(~bad & ~dropped, dropped, tuple(ledger.issues()))


class _Ledger:
    """The worst finding of every cell of all sheets, by row of the joined table and column name."""

    def __init__(self, n: int, parts: Sequence[Part]) -> None:
        self.n, self.parts = n, parts
        self.starts = [0, *accumulate(len(p.sheet.rows) for p in parts)]
        self.cells: dict[tuple[int, str | None], Issue] = {}
        self.general: list[Issue] = []
        self.dropped: set[int] = set()
        for start, part in zip(self.starts, parts, strict=False):
            names = {heading: name for name, heading in part.headings.items()}
            self.cells |= {(start + row, names[h]): issue for (row, h), issue in part.cells.items()}

    def wrong(self) -> frozenset[tuple[int, str]]:
        """Row and column of every error so far; a whole row's has an empty column."""
        return frozenset(
            (row, c or "") for (row, c), issue in self.cells.items() if issue.severity == "error"
        )

    def enter(self, flag: Flag) -> None:
        """Keep a rule's finding if its cell has no worse one."""
        if flag.drops and flag.row is not None:
            self.dropped.add(flag.row)
        if flag.row is None:
            self.general.append(self._issue(flag, self.parts[0], None))
            return
        held = self.cells.get((flag.row, flag.column))
        tells_more = held is not None and held.severity == flag.severity and held.code in READ
        if held is None or tells_more or RANK[flag.severity] > RANK[held.severity]:
            part = self.parts[bisect_right(self.starts, flag.row) - 1]
            index = flag.row - self.starts[bisect_right(self.starts, flag.row) - 1]
            self.cells[flag.row, flag.column] = self._issue(flag, part, index)

    def issues(self) -> Iterator[Issue]:
        """All findings, row by row."""
        yield from self.general
        yield from (issue for _, issue in sorted(self.cells.items(), key=lambda c: (c[0][0], c[0][1] or "")))

    def _issue(self, flag: Flag, part: Part, index: int | None) -> Issue:
        heading = None if flag.column is None else part.headings.get(flag.column, flag.column)
        row = None if index is None else int(part.sheet.rows[index])
        values: dict[str, Any] = {"value": self._value(flag, part, index), **flag.values}
        place = part.sheet.place(row, heading)
        return finding(flag.code, flag.severity, **place, repair=flag.repair, **values)

    def _value(self, flag: Flag, part: Part, index: int | None) -> str | None:
        if flag.column is None or index is None:
            return None
        at = next((p.index for p in part.layout.placed if p.column.name == flag.column), None)
        return None if at is None else part.sheet.columns[at][index].as_py()
