"""用途红线: the exam that a run declares, held against the lawful-use rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from xueheng.standards.clauses import LocalException
from xueheng.standards.exam_use import declared_exam, exam_judgement
from xueheng.standards.lawful import Judgement, judge
from xueheng.standards.yaml_source import Objection
from xueheng.tables.issues import Issue, finding

PACKAGE = "xueheng.methods"
DAY = re.compile(r"\s*(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


def said_exam(inputs: Mapping[str, Any]) -> dict[str, Any] | str:
    """The exam as it was declared, for the figures of an outcome."""
    table = inputs.get("exam")
    rows = table.slice(0, 1).to_pylist() if table is not None else []
    return rows[0] if rows else "exam not declared"


def exam_issues(exam: Mapping[str, Any] | None, *, given: bool) -> list[Issue]:
    """What the clauses say of the declared exam; without one, that nothing may be published."""
    if not given or exam is None:
        return [finding("EXAM_NOT_DECLARED", "notice", package=PACKAGE)]
    try:
        use = declared_exam(
            exam["kind"], exam["stage"], grade=exam.get("grade"), scope=exam.get("scope"), on=_day(exam)
        )
        judged = exam_judgement(use, exception=_exception(exam))
    except Objection as error:
        return [finding("EXAM_UNKNOWN", "error", package=PACKAGE, why=error.words)]
    return [replace(issue, table="exam") for issue in judgement_issues(judged)]


def judged_use(exam: Mapping[str, Any], **wanted: Any) -> Judgement:
    """What the clauses say of a further use of a declared exam: purpose, detail, unit, audience."""
    on = _day(exam)
    found = declared_exam(
        exam["kind"], exam["stage"], grade=exam.get("grade"), scope=exam.get("scope"), on=on
    )
    return judge(replace(found, **wanted))


def judgement_issues(judged: Judgement) -> list[Issue]:
    """A judgement as findings: what is refused, what an exception lifts, what is advised against."""
    refused = [Issue("USE_FORBIDDEN", "error", r.message) for r in judged.refusals]
    lifted = [Issue("USE_EXCEPTION", "warning", x.message) for x in judged.lifted]
    return refused + lifted + [Issue("USE_ADVICE", "notice", a.message) for a in judged.advice]


def _day(exam: Mapping[str, Any]) -> date | None:
    found = DAY.match(exam.get("date") or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _exception(exam: Mapping[str, Any]) -> LocalException | None:
    """A local exception: the document's number and the two persons who answer for it."""
    if not exam.get("document"):
        return None
    persons = tuple(p for p in re.split(r"[、,;\uff0c\uff1b\s]+", exam.get("persons") or "") if p)
    return LocalException(exam["document"], persons)
