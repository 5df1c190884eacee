"""课程开齐开足: from timetables to verdicts by class, subject and school, with the clause of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from xueheng.methods.curriculum_check import METHOD, Params
from xueheng.methods.curriculum_check.gaps import OFF, TOTAL, Gap, by_subject, gaps_of
from xueheng.methods.curriculum_check.lessons import called_of, classes_of, lessons_of
from xueheng.methods.curriculum_check.load import load_of
from xueheng.methods.curriculum_check.shares import shares_of
from xueheng.methods.curriculum_check.teaching import Taught, hours_of, taught_of
from xueheng.methods.curriculum_check.told import told
from xueheng.methods.outcome import Outcome, Rule, rows_of
from xueheng.standards.class_hours import ClassHours, class_hours
from xueheng.standards.curriculum import curriculum
from xueheng.standards.lesson_rules import lesson_rules
from xueheng.standards.pupil_load import load_limits
from xueheng.standards.yaml_source import Source
from xueheng.tables.issues import Issue

Rows = list[tuple[Any, ...]]


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Judge every class, the teachers where certificates are given, homework and sleep where surveyed."""
    standard = class_hours(params.standard)
    issues: list[Issue] = []
    if standard.valid.to:
        issues.append(told("STANDARD_ENDED", "warning", standard=standard.label, day=standard.valid.to))
    lessons = lessons_of(inputs["timetable"], standard, issues)
    gaps = list(gaps_of(classes_of(lessons, standard), standard))
    taught = taught_of(lessons, inputs["teachers"], issues) if "teachers" in inputs else None
    called = called_of(lessons, standard)
    rows: dict[str, Rows] = {
        "gaps": [gap.row(called) for gap in gaps],
        "subjects": list(by_subject(gaps, called)),
    }
    if standard.shares:
        rows["shares"] = list(shares_of(lessons, curriculum(standard.shares)))
    if taught is not None:
        rows["teaching"] = [one.row() for one in taught]
    if "survey" in inputs:
        rows["load"] = list(load_of(inputs["survey"]))
    tables = {name: rows_of(METHOD.table(name), held) for name, held in rows.items()}
    figures = _figures(gaps) | _of_teachers(taught) | _of_load(rows.get("load"))
    return Outcome(tables, figures, tuple(issues), tuple(_rules(standard, inputs)))


def _figures(gaps: list[Gap]) -> dict[str, Any]:
    """Classes, those without a gap, and how many gaps of each kind; the weekly total stands apart."""
    off = [gap for gap in gaps if gap.met is False]
    classes = {gap.key for gap in gaps}
    reasons = [gap.reason for gap in off if gap.line != TOTAL]
    return {
        "classes": len(classes),
        "met": len(classes - {gap.key for gap in off}),
        "schools": len({key[0] for key in classes}),
        **{reason.lower(): reasons.count(reason) for reason in OFF},
        "total_off": len(off) - len(reasons),
        "gaps": len(off),
    }


def _of_teachers(taught: list[Taught] | None) -> dict[str, Any]:
    if taught is None:
        return {}
    wrong = hours_of(taught, met=False)
    return {"taught_hours": hours_of(taught, met=True) + wrong, "unqualified_hours": wrong}


def _of_load(rows: Rows | None) -> dict[str, Any]:
    if rows is None:
        return {}
    judged = [row[7] for row in rows if row[7] is not None]
    return {"load_judged": len(judged), "load_met": sum(judged)}


def _rules(standard: ClassHours, inputs: Mapping[str, Any]) -> Iterator[Rule]:
    yield _rule(standard.id, standard.source)
    for line in standard.lines:
        if line.source:
            yield _rule(f"{standard.id}.{line.id}", line.source)
    if standard.shares:
        yield _rule(f"{standard.shares}.shares", curriculum(standard.shares).source)
    yield _rule("lesson_rules", lesson_rules().source)
    if "survey" in inputs:
        for limit in load_limits():
            yield _rule(limit.id, limit.source)


def _rule(id_: str, source: Source) -> Rule:
    return Rule(id_, source.doc, source.clause, source.status)
