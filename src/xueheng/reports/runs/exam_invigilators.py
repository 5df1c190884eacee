"""监考安排报告: loads and rules kept, the duties of each session, the reserve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xueheng.methods.run import Run
from xueheng.reports.blocks import Block, Column, Number, Numbers, Report, Section, Table
from xueheng.reports.runs.exam_rooms import said
from xueheng.reports.runs.provenance import checking, facts, name_key, stamp
from xueheng.standards.words import Words

Row = dict[str, Any]
FAULTS = ("repeats", "room_repeats", "same_school")


def compose(run: Run, *, files: tuple[tuple[str, Words], ...] = ()) -> Report:
    """The report of the invigilators' duties."""
    rows = run.outcome.tables["duties"].to_pylist()
    spare = run.outcome.tables["reserves"].to_pylist()
    sections = (
        Section(said("conclusion"), (_numbers(run.outcome.figures),)),
        Section(said("duties.table"), tuple(_duties(rows))),
        Section(said("duties.reserve"), (_reserve(spare),)),
        checking(run),
    )
    return Report(said("duties.title"), said("duties.subtitle"), facts(run), sections, stamp(run), files)


def _numbers(figures: Mapping[str, Any]) -> Numbers:
    plain = [
        Number(said(f"duties.{name}"), figures[name], 0) for name in ("teachers", "load_min", "load_max")
    ]
    faults = [
        Number(said(f"duties.{name}"), figures[name], 0, tone="near" if figures[name] else "good")
        for name in FAULTS
    ]
    return Numbers((*plain, *faults))


def _duties(rows: list[Row]) -> Iterable[Block]:
    held: dict[str, dict[tuple[str, str], list[str]]] = {}
    for row in rows:
        held.setdefault(row["session"], {}).setdefault((row["site"], row["room"]), []).append(row["teacher"])
    for session in sorted(held, key=name_key):
        rooms = held[session]
        width = max(map(len, rooms.values()))
        roles = ("duties.chief", "duties.second", "duties.third")[:width]
        heads = tuple(Column(said(code)) for code in ("site", "room", *roles))
        order = sorted(rooms, key=lambda key: (name_key(key[0]), name_key(key[1])))
        yield Table(said("duties.session", session=session), heads, tuple((*k, *rooms[k]) for k in order))


def _reserve(rows: list[Row]) -> Table:
    heads = (Column(said("session")), Column(said("duties.teacher")))
    return Table(said("duties.reserve"), heads, tuple((r["session"], r["teacher"]) for r in rows))
