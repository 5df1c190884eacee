"""文档: enrolment plans and lottery files, which are one JSON object each, checked key by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xueheng.tables.context import Context
from xueheng.tables.documents.key_findings import has_error, shape
from xueheng.tables.documents.lottery_document import lottery_issues
from xueheng.tables.documents.plan_document import plan_shape, school_issues
from xueheng.tables.issues import Issue


@dataclass(frozen=True)
class CheckedDocument:
    """文档 as checked: all findings, how many records it has, and whether it can be used at all."""

    issues: tuple[Issue, ...]
    rows: int
    good_rows: int
    unreadable: bool


def check_document(document: Any, name: str, context: Context) -> CheckedDocument:
    """Check a JSON document, its numbers as text, against the keys that a document of that name has."""
    return CHECKS[name](document, context)


def check_plan(document: Any, context: Context) -> CheckedDocument:
    """招生计划: a plan of wrong shape is refused; else the schools without an error are good."""
    found = plan_shape(document, context)
    rows = _n_records(document, "schools")
    if has_error(found):
        return CheckedDocument(tuple(found), rows, 0, True)
    issues = list(school_issues(document["schools"]))
    bad = {(i.column or "").partition(".")[0] for i in issues if i.severity == "error"}
    return CheckedDocument((*found, *issues), rows, rows - len(bad), False)


def check_lottery(document: Any, context: Context) -> CheckedDocument:
    """派位文件: any error refuses the file, for no draw may be carried out with it."""
    found = list(shape(document, "lottery"))
    if not has_error(found):
        found += lottery_issues(document)
    rows = _n_records(document, "applicants")
    is_refused = has_error(found)
    return CheckedDocument(tuple(found), rows, 0 if is_refused else rows, is_refused)


CHECKS: dict[str, Callable[[Any, Context], CheckedDocument]] = {"plan": check_plan, "lottery": check_lottery}


def _n_records(document: Any, key: str) -> int:
    records = document.get(key) if isinstance(document, dict) else None
    return len(records) if isinstance(records, list) else 0
