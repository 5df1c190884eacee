"""What a standard says of the schools and coefficients, as rows of the outcome tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xueheng.engine.equity import composite
from xueheng.methods.balance_standard.spreads import SCALE, Group, Unit
from xueheng.methods.balance_standard.verdict import all_true, at_least
from xueheng.standards.balance import BalanceIndicator, BalanceStandard

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Judged:
    """What the standard says of the groups, as rows of the outcome tables."""

    standard: BalanceStandard
    chosen: tuple[BalanceIndicator, ...]
    groups: list[Group]

    def coefficients(self) -> Rows:
        """差异系数 of every group, each against its limit."""
        rows: Rows = []
        for g in self.groups:
            limit = self.standard.coefficient.of(g.level) if self.standard.coefficient else None
            shown = None if limit is None else float(limit)
            for s in g.spreads:
                cv = None if s.value is None else float(s.value)
                rows.append((g.county, g.level, s.indicator, s.mean, cv, shown, s.met, s.n, s.if_met))
        return rows

    def schools(self) -> Rows:
        """Every school's values, thresholds and what it is short of."""
        return [
            (g.county, u.school, g.level, i.id, *_school_cells(u, i, g.level))
            for g in self.groups
            for u in g.units
            for i in self.chosen
            if i.id in u.amounts
        ]

    def verdicts(self) -> Rows:
        """达标 of every school, or of the county where only coefficients are given."""
        rows: Rows = []
        for g in self.groups:
            if g.units:
                rows += [
                    (g.county, u.school, u.level, *self.school_verdict(u))
                    for u in g.units
                    if self.standard.school_rule
                ]
            else:
                rows.append((g.county, None, g.level, *self.county_verdict(g)))
        return rows

    def school_verdict(self, unit: Unit) -> tuple[int, bool | None]:
        """每校: enough indicators at the threshold, and the rest at least at the share that is asked."""
        rule = self.standard.school_rule
        shares = [_share(unit, i) for i in self.standard.indicators]
        met = [None if s is None else s >= 1 for s in shares]
        if rule is None:
            return 0, None
        rest = [None if s is None else s >= Fraction(rule.rest_share) for s in shares]
        return sum(m is True for m in met), all_true([at_least(met, rule.at_threshold), *rest])

    def county_verdict(self, group: Group) -> tuple[int | None, bool | None]:
        """县域: every coefficient within its limit, or the composite of all of them."""
        if self.standard.coefficient is None:
            return None, self.composite_met(group)
        known = {s.indicator: s.met for s in group.spreads}
        met = [known.get(i.id) for i in self.standard.indicators]
        return sum(m is True for m in met), all_true(met)

    def composite_of(self, group: Group) -> Fraction | None:
        """综合差异系数: the plain mean; None while one coefficient is unknown."""
        values = [s.value for s in group.spreads]
        return None if None in values else composite([v for v in values if v is not None])

    def composite_met(self, group: Group) -> bool | None:
        """True or false only when all indicators of the standard are there."""
        value = self.composite_of(group)
        known = {s.indicator for s in group.spreads}
        if value is None or self.standard.composite is None:
            return None
        if not {i.id for i in self.standard.indicators} <= known:
            return None
        return value <= Fraction(self.standard.composite.of(group.level))

    def composites(self) -> Rows:
        """综合差异系数 of every group, for a standard that limits it."""
        limits = self.standard.composite
        if limits is None:
            return []
        rows: Rows = []
        for g in self.groups:
            value = self.composite_of(g)
            shown = None if value is None else float(value)
            rows.append((g.county, g.level, shown, float(limits.of(g.level)), self.composite_met(g)))
        return rows

    def figures(self) -> dict[str, Any]:
        """The headline: what passes, and of how many."""
        schools = [v[-1] for v in self.verdicts() if v[1] is not None]
        counties = [self.county_verdict(g)[1] for g in self.groups]
        met = [s.met for g in self.groups for s in g.spreads if s.met is not None]
        figures: dict[str, Any] = {
            "passes": all_true([*schools, *counties]),
            "coefficients_met": sum(met),
            "coefficients_judged": len(met),
        }
        if schools:
            figures |= {"schools_passing": sum(s is True for s in schools), "schools_judged": len(schools)}
        return figures


def _share(unit: Unit, indicator: BalanceIndicator) -> Fraction | None:
    """What share of the threshold a school reaches; None where either is not known."""
    threshold = indicator.threshold.get(unit.level)  # type: ignore[call-overload]
    if threshold is None or indicator.id not in unit.amounts:
        return None
    return _value(unit, indicator) / Fraction(threshold)


def _value(unit: Unit, indicator: BalanceIndicator) -> Fraction:
    return Fraction(unit.amounts[indicator.id] * indicator.per, unit.pupils * SCALE)


def _school_cells(unit: Unit, indicator: BalanceIndicator, level: Any) -> tuple[Any, ...]:
    value, share = _value(unit, indicator), _share(unit, indicator)
    if share is None:
        return float(value), None, None, None, None
    threshold: Decimal = indicator.threshold[level]
    needed = Fraction(threshold) * unit.pupils / indicator.per
    short = max(needed - Fraction(unit.amounts[indicator.id], SCALE), Fraction(0))
    return float(value), float(threshold), float(share), share >= 1, float(short)
