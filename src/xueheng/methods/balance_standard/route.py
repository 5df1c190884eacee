"""达标最省方案: which gaps to close so that a county passes at least money, by the unit costs given."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xueheng.engine.least_cost import Plan, Resource, Rule, cheapest
from xueheng.methods.balance_standard.amounts import Amounts, Schools
from xueheng.methods.balance_standard.told import refused
from xueheng.standards.balance import BalanceStandard

Rows = list[tuple[Any, ...]]
MONEY = {"equipment_yuan": Decimal(1)}  # its unit is the yuan


def costs_of(
    given: Mapping[str, Decimal], standard: BalanceStandard, chosen: set[str]
) -> dict[str, Fraction]:
    """元 for one unit of each indicator; none is guessed."""
    ids = [i.id for i in standard.indicators]
    if standard.school_rule is None:
        raise refused("ROUTE_NO_RULE", standard=standard.label)
    for name, cost in given.items():
        if name not in ids:
            raise refused("ROUTE_UNKNOWN", value=name, known=", ".join(ids))
        if cost < 0:
            raise refused("ROUTE_NEGATIVE", value=name, cost=cost)
    held = MONEY | dict(given)
    if lacking := [i for i in ids if i not in chosen]:
        raise refused("ROUTE_INDICATORS", value=", ".join(lacking), standard=standard.label)
    if missing := [i for i in ids if i not in held]:
        raise refused("ROUTE_COST_MISSING", value=", ".join(missing))
    return {i: Fraction(held[i]) for i in ids}


def route_rows(
    schools: Schools, amounts: tuple[Amounts, ...], standard: BalanceStandard, costs: Mapping[str, Fraction]
) -> tuple[Rows, Rows]:
    """What to add where and why, and what each level of a county costs."""
    rule = standard.school_rule
    assert rule is not None
    asked = Rule(rule.at_threshold, Fraction(rule.rest_share))
    rows: Rows = []
    totals: Rows = []
    for group, (county, level) in enumerate(schools.groups):
        resources = [_resource(a, group, level, standard, costs) for a in amounts]
        plan = cheapest(resources, asked)
        start = int(schools.starts[group])
        names = [schools.school.names[schools.school.of[start + s]] for s in range(len(plan.spared))]
        found = list(_group_rows(plan, resources, asked, names, [a.indicator.id for a in amounts]))
        rows += [(county, level, *row) for row in found]
        raised = len({row[0] for row in found})
        totals.append((county, level, raised, float(plan.cost), float(plan.bound), plan.is_proven))
    return rows, totals


def _resource(
    amounts: Amounts, group: int, level: Any, standard: BalanceStandard, costs: Mapping[str, Fraction]
) -> Resource:
    held, indicator = amounts.held, amounts.indicator
    part = slice(int(held.starts[group]), int(held.starts[group] + held.sizes[group]))
    limit = standard.coefficient.of(level) if standard.coefficient else None
    return Resource(
        tuple(Fraction(int(a), held.scale) for a in held.amount[part]),
        tuple(int(k) for k in held.pupils[part]),
        Fraction(amounts.asked[group] or 0, held.scale),
        costs[indicator.id],
        indicator.per == 100,  # teachers and rooms are whole
        None if limit is None else Fraction(limit),
    )


def _group_rows(plan: Plan, resources: list[Resource], rule: Rule, names: list[str], ids: list[str]) -> Rows:
    rows: Rows = []
    for school, name in enumerate(names):
        for i, resource in enumerate(resources):
            amount = plan.added[i][school]
            if amount > 0:
                cost = float(resource.cost * amount)
                reason = _reason(plan, resource, rule, school, i)
                rows.append((name, ids[i], float(amount), cost, reason))
    return rows


def _reason(plan: Plan, resource: Resource, rule: Rule, school: int, i: int) -> str:
    """Why so much: for the threshold, for the share of it that suffices, or for the coefficient."""
    is_spared = i in plan.spared[school]
    own = resource.threshold * (rule.rest_share if is_spared else 1)
    if plan.added[i][school] > resource.up_to(school, own):
        return "COEFFICIENT"
    return "SHARE" if is_spared else "THRESHOLD"
