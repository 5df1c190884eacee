"""考试申报: whether an exam, as declared to a run, may be held and analysed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from xueheng.standards.clauses import Clause, Forbids, LocalException, Use
from xueheng.standards.exam_kinds import (
    ExamKind,
    exam_kind,
    exam_kind_of,
    exam_kinds,
    exam_scope_of,
    exam_scopes,
)
from xueheng.standards.lawful import Judgement, Refusal, judge
from xueheng.standards.stages import grade_entry, grade_of, stage_entry, stage_of, stages
from xueheng.standards.words import Words, catalogue
from xueheng.standards.yaml_source import UnknownName


def exam_judgement(use: Use, *, exception: LocalException | None = None) -> Judgement:
    """考试判定: contradictions in what was declared come before what clauses forbid."""
    wrong = tuple(_contradictions(use))
    if wrong:
        return Judgement(refusals=wrong)
    return judge(use, exception=exception)


def declared_exam(
    kind: str, stage: str, *, grade: str | int | None = None, scope: str | None = None, on: date | None = None
) -> Use:
    """考试 as a use; an unknown name raises UnknownName, a kind's own scope stands in for none."""
    found: Any = _named(kind, exam_kind_of, (k.id for k in exam_kinds()))
    level: Any = _named(stage, stage_of, (s.id for s in stages().stages))
    year: Any = _perhaps(grade, grade_of, (g.label.zh for g in stages().grades))
    reach: Any = _perhaps(scope, exam_scope_of, (s.id for s in exam_scopes().scopes))
    return Use("exam", found, level, year, reach or exam_kind(found).scope, on=on)


def _perhaps(text: str | int | None, read: Callable[[str], Any], known: Iterable[str]) -> Any:
    return None if text is None or not str(text).strip() else _named(text, read, known)


def _named(text: str | int, read: Callable[[str], Any], known: Iterable[str]) -> Any:
    found = read(str(text))
    if found is None:
        raise UnknownName(str(text), known)
    return found


def _contradictions(use: Use) -> Iterator[Refusal]:
    kind = exam_kind(use.derived_from or "other")
    stage = stage_entry(use.stage) if use.stage else None
    grade = grade_entry(use.grade) if use.grade else None
    if stage and stage.id not in kind.stages:
        yield _refused(kind, use, "EXAM_STAGE", kind=kind.label, stage=stage.label)
    if grade and kind.possible_grades() and grade.grade not in kind.possible_grades():
        yield _refused(kind, use, "EXAM_GRADE", kind=kind.label, grade=grade.label)
    if stage and grade and grade.grade not in stage.grades:
        yield _refused(kind, use, "STAGE_GRADE", grade=grade.label, stage=stage.label)


def _refused(exam: ExamKind, use: Use, code: str, **values: Words) -> Refusal:
    words = catalogue(__package__)[code].fill(**values)
    return Refusal(Clause(code.lower(), words, Forbids(("exam",)), exam.source, exam.valid), use)
