"""用途红线: what an audience may be shown of a run, held against the clauses in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.methods.run import Run
from xueheng.standards.clauses import Audience, Detail, Purpose, Use
from xueheng.standards.exam_use import declared_exam
from xueheng.standards.lawful import refusals
from xueheng.standards.words import Lang, Words

# What a publication does with a result: an exam's outcome goes down to pupils' marks.
USES: Mapping[str, tuple[tuple[Purpose, Detail, Audience], ...]] = {
    "public": (("public_page", "school", "public"), ("public_page", "pupil", "public")),
    "families": (("public_page", "school", "family"), ("public_page", "pupil", "family")),
    "schools": (("diagnosis", "school", "school"),),
}


def objections(run: Run, audience: str, *, on: date) -> tuple[Words, ...]:
    """依据 against showing the run to the audience, in plain words; none where it is lawful."""
    if audience not in USES:
        return (Words("没有这种公布对象。", "There is no such audience."),)
    exam = _exam(run, on)
    if exam is None:
        return (
            Words(
                "这次考试没有申报类型和学段，不能公布。请补上考试申报再运算。",
                "The exam was not declared, so nothing of it may be published. Declare it and run again.",
            ),
        )
    uses = (replace(exam, purpose=p, detail=d, audience=a, on=on) for p, d, a in USES[audience])
    found = {r.clause.id: r.message for use in uses for r in refusals(use)}
    return tuple(found.values())


def require_lawful(run: Run, audience: str, *, on: date, lang: Lang) -> None:
    """Go on only when no clause forbids it; NotReady with the clauses otherwise."""
    found = objections(run, audience, on=on)
    if found:
        raise NotReady(_("不能公布：%(why)s") % {"why": " ".join(words.say(lang) for words in found)})


def _exam(run: Run, on: date) -> Use | None:
    """Where the figures come from; None for those of an exam that nobody declared."""
    if not any(i.name == "exam" for i in run.method.inputs):
        return Use("public_page", derived_from="none", on=on)
    said: Mapping[str, Any] | None = run.exam
    if said is None:
        return None
    return declared_exam(said["kind"], said["stage"], grade=said.get("grade"), scope=said.get("scope"), on=on)
