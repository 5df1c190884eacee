"""理由: why each school got what it got, and what would have to be there for more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from xueheng.engine.funding.need import Plan
from xueheng.methods.outcome import short_decimal
from xueheng.methods.resource_funding import METHOD, Params
from xueheng.methods.resource_funding.case import UNITS, Case
from xueheng.standards.words import catalogue

PACKAGE = METHOD.body.partition(".body:")[0]


def school_rows(case: Case, plan: Plan, params: Params) -> list[tuple[Any, ...]]:
    """A row for each school: gaps and standard before and after, money, and the reason."""
    need, met, spent, closed = case.need, plan.met(case.need), plan.spent(case.need), plan.closed(case.need)
    had = np.bincount(need.gap_school, minlength=need.n_schools)
    left = np.bincount(need.gap_school[~closed], minlength=need.n_schools)
    rest = need.money - int(spent.sum())
    rows = []
    for at, name in enumerate(case.schools):
        last = case.rows[name].get("last_year")
        code, said = _reason(case, plan, at, rest=rest, params=params)
        counts = (int(need.pupils[at]), int(had[at]), int(left[at]), bool(had[at] == 0), bool(met[at]))
        nothing = None if last is None else bool(last == 0 and not spent[at] and not met[at])
        rows.append((name, *counts, Decimal(int(spent[at])) / UNITS, last, nothing, code, said))
    return rows


def _reason(case: Case, plan: Plan, at: int, *, rest: int, params: Params) -> tuple[str, str]:
    need = case.need
    own = np.flatnonzero(need.gap_school == at)
    closed = plan.closed(need)
    still = [gap for gap in own if not closed[gap]]
    bought = [case.gaps[gap][1] for gap in own if closed[gap]]
    lacking = [case.gaps[gap][1] for gap in still]
    if not len(own):
        return _said("AT_STANDARD")
    if need.barred[at]:
        return _said("CLOSING", lacking=_listed(lacking))
    if not still:
        return _said("MET", bought=_listed(bought), amount=_text(int(plan.spent(need)[at])))
    blind = [case.gaps[gap][1] for gap in still if not need.pays[need.gap == gap].any()]
    if blind:
        return _said("NO_SOURCE", lacking=_listed(blind))
    cost = sum(int(need.cost[need.gap == gap].min()) for gap in still)
    values = {"lacking": _listed(lacking), "cost": _text(cost), "left": _text(rest)}
    if need.most is not None and cost + int(plan.spent(need)[at]) > need.most:
        return _said("ABOVE_CAP", most=_text(need.most), **values)
    if bought:
        return _said("PART", bought=_listed(bought), **values)
    least = min(still, key=lambda gap: int(need.cost[need.gap == gap].min()))
    first = _text(int(need.cost[need.gap == least].min()))
    return _said("NOTHING", indicator=case.gaps[least][1], least=first, **values)


def _said(code: str, **values: Any) -> tuple[str, str]:
    return code, catalogue(PACKAGE)[f"reason.{code}"].fill(**values).zh


def _text(amount: int) -> str:
    return short_decimal(Decimal(amount) / UNITS)


def _listed(names: list[str]) -> str:
    return "、".join(names)
