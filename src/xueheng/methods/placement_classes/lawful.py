"""用途红线 for placement: in the compulsory stages no classes by exam results."""

from __future__ import annotations

from xueheng.methods.placement_classes import Params
from xueheng.methods.uses import judgement_issues
from xueheng.standards.clauses import LocalException, Use
from xueheng.standards.lawful import judge
from xueheng.standards.subjects import subject_of
from xueheng.standards.words import comparable
from xueheng.standards.yaml_source import Objection
from xueheng.tables.issues import Issue, finding

COMPULSORY = ("primary", "junior")
MARKS = ("成绩", "分数", "总分", "score", "total", "mark")


def use_issues(params: Params) -> list[Issue]:
    """What the clauses say of placing by these columns at that stage."""
    origin, stage = _origin(params), None if params.stage == "undeclared" else params.stage
    if origin == "undeclared":
        is_told = not params.balance or stage == "senior"
        return [] if is_told else [finding("ORIGIN_UNDECLARED", "notice", package=__package__)]
    try:
        exception = LocalException(params.document, params.persons) if params.document else None
    except Objection as error:
        return [finding("EXCEPTION_WRONG", "error", package=__package__, why=error.words)]
    use = Use("class_placement", origin, stage, detail="pupil", audience="school")  # type: ignore[arg-type]
    return judgement_issues(judge(use, exception=exception))


def _origin(params: Params) -> str:
    """Where the numbers come from: a column that is named as marks counts as marks in these stages."""
    is_said = params.derived_from not in ("undeclared", "none")
    are_marks = params.stage in COMPULSORY and any(map(_is_mark, (*params.balance, *params.categories)))
    return params.derived_from if is_said or not are_marks else "other"


def _is_mark(column: str) -> bool:
    return subject_of(column) is not None or any(word in comparable(column) for word in MARKS)
