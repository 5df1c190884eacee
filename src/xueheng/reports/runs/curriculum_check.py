"""课程开齐开足报告: which classes lack what, school by school, with the clause of each."""

from __future__ import annotations

from collections.abc import Iterable

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Note, Number, Numbers, Report, Section, Tone
from xueheng.reports.runs.curriculum import Row, said, short_label, table_of_hours
from xueheng.reports.runs.curriculum.beside import load_blocks, share_blocks, share_line, teaching_blocks
from xueheng.reports.runs.curriculum.classes import class_blocks, in_order
from xueheng.reports.runs.provenance import checking, facts, name_key, words
from xueheng.standards.words import Words

NAMED = 8  # schools named in the conclusion


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of a check of timetables."""
    tables = {name: table.to_pylist() for name, table in run.outcome.tables.items()}
    gaps = in_order(tables["gaps"])
    sections = [
        Section(words("conclusion"), tuple(_conclusion(run, gaps, tables.get("shares", [])))),
        Section(said("section.classes"), tuple(class_blocks(run, gaps))),
    ]
    if "shares" in tables:
        shares = sorted(
            tables["shares"], key=lambda r: (r["school"] is not None, name_key(r["school"] or ""))
        )
        sections.append(Section(said("section.shares"), tuple(share_blocks(run, shares))))
    if "teaching" in tables:
        sections.append(
            Section(said("section.teaching"), tuple(teaching_blocks(run, in_order(tables["teaching"]))))
        )
    if "load" in tables:
        load = in_order({**r, "class": r["class"] or ""} for r in tables["load"])
        sections.append(Section(said("section.load"), tuple(load_blocks(load))))
    sections.append(checking(run))
    subtitle = said("subtitle", standard=table_of_hours(run).label)
    return Report(said("title"), subtitle, facts(run), tuple(sections), None, files)


def _conclusion(run: Run, gaps: list[Row], shares: list[Row]) -> Iterable[Block]:
    yield Numbers(tuple(_numbers(run)))
    absent = _named(run, gaps, "ABSENT")
    short = _named(run, gaps, "SHORT")
    if absent:
        yield Note(said("absent_named"), "bad", absent)
    if short:
        yield Note(said("short_named"), "bad", short)
    off = tuple(share_line(run, r) for r in shares if r["met"] is False)
    if off:
        more = (said("shares_more", n=len(off) - NAMED),) if len(off) > NAMED else ()
        yield Note(said("shares_named"), "bad", (*off[:NAMED], *more))
    if table_of_hours(run).shares:
        yield Note(said("meaning"))


def _numbers(run: Run) -> Iterable[Number]:
    held = run.outcome.figures
    of = said("of_classes", n=held["classes"], schools=held["schools"])
    good = held["met"] == held["classes"]
    yield Number(said("figure.met"), held["met"], 0, context=of, tone="good" if good else "plain")
    for code in ("absent", "short", "over", "total_off"):
        tone: Tone = "bad" if held[code] else "good"
        yield Number(said(f"figure.{code}"), held[code], 0, context=said(f"context.{code}"), tone=tone)
    if "taught_hours" in held:
        judged, wrong = held["taught_hours"], held["unqualified_hours"]
        of = said("of_lessons", n=f"{judged.normalize():f}")
        yield Number(said("figure.unqualified"), float(wrong), 0, context=of, tone="bad" if wrong else "good")
    if "load_judged" in held:
        of = said("of_measures", n=held["load_judged"])
        yield Number(said("figure.load"), held["load_met"], 0, context=of)


def _named(run: Run, gaps: list[Row], reason: str) -> tuple[Words, ...]:
    """One line a school: in how many classes which subjects."""
    by_school: dict[str, dict[str, int]] = {}
    for r in gaps:
        if r["reason"] == reason and r["line"] != "total":
            of = by_school.setdefault(r["school"], {})
            of[r["line"]] = of.get(r["line"], 0) + 1
    lines = [_line(run, school, of) for school, of in by_school.items()]
    more = (said("schools_more", n=len(lines) - NAMED),) if len(lines) > NAMED else ()
    return (*lines[:NAMED], *more)


def _line(run: Run, school: str, of: dict[str, int]) -> Words:
    parts = [said("in_classes", subject=short_label(run, name), n=n) for name, n in of.items()]
    what = Words("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))
    return said("school_line", school=school, what=what)
