"""考试范围与口径: which exam, who counts, how absences are taken and from where a mark is excellent."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.methods.run import Run
from xueheng.reports.blocks import Note
from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import Row, mark_text
from xueheng.reports.runs.provenance import in_order, words
from xueheng.standards.small_groups import least
from xueheng.standards.stages import grade_entry, grade_of, stage_entry
from xueheng.standards.words import Words, plain


def scope_note(run: Run, groups: list[Row]) -> Note:
    """The lines that are read before any figure."""
    items = (*_about(run), *_counted(run, groups), *_cutoffs(run), *_comparison(run))
    return Note(words("analysis.scope_first"), items=items, title=words("analysis.scope"))


def exam_words(run: Run) -> Words:
    """The exam as it was declared: name or kind, stage, grade and day."""
    exam = run.exam
    if exam is None:
        return words("exam.undeclared")
    first = plain(exam["name"]) if exam.get("name") else words(f"exam.kind.{exam['kind']}")
    grade = grade_of(exam["grade"]) if exam.get("grade") else None
    stage = stage_entry(exam["stage"]).label if grade is None else grade_entry(grade).label
    day = plain(exam["date"]) if exam.get("date") else None
    listed = [first, stage, *([day] if day else [])]
    return Words("，".join(w.zh for w in listed), ", ".join(w.en for w in listed))


def _about(run: Run) -> Iterator[Words]:
    yield (
        words("analysis.exam_undeclared")
        if run.exam is None
        else words("analysis.exam", exam=exam_words(run))
    )


def _counted(run: Run, groups: list[Row]) -> Iterator[Words]:
    figures = run.outcome.figures
    schools = in_order(r["group"] for r in groups if r["level"] == "school")
    n, k = number(figures["n"], digits=0), len(figures["subjects"])
    code = "analysis.pupils_schools" if schools else "analysis.pupils"
    yield words(code, n=n, subjects=k or 1, schools=len(schools))
    kind, _, share = run.params.denominators.partition(":")
    yield words(f"analysis.base_{kind}")
    if share:
        yield words("analysis.base_share", share=share)
    yield words("analysis.absent")
    if k > 1:
        yield words("analysis.total_rule")


def _cutoffs(run: Run) -> Iterator[Words]:
    p = run.params
    shares = {"excellent": p.excellent, "passed": p.pass_, "low": p.low}
    yield words("analysis.rates", **{k: number(v, percent=True) for k, v in shares.items()})
    full = {s: mark_text(m) for s, m in run.outcome.figures["full"].items() if s != "total"}
    if full:
        zh, en = (sep.join(f"{s} {m}" for s, m in full.items()) for sep in ("，", ", "))
        yield words("analysis.full", full=Words(zh, en))


def _comparison(run: Run) -> Iterator[Words]:
    yield words("analysis.small", least=least("publication"))
    yield words("analysis.by_name")
    if run.exam is not None and run.exam["stage"] in ("primary", "junior"):
        yield words("analysis.internal")
