"""各校: every school's values, thresholds, gaps and verdict, and what raising it alone would do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.engine.raised import raised_alone
from xueheng.engine.whole import FloatArray, nearest, reaches
from xueheng.methods.balance_standard import METHOD
from xueheng.methods.balance_standard.amounts import Amounts, Schools
from xueheng.methods.outcome import table_of
from xueheng.standards.balance import BalanceStandard

Truths = NDArray[np.bool_]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Indicated:
    """一项指标 at every school: value, share of the threshold, what is short, and raising it alone."""

    amounts: Amounts

    @cached_property
    def value(self) -> FloatArray:
        """Per pupil, or per 100."""
        held = self.amounts.held
        return nearest(held.amount * self.amounts.indicator.per, held.pupils * held.scale)

    @cached_property
    def share(self) -> FloatArray:
        """Of the threshold."""
        floor = np.where(self.amounts.is_asked, self.amounts.floor, 1)
        return self._asked(nearest(self.amounts.held.amount, floor))

    @cached_property
    def short(self) -> FloatArray:
        """缺口: what is lacking, in things."""
        held = self.amounts.held
        lacking = np.maximum(self.amounts.floor - held.amount, 0)
        return self._asked(nearest(lacking, np.full(len(lacking), held.scale, lacking.dtype)))

    @cached_property
    def threshold(self) -> FloatArray:
        """The threshold of each school's level."""
        per, scale = self.amounts.indicator.per, self.amounts.held.scale
        shown = {t: np.nan if t is None else float(Fraction(t * per, scale)) for t in {*self.amounts.asked}}
        return np.array([shown[t] for t in self.amounts.asked])[self.amounts.held.group]

    @cached_property
    def met(self) -> Truths:
        """At the threshold."""
        return np.asarray(self.amounts.held.amount >= self.amounts.floor, bool) & self.amounts.is_asked

    def at_share(self, share: Fraction) -> Truths:
        """At least at that share of the threshold."""
        return reaches(self.amounts.held.amount, self.amounts.floor, share=share) & self.amounts.is_asked

    @cached_property
    def if_raised(self) -> FloatArray:
        """The coefficient once this school alone has what it lacks; NaN where it lacks nothing."""
        held, found = self.amounts.held, np.full(len(self.amounts.held.pupils), np.nan)
        short = np.flatnonzero(self.amounts.is_asked & ~self.met)
        found[short] = raised_alone(held, self.amounts.floor, short)
        return found

    def _asked(self, numbers: FloatArray) -> FloatArray:
        return np.where(self.amounts.is_asked, numbers, np.nan)


def school_table(schools: Schools, found: tuple[Indicated, ...]) -> pa.Table:
    """各校各项: a row for each school and indicator."""
    listed = sorted(found, key=lambda i: i.amounts.indicator.id)
    order, many = schools.by_name, len(listed)
    at = np.repeat(order, many)
    ids = pa.array([i.amounts.indicator.id for i in listed], pa.string())
    asked = _woven([i.amounts.is_asked for i in listed], order)
    columns: dict[str, Any] = {
        "county": schools.county.texts(at),
        "school": schools.school.texts(at),
        "level": schools.level.texts(at),
        "indicator": ids.take(pa.array(np.tile(np.arange(many), len(order)))),
        "met": pa.array(_woven([i.met for i in listed], order), mask=~asked),
    }
    for name in ("value", "threshold", "share", "short", "if_raised"):
        columns[name] = _numbers(_woven([getattr(i, name) for i in listed], order))
    columns |= {"ratio": columns.pop("share"), "cv_if_raised": columns.pop("if_raised")}
    columns["pupils"] = pa.array(schools.pupils[at])
    return table_of(METHOD.table("schools"), columns)


def verdict_table(
    schools: Schools, found: tuple[Indicated, ...], standard: BalanceStandard
) -> pa.Table | None:
    """达标情况: enough indicators at the threshold, and the rest at least at the share that is asked."""
    rule = standard.school_rule
    if rule is None or not len(schools.pupils):
        return None
    known = np.sum([i.amounts.is_asked for i in found], axis=0)
    met = np.sum([i.met for i in found], axis=0)
    rest = Fraction(rule.rest_share)
    lacks = np.any([i.amounts.is_asked & ~i.at_share(rest) for i in found], axis=0)
    unknown = len(standard.indicators) - known
    fails = (met + unknown < rule.at_threshold) | lacks
    order = schools.by_name
    columns = {
        "county": schools.county.texts(order),
        "school": schools.school.texts(order),
        "level": schools.level.texts(order),
        "met_count": pa.array(met[order], pa.int64()),
        "passes": pa.array(~fails[order], mask=(~fails & (unknown > 0))[order]),
    }
    return table_of(METHOD.table("verdicts"), columns)


def raises(schools: Schools, found: tuple[Indicated, ...], cvs: dict[tuple[int, str], float]) -> Rows:
    """补齐哪一所最见效: of each coefficient the school that, raised alone, lowers it most."""
    rows: Rows = []
    for one in found:
        id_, after = one.amounts.indicator.id, one.if_raised
        short = np.flatnonzero(~np.isnan(after))
        group = one.amounts.held.group[short]
        best = short[np.lexsort((short, after[short], group))]
        firsts = best[np.unique(one.amounts.held.group[best], return_index=True)[1]]
        for i in firsts.tolist():
            g = int(one.amounts.held.group[i])
            county, level = schools.groups[g]
            before, now = cvs.get((g, id_), 0.0), float(after[i])
            if now < before:
                school = schools.school.names[schools.school.of[i]]
                rows.append((county, level, id_, school, float(one.short[i]), before, now, now - before))
    return rows


def _woven(columns: list[Any], order: Any) -> Any:
    """Columns of the indicators as one, row by row."""
    return np.stack([c[order] for c in columns], axis=1).ravel()


def _numbers(values: FloatArray) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))
