"""教师缺口: tables to needs, staff and forecast, then sharing, retraining and hiring year by year."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pyarrow as pa

from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.staff_gap import METHOD, Params
from xueheng.methods.staff_gap.county import GENERAL, County, county_of, rows, subject_key
from xueheng.methods.staff_gap.gaps import Gap, gap_rows, gaps_of
from xueheng.methods.staff_gap.growth import growth_of
from xueheng.methods.staff_gap.plan import Plan, Zero
from xueheng.methods.staff_gap.posts import in_post, unknown_schools
from xueheng.methods.staff_gap.programme import hires_so_far, plan_rows
from xueheng.methods.staff_gap.result import (
    blocked_schools,
    ceiling_rows,
    retirement_rows,
    retraining_rows,
    sharing_rows,
)
from xueheng.methods.staff_gap.told import few, told
from xueheng.methods.staff_gap.years import frame_of, years_of
from xueheng.standards.class_size import class_sizes
from xueheng.standards.staffing import related_subjects, staffing_rules
from xueheng.tables.issues import Issue


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Needs of every school and subject, who is in post, and the plan from one to the other."""
    issues: list[Issue] = []
    plan = _planned(inputs, params, issues)
    issues += _remarks(plan)
    tables = {
        "gaps": gap_rows(plan),
        "plan": plan_rows(plan),
        "sharing": sharing_rows(plan),
        "retraining": retraining_rows(plan),
        "retirements": retirement_rows(plan),
        "ceilings": ceiling_rows(plan),
        "forecast": plan.growth.forecast,
        "backtest": plan.growth.backtest,
    }
    made = {name: rows_of(METHOD.table(name), found) for name, found in tables.items()}
    return Outcome(made, _figures(plan), tuple(issues), _rules())


def _planned(inputs: Mapping[str, pa.Table], params: Params, issues: list[Issue]) -> Plan:
    county = county_of(inputs, params, issues)
    growth = growth_of(inputs, county, params, issues)
    teachers = rows(inputs, "teachers")
    posts = in_post(teachers, rows(inputs, "changes"), params, issues)
    unknown_schools(teachers, frozenset(s for held in growth.classes for s, _ in held), issues)
    related = _related(inputs, county) if params.retrain else {}
    frame = frame_of(growth, posts, county, related)
    low, middle, high = (
        years_of(growth, posts, county, frame, params, bound) for bound in ("low", "middle", "high")
    )
    return Plan(growth, posts, county, frame, params, middle, low, high)


def _related(inputs: Mapping[str, pa.Table], county: County) -> dict[str, list[str]]:
    """转岗: the bureau's own table, else the standard's; who teaches everything may teach any subject."""
    found: dict[str, list[str]] = {}
    if "related" in inputs:
        for row in rows(inputs, "related"):
            found.setdefault(subject_key(row["subject"]), []).append(subject_key(row["to"]))
    else:
        found = {j: list(to) for j, to in related_subjects().pairs.items()}
    every = sorted((k for k in county.labels if k != GENERAL), key=str.encode)
    return {GENERAL: every} | {j: sorted(to, key=str.encode) for j, to in found.items()}


def _remarks(plan: Plan) -> list[Issue]:
    """Subjects that nobody teaches, and schools that may not hire whom they need."""
    found = []
    taught = {subject for (_, subject), n in plan.posts.have.items() if n}
    needed = {j for (_, j), need in plan.years[-1].needs.items() if need.total}
    if nobody := sorted(plan.label(j) for j in needed - taught - {GENERAL}):
        found.append(told("NOBODY_TEACHES", "warning", value=few(nobody)))
    if blocked := blocked_schools(plan):
        found.append(told("HIRES_BLOCKED", "warning", value=blocked))
    if below := [row[0] for row in ceiling_rows(plan) if not row[6]]:
        found.append(told("POSTS_BELOW", "warning", n=len(below), value=few(below)))
    return found


def _figures(plan: Plan) -> dict[str, Any]:
    gaps = gaps_of(plan)

    def total(name: str) -> float:
        return float(sum((getattr(g, name) for g in gaps), Zero))

    bounds = [hires_so_far(plan, years) for years in (plan.low, plan.years, plan.high)]
    moved = sum(len(year.cover.retrained) for year in plan.years)
    return {
        "need": float(sum((g.need.total for g in gaps), Zero)),
        "have": total("have"),
        "leaving": total("leaving"),
        "short": _sum_above(gaps, 1),
        "spare": _sum_above(gaps, -1),
        "shared": total("shared"),
        "retrained": moved,
        "hires": bounds[1],
        "hires_low": min(bounds),
        "hires_high": max(bounds),
        "unmet": total("unmet"),
        "blocked": sum(row[6] for row in ceiling_rows(plan)),
        "age_unknown": plan.posts.age_unknown,
        "n_schools": len(plan.frame.schools),
        "n_subjects": len(plan.frame.subjects),
    }


def _sum_above(gaps: list[Gap], sign: int) -> float:
    return float(sum((max(Fraction(0), sign * g.gap) for g in gaps), Zero))


def _rules() -> tuple[Rule, ...]:
    """Every rule of the file, and the class sizes that a forecast uses."""
    held = staffing_rules()
    found = [(e.id, e.source) for e in held.retirement]
    found += [(e.id, e.source) for e in held.related] + [(e.id, e.source) for e in held.numbers]
    sizes = class_sizes().standard.items()
    named = [(f"staffing.{id_}", source) for id_, source in found]
    named += [(f"class_size.{stage}", size.source) for stage, size in sizes]
    return tuple(Rule(id_, s.doc, s.clause, s.status) for id_, s in named)
