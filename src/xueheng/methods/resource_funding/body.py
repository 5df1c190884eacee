"""精准投放: the plan, the reason of each school, simpler ways beside it, what more money brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.funding.baselines import baselines
from xueheng.engine.funding.need import Need, Plan, Stage
from xueheng.engine.funding.programme import solved
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.resource_funding import METHOD, Params
from xueheng.methods.resource_funding.case import UNITS, Case, case_of, told, units
from xueheng.methods.resource_funding.reasons import school_rows
from xueheng.methods.resource_funding.shares import weighted
from xueheng.standards.funding import funding_number, funding_rules
from xueheng.tables.issues import Issue, Refused

Rows = list[tuple[Any, ...]]


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Money by gaps or by weighted pupils."""
    if (params.procedure == "weighted") != ("pupils" in inputs):
        raise Refused([told("PROCEDURE_INPUT", value=params.procedure)])
    if params.procedure == "weighted":
        return weighted(inputs, params, _rules())
    case = case_of(inputs, params)
    plan = solved(case.need, params.objective, edges=[float(e) for e in params.edges])
    rows: dict[str, Rows] = {
        "orders": _orders(case, plan),
        "schools": school_rows(case, plan, params),
        "gaps": _gap_rows(case, plan),
        "stages": [(i + 1, *stage_cells(stage)) for i, stage in enumerate(plan.stages)],
        "compared": _compared(case.need, plan),
        "missed": _missed(case, plan),
        "more": _more(case, plan, params),
        "indicators": _indicators(case, plan),
    }
    tables = {name: rows_of(METHOD.table(name), found) for name, found in rows.items()}
    issues = (*case.issues, *_said(case, plan))
    return Outcome(tables, _figures(case.need, plan), issues, _rules())


def money(amount: int) -> Decimal:
    """Smallest units as money."""
    return Decimal(int(amount)) / UNITS


def stage_cells(stage: Stage) -> tuple[str, float, float, bool]:
    """A stage as its row says it, money as money."""
    unit = UNITS if stage.name == "least_money" else 1
    return stage.name, stage.value / unit, stage.bound / unit, stage.proven


def _orders(case: Case, plan: Plan) -> Rows:
    found: Rows = []
    for at in np.flatnonzero(plan.bought).tolist():
        row, year = case.offers[at], case.years[int(plan.year[at])]
        source = case.sources[int(plan.source[at])] or None
        cost = money(int(case.need.cost[at]))
        found.append((row["school"], row["indicator"], row.get("option"), cost, source, year))
    return found


def _gap_rows(case: Case, plan: Plan) -> Rows:
    """Every gap that there was, its cheapest cost, and whether it is closed."""
    need, closed = case.need, plan.closed(case.need)
    return [
        (
            case.schools[school],
            indicator,
            money(int(need.cost[need.gap == at].min())),
            None if np.isnan(need.ratio[at]) else float(need.ratio[at]),
            bool(closed[at]),
        )
        for at, (school, indicator) in enumerate(case.gaps)
    ]


def _compared(need: Need, plan: Plan) -> Rows:
    """Ours beside equal shares, shares by pupils and the two greedy ways, on the same gaps and money."""
    met = plan.met(need)
    ours = ("plan", int(met.sum()), int(need.pupils[met].sum()))
    return [ours, *((b.name, b.schools, b.pupils) for b in baselines(need))]


def _missed(case: Case, plan: Plan) -> Rows:
    """Every school that is still short: what it would cost, and how much of that is not there."""
    need, met = case.need, plan.met(case.need)
    left = need.money - int(plan.spent(need).sum())
    open_gaps = ~plan.closed(need)
    found: Rows = []
    for school in np.flatnonzero(~met & ~need.barred).tolist():
        gaps = np.flatnonzero(open_gaps & (need.gap_school == school))
        cost = sum(int(need.cost[need.gap == gap].min()) for gap in gaps)
        name, pupils = case.schools[school], int(need.pupils[school])
        found.append((name, pupils, len(gaps), money(cost), money(max(cost - left, 0))))
    return found


