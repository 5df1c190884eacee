"""监考回避: sessions and rooms where a teacher must not serve."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.invigilation.roster import BoolArray, IntArray
from xueheng.methods.declare import ROW
from xueheng.methods.exam_rooms.pools import Room, electives
from xueheng.standards.words import comparable
from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = __package__
Columns = Mapping[str, list[Any]]


def codes(texts: Sequence[str | None]) -> IntArray:
    """A code for each text, -1 for none."""
    known = {text: at for at, text in enumerate(sorted({t for t in texts if t}))}
    return np.array([known[t] if t else -1 for t in texts], np.int64)


def allowed(teachers: Columns, sessions: Sequence[Mapping[str, Any]], *, rules: Collection[str]) -> BoolArray:
    """(sessions, teachers): true where neither the subject nor a declared reason stands against it."""
    n = len(teachers["id"])
    never = [_is_yes(cell) for cell in teachers.get("recused", [None] * n)]
    if "class_teacher" in rules:
        theirs = teachers.get("class_teacher", [None] * n)
        never = [out or _is_yes(cell) for out, cell in zip(never, theirs, strict=True)]
    taught = [electives(cell) for cell in teachers.get("subject", [None] * n)]
    if "own_subject" not in rules:
        taught = [()] * n
    able = list(zip(never, taught, strict=True))
    examined = [set(electives(one.get("subject"))) for one in sessions]
    return np.array([[not out and held.isdisjoint(own) for out, own in able] for held in examined], bool)


def barred(
    teachers: Columns, rooms: Sequence[Room], inputs: Mapping[str, pa.Table], *, rules: Collection[str]
) -> BoolArray:
    """(teachers, rooms): true at the site of the own school, where its pupils sit, and a relative."""
    sites = [comparable(room.site) for room in rooms]
    own = [comparable(school) for school in teachers["school"]]
    found = np.zeros((len(own), len(sites)), bool)
    if "own_site" in rules:
        found |= np.array(own)[:, None] == np.array(sites)[None]
    if "pupils" in inputs and "own_pupils" in rules:
        found |= _own_pupils(own, rooms, inputs)
    relatives = inputs.get("relatives")
    if relatives is not None and "relatives" in rules:
        found |= _near_relatives(teachers["id"], rooms, relatives)
    return found


def _near_relatives(ids: Sequence[str], rooms: Sequence[Room], relatives: pa.Table) -> BoolArray:
    at = {teacher: place for place, teacher in enumerate(ids)}
    found, wrong = np.zeros((len(ids), len(rooms)), bool), []
    for row in relatives.to_pylist():
        held = [row["site"] == r.site and row.get("room") in (None, "", r.name) for r in rooms]
        if row["teacher"] in at and any(held):
            found[at[row["teacher"]]] |= held
        else:
            said = "/".join(filter(None, (row["teacher"], row["site"], row.get("room"))))
            wrong.append(_wrong("RELATIVE_UNKNOWN", row.get(ROW), said))
    if wrong:
        raise Refused(wrong)
    return found


def _own_pupils(own: Sequence[str], rooms: Sequence[Room], inputs: Mapping[str, pa.Table]) -> BoolArray:
    pupils, known = inputs["pupils"], set(_comparable(inputs["rooms"], "site", "room"))
    held = _comparable(pupils, "site", "room", "school")
    names = [(comparable(room.site), comparable(room.name)) for room in rooms]
    lines = pupils[ROW].to_pylist() if ROW in pupils.column_names else [None] * len(held)
    if wrong := [
        _wrong("PUPILS_ROOM_UNKNOWN", line, "/".join(place[:2]))
        for line, place in zip(lines, held, strict=True)
        if place[:2] not in known
    ]:
        raise Refused(wrong)
    taken = set(held)
    return np.array([[(*name, school) in taken for name in names] for school in own], bool)


def _comparable(table: pa.Table, *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(map(comparable, table[name].to_pylist()) for name in names), strict=True))


def _wrong(code: str, row: int | None, value: str) -> Issue:
    return finding(code, "error", package=PACKAGE, row=row, value=value)


def _is_yes(cell: Any) -> bool:
    return cell in ("1", 1, True, "yes")
