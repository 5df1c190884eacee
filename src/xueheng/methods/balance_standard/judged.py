"""What a standard says of the coefficients of counties, as rows of the outcome tables."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueheng.engine.equity import composite
from xueheng.methods.balance_standard.spreads import Group
from xueheng.methods.balance_standard.verdict import Known, all_true
from xueheng.standards.balance import BalanceStandard

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Judged:
    """What the standard says of the groups."""

    standard: BalanceStandard
    groups: list[Group]

    def coefficients(self) -> Rows:
        """差异系数 of every group, each against its limit."""
        rows: Rows = []
        for g in self.groups:
            limit = self.standard.coefficient.of(g.level) if self.standard.coefficient else None
            shown = None if limit is None else float(limit)
            for s in g.spreads:
                rows.append((g.county, g.level, s.indicator, s.mean, s.value, shown, s.met, s.n, s.if_met))
        return rows

    def verdicts(self) -> Rows:
        """达标 of every county of which only coefficients are given."""
        return [(g.county, None, g.level, *self.county_verdict(g)) for g in self.groups if not g.has_schools]

    def county_verdict(self, group: Group) -> tuple[int | None, Known]:
        """县域: every coefficient within its limit, or the composite of all of them."""
        if self.standard.coefficient is None:
            return None, self.composite_met(group)
        known = {s.indicator: s.met for s in group.spreads}
        met = [known.get(i.id) for i in self.standard.indicators]
        return sum(m is True for m in met), all_true(met)

    def composite_met(self, group: Group) -> Known:
        """True or false only when all indicators of the standard are there."""
        held = {s.indicator for s in group.spreads if s.value is not None}
        limits = self.standard.composite
        if limits is None or any(s.value is None for s in group.spreads):
            return None
        if not {i.id for i in self.standard.indicators} <= held:
            return None
        low, high = (sum(ends) / len(ends) for ends in _ends(group))
        limit = Fraction(limits.of(group.level))
        return high <= limit if (high <= limit) == (low <= limit) else _mean_of(group) <= limit

    def composites(self) -> Rows:
        """综合差异系数 of every group, for a standard that limits it."""
        limits = self.standard.composite
        if limits is None:
            return []
        return [
            (g.county, g.level, _composite(g), float(limits.of(g.level)), self.composite_met(g))
            for g in self.groups
        ]


def _composite(group: Group) -> float | None:
    """综合差异系数: the plain mean as the nearest float; None while one coefficient is unknown."""
    if any(s.value is None for s in group.spreads):
        return None
    low, high = (float(sum(ends) / len(ends)) for ends in _ends(group))
    return low if low == high else float(_mean_of(group))


def _ends(group: Group) -> list[list[Fraction]]:
    bounds = [s.bounds() for s in group.spreads]
    return [[b[0] for b in bounds], [b[1] for b in bounds]]


def _mean_of(group: Group) -> Fraction:
    return composite([s.root() for s in group.spreads]) or Fraction(0)
