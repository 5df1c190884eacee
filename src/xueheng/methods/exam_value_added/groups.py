"""The groupings of a mixed model, and what of them the data cannot tell apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.school_sums import SchoolSums
from xueheng.engine.variance_ratio import NEGLIGIBLE
from xueheng.methods.exam_value_added import Params
from xueheng.methods.exam_value_added.design import Design
from xueheng.methods.exam_value_added.result import Grouping, grouping
from xueheng.tables.issues import Issue, Refused, Severity, finding

LARGEST = 60_000_000  # numbers in the table of where two groupings meet


@dataclass(frozen=True)
class Groups:
    """The grouping with blocks of its own, cohorts inside it, and the other groupings."""

    first: Grouping
    cohort: Grouping | None
    others: tuple[Grouping, ...]
    issues: tuple[Issue, ...]


def refused(code: str, **values: object) -> Refused:
    """The refusal that this code stands for."""
    return Refused([_said(code, "error", values)])


def notice(code: str, **values: object) -> Issue:
    """Something the reader should know."""
    return _said(code, "notice", values)


def _said(code: str, severity: Severity, values: dict[str, object]) -> Issue:
    return finding(code, severity, package="xueheng.methods.exam_value_added", **values)  # type: ignore[arg-type]


def groups(table: pa.Table, own: Grouping, params: Params) -> Groups:
    """The groupings asked for, each with several values and none the same as another."""
    others = [grouping(table, name) for name in (params.county, params.crossed) if name]
    for k, other in enumerate(others):
        _require_groups(other, table.num_rows)
        for former in (own, *others[:k]):
            if _cells(former, other) == len(former.labels) == len(other.labels):
                raise refused("GROUP_SAME", value=other.name, other=former.name)
    if params.county:
        _require_nested(own, others[0])
    cohort = grouping(table, params.year) if params.year else None
    issues: tuple[Issue, ...] = ()
    if cohort and len(cohort.labels) == 1:
        issues = (notice("YEAR_ONE", value=params.year, found=cohort.labels[0]),)
        cohort = None
    if cohort and _cells(own, cohort) in (len(own.labels), table.num_rows):
        raise refused("YEAR_SAME", value=params.year)
    return _arranged(own, cohort, others, params, issues)


def _arranged(
    own: Grouping, cohort: Grouping | None, others: list[Grouping], params: Params, issues: tuple[Issue, ...]
) -> Groups:
    """The largest grouping first, unless slopes or cohorts bind it to the school."""
    every = [own, *others]
    bound = bool(params.slopes or cohort)
    first = own if bound else max(every, key=lambda g: len(g.labels))
    rest = tuple(g for g in every if g is not first)
    effects = 1 + len(params.slopes) + (len(cohort.labels) if cohort else 0)
    if len(first.labels) * effects * sum(len(g.labels) for g in rest) > LARGEST:
        raise refused("GROUP_LARGE", value=rest[-1].name, groups=max(len(g.labels) for g in rest))
    return Groups(first, cohort, rest, issues)


def _cells(one: Grouping, other: Grouping) -> int:
    return len(np.unique(one.levels.code * other.levels.n + other.levels.code))


def _require_groups(group: Grouping, pupils: int) -> None:
    if len(group.labels) == 1:
        raise refused("GROUP_ONE", value=group.name, found=group.labels[0])
    if len(group.labels) == pupils:
        raise refused("GROUP_EACH", value=group.name)


def _require_nested(own: Grouping, county: Grouping) -> None:
    cell = np.unique(own.levels.code * county.levels.n + county.levels.code)
    twice = np.flatnonzero(np.bincount(cell // county.levels.n) > 1)
    if len(twice):
        found = [county.labels[k] for k in cell[cell // county.levels.n == twice[0]] % county.levels.n]
        raise refused("COUNTY_TWICE", value=own.labels[twice[0]], of=county.name, found=", ".join(found))


def slopes(model: Design, sums: SchoolSums, params: Params) -> tuple[int, ...]:
    """The terms whose slopes differ by school; each varies inside schools."""
    found: list[int] = []
    for name in dict.fromkeys(params.slopes):
        at = [k for k, t in enumerate(model.terms) if t == name or t.startswith(f"{name}[")]
        if not at:
            raise refused("SLOPE_UNKNOWN", value=name, known=", ".join(model.terms))
        found += at
    for k in found:
        within = sums.products[k, k] - (sums.sums[k] ** 2 / sums.n).sum()
        if within <= NEGLIGIBLE * sums.products[k, k]:
            raise refused("SLOPE_CONSTANT", value=model.terms[k])
    return tuple(found)
