"""均衡标准核对: from amounts and pupils to values, coefficients and verdicts, by exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.engine.equity import (
    Coefficient,
    coefficient_of_variation,
    composite,
    raised_to,
)
from xueheng.methods.balance_standard import METHOD, Params
from xueheng.methods.balance_standard.scope import in_scope, indicator_id, wanted_indicators
from xueheng.methods.balance_standard.verdict import all_true, at_least
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.standards.balance import BalanceIndicator, BalanceStandard, balance_standard

SCALE = 10**12
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Unit:
    """A school at one level: its pupils and its amounts in scaled units."""

    county: str | None
    school: str
    level: str
    pupils: int
    amounts: Mapping[str, int]


@dataclass(frozen=True)
class Spread:
    """The coefficient of one indicator at one level; None where it cannot be known."""

    indicator: str
    value: Fraction | None
    mean: float | None = None
    n: int | None = None
    if_met: float | None = None
    met: bool | None = None


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Judge the schools and the coefficients, or the coefficients alone."""
    standard = balance_standard(params.standard)
    table = inputs["schools"] if "schools" in inputs else inputs["coefficients"]
    chosen, issues = wanted_indicators(standard, params, inputs)
    if "schools" in inputs:
        kept, left_out = in_scope(table, standard, params)
        issues += left_out
        groups = _grouped(_units(kept, chosen), chosen, standard)
        judged = _Judged(standard, chosen, groups)
    else:
        judged = _Judged(standard, chosen, _given(table, standard, chosen))
    county = "county" in table.column_names
    tables = {t.name: t for t in METHOD.tables}
    rows = {
        "coefficients": judged.coefficients(),
        "schools": judged.schools(),
        "verdicts": judged.verdicts(),
        "composite": judged.composites(),
    }
    made = {name: rows_of(tables[name], found) for name, found in rows.items() if found}
    kept_tables = made if county else {n: t.drop_columns(["county"]) for n, t in made.items()}
    return Outcome(kept_tables, judged.figures(), tuple(issues), tuple(_rules(standard)))


def _rules(standard: BalanceStandard) -> Iterator[Rule]:
    for part in (standard, standard.coefficient, standard.composite, standard.school_rule, standard.scope):
        if part is not None:
            source = part.source
            name = "" if part is standard else f".{type(part).__name__.lower()}"
            yield Rule(standard.id + name, source.doc, source.clause, source.status)


def _units(table: pa.Table, chosen: Iterable[BalanceIndicator]) -> list[Unit]:
    names = [i.id for i in chosen if i.id in table.column_names]
    return [
        Unit(
            row.get("county"),
            row["school"],
            row["level"],
            row["pupils"],
            {name: int(row[name] * SCALE) for name in names},
        )
        for row in table.to_pylist()
    ]


@dataclass(frozen=True)
class Group:
    """One level of one county: its schools (none when only coefficients are given) and spreads."""

    county: str | None
    level: Any
    units: tuple[Unit, ...]
    spreads: tuple[Spread, ...]


def _grouped(
    units: list[Unit], chosen: tuple[BalanceIndicator, ...], standard: BalanceStandard
) -> list[Group]:
    keys = sorted({(u.county or "", u.level) for u in units})
    groups = []
    for county, level in keys:
        members = tuple(u for u in units if (u.county or "", u.level) == (county, level))
        spreads = tuple(_spread(members, i, standard, level) for i in chosen)
        groups.append(Group(county or None, level, members, spreads))
    return groups


def _spread(
    units: tuple[Unit, ...], indicator: BalanceIndicator, standard: BalanceStandard, level: Any
) -> Spread:
    held = [u for u in units if indicator.id in u.amounts]
    amounts = [u.amounts[indicator.id] for u in held]
    pupils = [u.pupils for u in held]
    found = coefficient_of_variation(amounts, pupils, scale=SCALE) if held else None
    if found is None:
        return Spread(indicator.id, None, n=len(held))
    met = found.at_most(standard.coefficient.of(level)) if standard.coefficient else None
    mean = float(found.mean * indicator.per)
    if_met = _if_met(amounts, pupils, indicator, level)
    return Spread(indicator.id, found.root, mean, found.n, if_met, met)


def _if_met(amounts: list[int], pupils: list[int], indicator: BalanceIndicator, level: Any) -> float | None:
    threshold = indicator.threshold.get(level)
    if threshold is None:
        return None
    share = Fraction(threshold) / indicator.per
    raised = raised_to(amounts, pupils, threshold=share, scale=SCALE)
    after: Coefficient | None = coefficient_of_variation(raised, pupils, scale=SCALE)
    return after.value if after else None


def _given(table: pa.Table, standard: BalanceStandard, chosen: tuple[BalanceIndicator, ...]) -> list[Group]:
    """Groups from coefficients that somebody else has computed."""
    ids = {i.id for i in chosen}
    named = [r | {"indicator": indicator_id(r["indicator"], standard)} for r in table.to_pylist()]
    rows = [r for r in named if r["indicator"] in ids]
    keys = sorted({(r.get("county") or "", r["level"]) for r in rows})
    groups = []
    for county, level in keys:
        mine = [r for r in rows if (r.get("county") or "", r["level"]) == (county, level)]
        spreads = tuple(_given_spread(r, standard, level) for r in mine)
        groups.append(Group(county or None, level, (), spreads))
    return groups


def _given_spread(row: Mapping[str, Any], standard: BalanceStandard, level: Any) -> Spread:
    limit = standard.coefficient.of(level) if standard.coefficient else None
    met = None if limit is None else row["cv"] <= limit
    return Spread(row["indicator"], Fraction(row["cv"]), met=met)


@dataclass(frozen=True)
class _Judged:
    """What the standard says of the groups, as rows of the outcome tables."""

    standard: BalanceStandard
    chosen: tuple[BalanceIndicator, ...]
    groups: list[Group]

    def coefficients(self) -> Rows:
        rows: Rows = []
        for g in self.groups:
            limit = self.standard.coefficient.of(g.level) if self.standard.coefficient else None
            shown = None if limit is None else float(limit)
            for s in g.spreads:
                cv = None if s.value is None else float(s.value)
                rows.append((g.county, g.level, s.indicator, s.mean, cv, shown, s.met, s.n, s.if_met))
        return rows

    def schools(self) -> Rows:
        return [
            (g.county, u.school, g.level, i.id, *_school_cells(u, i, g.level))
            for g in self.groups
            for u in g.units
            for i in self.chosen
            if i.id in u.amounts
        ]

    def verdicts(self) -> Rows:
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
        values = [s.value for s in group.spreads]
        return None if None in values else composite([v for v in values if v is not None])

    def composite_met(self, group: Group) -> bool | None:
        value = self.composite_of(group)
        known = {s.indicator for s in group.spreads}
        if value is None or self.standard.composite is None:
            return None
        if not {i.id for i in self.standard.indicators} <= known:
            return None
        return value <= Fraction(self.standard.composite.of(group.level))

    def composites(self) -> Rows:
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
