"""成长百分位报告: schools with intervals by name, curves and bands of the base; no pupil and no rank."""

from __future__ import annotations

from collections.abc import Iterable

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Note, Number, Numbers, Report, Section, Tone
from xueheng.reports.display import number
from xueheng.reports.runs.growth import said
from xueheng.reports.runs.growth.base import base_blocks
from xueheng.reports.runs.growth.schools import of_schools, school_blocks
from xueheng.reports.runs.provenance import checking, facts, stamp, words
from xueheng.standards.words import Words

JUDGED: tuple[tuple[str, Tone], ...] = (("above", "good"), ("below", "bad"))


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a growth run."""
    prior = Words("、".join(run.params.prior), ", ".join(run.params.prior))
    schools = tuple(school_blocks(run))
    sections = (
        Section(words("conclusion"), tuple(_conclusion(run))),
        *((Section(said("by_school"), schools),) if schools else ()),
        Section(said("by_base"), tuple(base_blocks(run))),
        checking(run),
    )
    subtitle = said("subtitle", outcome=run.params.outcome, prior=prior)
    return Report(said("title"), subtitle, facts(run), sections, stamp(run), files)


def _conclusion(run: Run) -> Iterable[Block]:
    figures, schools = run.outcome.figures, of_schools(run)
    left_out = said("left_out", n=number(figures["n_left_out"], digits=0))
    numbers = [Number(said("pupils"), figures["n"], 0, context=left_out)]
    if schools:
        flags = [r["flag"] for r in schools]
        numbers.append(Number(said("schools"), len(schools), 0))
        numbers += [Number(said(flag), flags.count(flag), 0, tone=tone) for flag, tone in JUDGED]
        rest = len(flags) - sum(flags.count(flag) for flag, _ in JUDGED)
        numbers.append(Number(said("not_judged"), rest, 0, context=said("crossing"), tone="quiet"))
    yield Numbers(tuple(numbers))
    yield Note(said("meaning"))
