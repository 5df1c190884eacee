"""各班各科: the heat map of classes by subject, the list of gaps, and the table by subject."""

from __future__ import annotations

from collections.abc import Iterable

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Cell, Column, Heat, Meanings, Note, Table, Tone
from xueheng.reports.runs.curriculum import (
    Row,
    asked,
    class_label,
    difference,
    said,
    short_label,
    subject_label,
    table_of_hours,
    verdict,
)
from xueheng.reports.runs.provenance import name_key
from xueheng.standards.words import Words

FEW_CLASSES = 60  # as many rows as a heat map of classes has; beyond, it shows schools
MOST = 400  # gaps listed in the report; the outcome table holds all


_KINDS = {"absent": "ABSENT", "short": "SHORT", "over": "OVER"}
OFF: Meanings = (("bad", said("off")),)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows by school, grade and class."""
    return sorted(rows, key=lambda r: (name_key(r["school"]), r["grade"], name_key(r["class"])))


def class_blocks(run: Run, rows: list[Row]) -> Iterable[Block]:
    """The map and the list."""
    classes = list(dict.fromkeys((r["school"], r["grade"], r["class"]) for r in rows))
    yield _of_classes(run, rows) if len(classes) <= FEW_CLASSES else _of_schools(run, rows)
    off = [r for r in rows if r["met"] is False]
    if off:
        yield _list(run, off)
    else:
        yield Note(said("no_gaps"), "good")
    yield _by_subject(run, rows)


def _columns(run: Run, rows: list[Row]) -> list[str]:
    judged = {r["line"] for r in rows if r["met"] is not None}
    return [name for name in (*(line.id for line in table_of_hours(run).lines), "total") if name in judged]


def _of_classes(run: Run, rows: list[Row]) -> Heat:
    names = _columns(run, rows)
    held: dict[tuple[str, int, str], tuple[Words, dict[str, float | None]]] = {}
    several = len({r["school"] for r in rows}) > 1
    for r in rows:
        label = class_label(r)
        name = Words(f"{r['school']} {label.zh}", f"{r['school']} {label.en}") if several else label
        held.setdefault((r["school"], r["grade"], r["class"]), (name, {}))[1][r["line"]] = difference(r)
    off = sum(r["met"] is False for r in rows)
    return Heat(
        said("heat.title" if off else "heat.title_none", n=len(held), off=off),
        said("subject"),
        said("class"),
        0 if all((v or 0) == int(v or 0) for _, of in held.values() for v in of.values()) else 1,
        note=said("heat.note"),
        rows=tuple(name for name, _ in held.values()),
        columns=tuple(short_label(run, n) for n in names),
        values=tuple(tuple(of.get(n) for n in names) for _, of in held.values()),
        middle=0.0,
    )


def _of_schools(run: Run, rows: list[Row]) -> Heat:
    names = _columns(run, rows)
    held: dict[str, dict[str, list[bool]]] = {}
    for r in rows:
        if r["met"] is not None:
            held.setdefault(r["school"], {}).setdefault(r["line"], []).append(r["met"])
    return Heat(
        said("heat.schools", n=len(held)),
        said("subject"),
        said("school"),
        0,
        percent=True,
        note=said("heat.schools_note"),
        rows=tuple(held),
        columns=tuple(short_label(run, n) for n in names),
        values=tuple(tuple(_share(of.get(n)) for n in names) for of in held.values()),
    )


def _share(verdicts: list[bool] | None) -> float | None:
    return sum(verdicts) / len(verdicts) if verdicts else None


def _list(run: Run, off: list[Row]) -> Table:
    codes = ("school", "class", "subject", "hours", "asked", "verdict", "clause")
    rows = tuple(
        (
            r["school"],
            class_label(r),
            subject_label(run, r["line"]),
            float(r["hours"]),
            asked(r),
            verdict(r),
            r["clause"],
        )
        for r in off[:MOST]
    )
    tones: tuple[Tone, ...] = ("plain", "plain", "plain", "bad", "plain", "bad", "plain")
    heads = tuple(Column(said(c), _digits(off) if c == "hours" else None) for c in codes)
    note = said("list.more", n=len(off) - MOST) if len(off) > MOST else None
    return Table(said("list.title", n=len(off)), heads, rows, (tones,) * len(rows), note, meanings=OFF)


def _digits(rows: list[Row]) -> int:
    return 0 if all(r["hours"] == int(r["hours"]) for r in rows) else 1


def _by_subject(run: Run, rows: list[Row]) -> Table:
    heads = tuple(
        Column(said(c), None if c == "subject" else 0) for c in ("subject", "judged", "met", *_KINDS)
    )
    lines: list[tuple[Cell, ...]] = []
    tones: list[tuple[Tone, ...]] = []
    for name in _columns(run, rows):
        reasons = [r["reason"] for r in rows if r["line"] == name and r["met"] is not None]
        counts = [reasons.count(code) for code in ("MET", *_KINDS.values())]
        lines.append((subject_label(run, name), len(reasons), *counts))
        off: list[Tone] = ["bad" if n else "plain" for n in counts[1:]]
        tones.append(("plain", "plain", "plain", *off))
    return Table(said("by_subject"), heads, tuple(lines), tuple(tones), meanings=OFF)
