"""考试安排: a kind, a stage and a grade that go together, and full marks that can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.standards.exam_kinds import ExamKind, exam_kinds
from xueheng.standards.stages import GradeEntry, StageEntry, grade_entry, grade_of, stages
from xueheng.standards.words import Words
from xueheng.tables.rows import Flag, Rows


def fits(rows: Rows, *, kind: str, stage: str, grade: str) -> Iterator[Flag]:
    """考试类型, 学段 and 年级 go together."""
    kinds = {k.id: k for k in exam_kinds()}
    known = {s.id: s for s in stages().stages}
    columns = (rows.values(kind), rows.values(stage), rows.values(grade))
    for row, (is_kind, is_stage, is_grade) in enumerate(zip(*columns, strict=True)):
        number = grade_of(is_grade) if is_grade is not None else None
        year = grade_entry(number) if number else None
        found = _contradiction(kinds.get(is_kind), known.get(is_stage), year)
        if found is not None and rows.is_sound(row, kind, stage, grade):
            code, values = found
            column = stage if code == "EXAM_STAGE" else grade
            yield Flag(code, "error", row, column, values)


def steps(rows: Rows, *, full: str, step: str) -> Iterator[Flag]:
    """满分 is a multiple of the smallest step of a mark."""
    for row, (marks, least) in enumerate(zip(rows.values(full), rows.values(step), strict=True)):
        if marks and least and rows.is_sound(row, full, step) and marks % least:
            yield Flag("NOT_MULTIPLE", "error", row, step, {"full": f"{marks.normalize():f}"})


def _contradiction(
    kind: ExamKind | None, stage: StageEntry | None, grade: GradeEntry | None
) -> tuple[str, dict[str, Words]] | None:
    if kind and stage and stage.id not in kind.stages:
        return "EXAM_STAGE", {"kind": kind.label, "stage": stage.label}
    if kind and grade and kind.possible_grades() and grade.grade not in kind.possible_grades():
        return "EXAM_GRADE", {"kind": kind.label, "grade": grade.label}
    if stage and grade and grade.grade not in stage.grades:
        return "STAGE_GRADE", {"grade": grade.label, "stage": stage.label}
    return None
