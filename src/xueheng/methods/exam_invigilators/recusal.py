"""监考回避: sessions and rooms where a teacher must not serve."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.invigilation.roster import BoolArray, IntArray
from xueheng.methods.exam_rooms.pools import Room, electives
from xueheng.standards.words import comparable
from xueheng.tables.issues import Refused, finding

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
        found |= _own_pupils(own, rooms, inputs["pupils"])
    relatives = inputs.get("relatives")
    if relatives is not None and "relatives" in rules:
        at = {teacher: place for place, teacher in enumerate(teachers["id"])}
        for row in relatives.to_pylist():
            held = [row["site"] == r.site and row.get("room") in (None, "", r.name) for r in rooms]
            if row["teacher"] not in at or not any(held):
                said = "/".join(filter(None, (row["teacher"], row["site"], row.get("room"))))
                raise Refused([finding("RELATIVE_UNKNOWN", "error", package=PACKAGE, value=said)])
            found[at[row["teacher"]]] |= held
    return found


def _own_pupils(own: Sequence[str], rooms: Sequence[Room], pupils: pa.Table) -> BoolArray:
    columns = (map(comparable, pupils[name].to_pylist()) for name in ("site", "room", "school"))
    held = set(zip(*columns, strict=True))
    names = [(comparable(room.site), comparable(room.name)) for room in rooms]
    return np.array([[(*name, school) in held for name in names] for school in own], bool)


def _is_yes(cell: Any) -> bool:
    return cell in ("1", 1, True, "yes")
