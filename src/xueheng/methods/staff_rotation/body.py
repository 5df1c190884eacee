"""交流轮岗: the tables to a plan of moves or of pairs, with quotas, what blocks them, and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from xueheng.engine.rotation.problem import Plan
from xueheng.engine.rotation.solve import Weights, lexicographic, weighted
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.methods.staff_rotation import METHOD, Params
from xueheng.methods.staff_rotation.after import Move, State, gaps, short, state_of
from xueheng.methods.staff_rotation.case import case_of
from xueheng.methods.staff_rotation.changes import Told, school_rows, subject_rows
from xueheng.methods.staff_rotation.pairs import levels_table, paired
from xueheng.methods.staff_rotation.posed import Posed, posed
from xueheng.methods.staff_rotation.quotas import Verdicts, verdicts
from xueheng.methods.staff_rotation.reasons import move_rows, teacher_rows
from xueheng.methods.staff_rotation.records import Case
from xueheng.methods.staff_rotation.told import told
from xueheng.standards.rotation import rotation_rule
from xueheng.standards.rotation_model import rotation_bounds
from xueheng.tables.issues import Issue


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Plan the year's moves, or the pairs of strong and weak schools."""
    issues: list[Issue] = []
    case = case_of(inputs, issues)
    if params.procedure == "pair":
        pairs = paired(case, params, issues)
        return Outcome(pairs.tables, pairs.figures, tuple(issues), _rules())
    return _rotated(case, params, issues)


def _rotated(case: Case, params: Params, issues: list[Issue]) -> Outcome:
    found = posed(case, params)
    plan = _plan(found, params)
    moves = tuple(_moves(found, plan))
    judged = verdicts(case, params, found, plan, moves)
    issues += _remarks(params, found, plan, judged)
    before, after = state_of(case), state_of(case, moves)
    seen = Told(case, params, found, moves, before, after)
    tables = {
        "moves": rows_of(METHOD.table("moves"), move_rows(seen)),
        "teachers": rows_of(METHOD.table("teachers"), teacher_rows(seen)),
        "schools": rows_of(METHOD.table("schools"), school_rows(seen)),
        "subjects": rows_of(METHOD.table("subjects"), subject_rows(seen)),
        "quotas": rows_of(METHOD.table("quotas"), judged.quotas),
        "levels": levels_table(plan.levels),
    }
    if judged.blocking:
        tables["blocking"] = rows_of(METHOD.table("blocking"), judged.blocking)
    return Outcome(tables, _figures(seen, plan, judged), tuple(issues), _rules())


def _plan(found: Posed, params: Params) -> Plan:
    if params.objective == "lexicographic":
        return lexicographic(found.problem, seconds=params.seconds)
    weights = Weights(
        float(params.weight_short),
        float(params.weight_backbone),
        float(params.weight_wish),
        float(params.km_a_point),
    )
    return weighted(found.problem, weights, seconds=params.seconds)


def _moves(found: Posed, plan: Plan) -> list[Move]:
    m = found.problem.moves
    return [Move(int(m.teacher[i]), int(m.to[i]), int(m.teaches[i])) for i in plan.chosen]


def _remarks(params: Params, found: Posed, plan: Plan, judged: Verdicts) -> list[Issue]:
    issues = []
    if not plan.proven:
        issues.append(told("NOT_PROVEN", "warning", value=params.seconds))
    if not len(found.problem.moves.teacher):
        issues.append(told("NO_MOVES", "warning"))
    unmet = [row for row in judged.quotas if row[3]]
    return issues + [told("QUOTA_UNMET", "warning", value=row[5]) for row in unmet]


def _figures(seen: Told, plan: Plan, judged: Verdicts) -> dict[str, Any]:
    case, moves = seen.case, seen.moves
    goal = next((g for g in plan.levels if g.name != "quotas"), None)
    ways = [float(case.km[case.teachers[m.teacher].school, m.to]) for m in moves]
    return {
        "objective": goal.value if goal else 0.0,
        "bound": goal.bound if goal else 0.0,
        "proven": plan.proven and goal is not None,
        "moved": len(moves),
        "backbone_moved": sum(case.teachers[m.teacher].backbone for m in moves),
        "eligible": judged.eligible,
        "teachers": len(case.teachers),
        "unmet": sum(row[3] for row in judged.quotas),
        **_changed("shortage", *(int(short(case, s).sum()) for s in (seen.before, seen.after))),
        **_changed("backbone_gap", *(int(gaps(case, s).sum()) for s in (seen.before, seen.after))),
        **_cv(seen.before, seen.after),
        "mean_km": sum(ways) / len(ways) if ways else None,
    }


def _changed(name: str, before: int, after: int) -> dict[str, Any]:
    return {f"{name}_before": before, f"{name}_after": after}


def _cv(before: State, after: State) -> dict[str, Any]:
    return {"cv_before": before.cv, "cv_after": after.cv}


def _rules() -> tuple[Rule, ...]:
    rule = rotation_rule()
    first = Rule("rotation.shares", rule.source.doc, rule.source.clause, rule.source.status)
    others = (
        Rule(f"rotation.{b.id}", b.source.doc, b.source.clause, b.source.status) for b in rotation_bounds()
    )
    return (first, *others)
