"""考试申报 of a table of marks: what law lets be brought in, computed with and read by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import get_language

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.models import Dataset
from xueheng.apps.intake.store import frozen_path, rows_in
from xueheng.apps.roster.models import Org
from xueheng.methods.uses import exam_issues
from xueheng.standards.exam_use import declared_exam
from xueheng.standards.lawful import refusals
from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.words import Lang

MARKS = ("scores", "item_scores")
SCHOOL = "school"


def require_lawful(exam: Mapping[str, Any]) -> None:
    """Go on only with an exam that the clauses let be held; NotReady with their plain words otherwise."""
    issues = exam_issues({"kind": "", "stage": "", **exam}, given=True)
    lang: Lang = "en" if (get_language() or "").startswith("en") else "zh"
    refused = [issue.words.say(lang) for issue in issues if issue.severity == "error"]
    if refused:
        raise NotReady("\n".join(refused))


def exam_of(dataset: Dataset) -> dict[str, Any]:
    """考试 as declared; of several schools together it reaches the county at least, whatever was said."""
    exam: dict[str, Any] = dataset.exam
    if not exam.get("kind") or dataset.org.kind in kinds_of("school"):
        return exam
    scope = declared_exam(exam["kind"], exam["stage"], scope=exam.get("scope")).scope
    return exam | {"scope": "county"} if scope == SCHOOL and _schools(dataset) > 1 else exam


def names_stay_out(table: str, org: Org, exam: Mapping[str, Any]) -> bool:
    """True where the clauses keep a pupil's marks from the bureau: its pages then show them without names."""
    if table not in MARKS or org.kind in kinds_of("school"):
        return False
    if not exam.get("kind"):
        return True
    use = declared_exam(exam["kind"], exam["stage"], grade=exam.get("grade"), scope=exam.get("scope"))
    return bool(refusals(replace(use, purpose="raw_marks", detail="pupil", audience="bureau")))


def _schools(dataset: Dataset) -> int:
    path = frozen_path(dataset.sha256)
    if SCHOOL not in pq.read_schema(path).names:
        return 0
    found: int = pc.count_distinct(rows_in(path, [SCHOOL])[SCHOOL]).as_py()
    return found