def _more(case: Case, plan: Plan, params: Params) -> Rows:
    """The same programme with a little more money, and with costs a little lower and higher."""
    move = float(funding_number("sensitivity"))
    need, extra = case.need, units(params.next_amount)
    anywhere = np.ones((len(need.cost), 1), bool)
    first_year = np.zeros((1, need.amount.shape[1]), np.int64)
    first_year[0, 0] = extra
    richer = replace(need, pays=np.hstack([need.pays, anywhere]), amount=np.vstack([need.amount, first_year]))
    cases = {"more": richer}
    for name, share in (("cheaper", 1 - move), ("dearer", 1 + move)):
        cases[name] = replace(need, cost=np.rint(need.cost * share).astype(np.int64))
    found: Rows = []
    for name, changed in cases.items():
        other = solved(changed, params.objective, edges=[float(e) for e in params.edges])
        met = other.met(changed)
        gained = [case.schools[i] for i in np.flatnonzero(met & ~plan.met(need))]
        spent = money(int(other.spent(changed).sum()))
        said = (int(met.sum()), int(need.pupils[met].sum()), spent, "、".join(gained) or None)
        found.append((name, money(changed.money), *said))
    return found


def _indicators(case: Case, plan: Plan) -> Rows:
    need, closed = case.need, plan.closed(case.need)
    names = sorted({name for _, name in case.gaps})
    found: Rows = []
    for name in names:
        own = np.array([indicator == name for _, indicator in case.gaps])
        bought = plan.bought & own[need.gap]
        before, after = _spread(need, own, closed=np.zeros_like(closed)), _spread(need, own, closed=closed)
        left = int((own & ~closed).sum())
        found.append((name, int(own.sum()), left, money(int(need.cost[bought].sum())), before, after))
    return found


def _spread(need: Need, own: np.ndarray, *, closed: np.ndarray) -> float | None:
    """差异系数 of the share of the standard over schools, by pupils; a school without a gap has 1."""
    if np.isnan(need.ratio[own]).any() or not need.pupils.sum():
        return None
    share = np.ones(need.n_schools)
    held = own & ~closed
    share[need.gap_school[held]] = need.ratio[held]
    mean = float(np.average(share, weights=need.pupils))
    return float(np.sqrt(np.average((share - mean) ** 2, weights=need.pupils))) / mean if mean else None


def _figures(need: Need, plan: Plan) -> dict[str, Any]:
    met, spent = plan.met(need), int(plan.spent(need).sum())
    return {
        "schools_met": int(met.sum()),
        "pupils_met": int(need.pupils[met].sum()),
        "spent": money(spent),
        "left": money(need.money - spent),
        "budget": money(need.money),
        "proven": plan.proven,
        "baselines": {b.name: {"schools": b.schools, "pupils": b.pupils} for b in baselines(need)},
        "n_schools": need.n_schools,
        "n_gaps": len(need.gap_school),
    }


def _said(case: Case, plan: Plan) -> list[Issue]:
    """Aims that could not be proven, and schools that get nothing for the second year."""
    unsure = [stage.name for stage in plan.stages if not stage.proven]
    found = [told("NOT_PROVEN", "warning", value="、".join(unsure))] if unsure else []
    spent = plan.spent(case.need)
    short = ~np.isin(np.arange(case.need.n_schools), np.flatnonzero(plan.met(case.need)))
    twice = [
        name
        for at, name in enumerate(case.schools)
        if short[at] and not spent[at] and case.rows[name].get("last_year") == 0
    ]
    return (
        [*found, told("TWICE_NOTHING", "warning", n=len(twice), value="、".join(twice[:10]))]
        if twice
        else found
    )


def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(f"funding.{r.id}", r.source.doc, r.source.clause, r.source.status) for r in funding_rules()
    )
