"""占比、教师、负担: shares of nine years, teachers of other subjects, homework and sleep."""

from __future__ import annotations

from collections.abc import Iterable

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Note, Table, Tone
from xueheng.reports.display import number
from xueheng.reports.runs.curriculum import (
    TONES,
    Row,
    class_label,
    grade_label,
    group_label,
    said,
    subject_label,
)
from xueheng.standards.words import Words, plain

MOST = 300  # rows of a list; the outcome tables hold all


def share_blocks(run: Run, rows: list[Row]) -> Iterable[Block]:
    """All schools together first, then each school; what the other grades would have to give in words."""
    yield Note(said("shares.reading"))
    heads = [Column(said("school"))] if len({r["school"] for r in rows}) > 1 else []
    heads += [Column(said("group")), Column(said("grades")), Column(said("share"), 2, percent=True)]
    heads += [Column(said("bounds")), Column(said("verdict"))]
    lines: list[tuple[Cell, ...]] = []
    tones: list[tuple[Tone, ...]] = []
    for r in rows[:MOST]:
        first = (r["school"] or said("all_schools"),) if len(heads) > 5 else ()
        bounds = plain(f"{r['at_least']:.0%}–{r['at_most']:.0%}")
        lines.append(
            (*first, group_label(run, r["subject"]), r["grades"], r["share"], bounds, _share_said(r))
        )
        quiet: list[Tone] = ["plain"] * (len(heads) - 1)
        tones.append((*quiet, TONES[r["met"]]))
    note = said("list.more", n=len(rows) - MOST) if len(rows) > MOST else None
    yield Table(said("shares.title"), tuple(heads), tuple(lines), tuple(tones), note)


def share_line(run: Run, row: Row) -> Words:
    """A share that is not kept, in one line: of which school, how much, and what is asked."""
    values = {"share": f"{row['share']:.2%}", "bounds": f"{row['at_least']:.0%}–{row['at_most']:.0%}"}
    group, verdict = group_label(run, row["subject"]), said(f"share.{row['reason']}")
    school = row["school"] or said("all_schools")
    return said("share_line", school=school, group=group, verdict=verdict, **values)


def _share_said(row: Row) -> Words:
    if row["reason"] != "OPEN":
        return said(f"share.{row['reason']}")
    low, high = (number(row[c], digits=1) for c in ("others_least", "others_most"))
    return said("share.OPEN", low=low, high=high)


def teaching_blocks(run: Run, rows: list[Row]) -> Iterable[Block]:
    """Lessons that somebody gives without a certificate of the subject."""
    off = [r for r in rows if r["met"] is False]
    unknown = sum(r["met"] is None for r in rows)
    if off:
        yield _teaching(run, off)
    else:
        yield Note(said("teaching.none"), "good")
    if unknown:
        yield Note(said("teaching.unknown", n=unknown), "near")


def _teaching(run: Run, off: list[Row]) -> Table:
    """One row a teacher and subject, with the classes and the lessons of them all."""
    held: dict[tuple[str, str, str], list[Row]] = {}
    for r in off:
        held.setdefault((r["school"], r["teacher"], r["subject"]), []).append(r)
    codes = ("school", "teacher", "certified", "subject", "n_classes", "hours")
    lines = tuple(
        (
            school,
            teacher,
            of[0]["certified"] or said("no_certificate"),
            subject_label(run, name),
            len(of),
            float(sum(r["hours"] for r in of)),
        )
        for (school, teacher, name), of in list(held.items())[:MOST]
    )
    heads = tuple(Column(said(c), {"hours": 1, "n_classes": 0}.get(c)) for c in codes)
    note = said("list.more", n=len(held) - MOST) if len(held) > MOST else said("teaching.note")
    return Table(said("teaching.title", n=len(held)), heads, lines, note=note)


def load_blocks(rows: list[Row]) -> Iterable[Block]:
    """Homework and sleep of each class beside its limit."""
    codes = ("school", "class", "measure", "value", "limit", "verdict", "clause")
    lines: list[tuple[Cell, ...]] = []
    tones: list[tuple[Tone, ...]] = []
    for r in rows[:MOST]:
        place = class_label(r) if r["class"] else grade_label(r["grade"])
        shown = said(f"met.{r['met']}".lower())
        limit = r["minimum"] if r["maximum"] is None else r["maximum"]
        code = "at_least" if r["maximum"] is None else "at_most"
        wanted = said(code, n=number(limit, digits=0)) if limit is not None else plain("")
        lines.append(
            (
                r["school"],
                place,
                said(f"measure.{r['measure']}"),
                float(r["value"]),
                wanted,
                shown,
                r["clause"],
            )
        )
        tone: Tone = TONES[r["met"]]
        tones.append(("plain", "plain", "plain", tone, "plain", tone, "plain"))
    heads = tuple(Column(said(c), 1 if c == "value" else None) for c in codes)
    off = sum(r["met"] is False for r in rows)
    note = said("list.more", n=len(rows) - MOST) if len(rows) > MOST else said("load.note")
    yield Table(said("load.title", n=len(rows), off=off), heads, tuple(lines), tuple(tones), note)
