"""监考安排: who may serve, the duties by session, the reserve, and what could not be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.invigilation.duties import assigned, chiefs, reserves
from xueheng.engine.invigilation.roster import SEX, Conditions, IntArray, Roster, Unfilled
from xueheng.engine.lottery.xhl1 import tickets
from xueheng.methods.exam_invigilators import METHOD, Params
from xueheng.methods.exam_invigilators.recusal import PACKAGE, allowed, barred, codes
from xueheng.methods.exam_rooms.body import cited
from xueheng.methods.exam_rooms.pools import Room, rooms_of
from xueheng.methods.outcome import Outcome, rows_of
from xueheng.tables.issues import Issue, Refused, finding

SCOPE = "exam.invigilators"
CITED = ("per_room", "recusal", "drawn", "reserve")
SHOWN = 10  # rooms named where nobody is left
ROLES = ("chief", "second", "third")
MIX = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Staff:
    """监考安排的对象: teachers in order of their tickets, rooms, sessions in order."""

    teachers: Mapping[str, list[Any]]
    rooms: list[Room]
    sessions: list[dict[str, Any]]


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Every room watched in every session, and a reserve for each."""
    staff = _staff(inputs, params)
    given = _conditions(staff, inputs, params)
    extra = _reserve(given, staff, params)
    pairs, again = "pairs" in params.rules, "rooms" in params.rules
    try:
        roster = assigned(given, counts_pairs=pairs, counts_rooms=again)
    except Unfilled as error:
        raise Refused([_unwatched(staff, error)]) from error
    order = np.arange(len(staff.teachers["id"]))
    spare = reserves(roster, extra, drawn=order)
    tables = _tables(staff, chiefs(roster, drawn=order), spare)
    missing = () if params.seed else (finding("SEED_MISSING", "warning", package=PACKAGE),)
    return Outcome(tables, _figures(roster, staff, spare), missing, cited(CITED))


def _unwatched(staff: Staff, error: Unfilled) -> Issue:
    names = [f"{room.site}/{room.name}" for room in (staff.rooms[at] for at in dict.fromkeys(error.rooms))]
    where = "、".join(names[:SHOWN]) + ("……" if len(names) > SHOWN else "")
    session = staff.sessions[error.session]["session"]
    return _finding("ROOMS_UNWATCHED", session, duties=len(error.rooms), rooms=where)


def _staff(inputs: Mapping[str, pa.Table], params: Params) -> Staff:
    rooms = rooms_of(inputs["rooms"])
    sessions = inputs["sessions"].sort_by("session").to_pylist()
    teachers = inputs["teachers"].sort_by("id")
    for name, n in (("teachers", teachers.num_rows), ("rooms", len(rooms)), ("sessions", len(sessions))):
        if n == 0:
            raise Refused([_finding("TABLE_EMPTY", name)])
    drawn = tickets(teachers["id"].to_pylist(), seed=params.seed, scope=SCOPE, algorithm="sha256")
    drawn_order = sorted(range(len(drawn)), key=lambda at: drawn[at])
    return Staff(teachers.take(drawn_order).to_pydict(), rooms, sessions)


def _conditions(staff: Staff, inputs: Mapping[str, pa.Table], params: Params) -> Conditions:
    nobody = np.full(len(staff.teachers["id"]), -1)
    school = codes(staff.teachers["school"]) if "schools" in params.rules else nobody
    sex = codes(staff.teachers.get("sex", [None] * nobody.size)) if "sexes" in params.rules else nobody
    away = barred(staff.teachers, staff.rooms, inputs, rules=params.rules)
    able = allowed(staff.teachers, staff.sessions, rules=params.rules) & ~away.all(axis=1)
    return Conditions(able, away, school, sex, _drawn(staff, params), params.per_room)


def _drawn(staff: Staff, params: Params) -> IntArray:
    """A number for each teacher and room, out of both tickets."""
    names = [f"{room.site}/{room.name}" for room in staff.rooms]
    by_room = tickets(names, seed=params.seed, scope=f"{SCOPE}/room", algorithm="sha256")
    by_teacher = tickets(staff.teachers["id"], seed=params.seed, scope=SCOPE, algorithm="sha256")
    one, two = (np.array([int(t[:16], 16) for t in drawn], np.uint64) for drawn in (by_teacher, by_room))
    mixed = (one[:, None] ^ two[None]) * np.uint64(MIX)
    return ((mixed >> np.uint64(32)) % np.uint64(SEX)).astype(np.int64)


def _reserve(given: Conditions, staff: Staff, params: Params) -> int:
    """How many are held in reserve; Refused where a session has too few who may serve."""
    duties = len(staff.rooms) * params.per_room
    extra = ceil(duties * params.reserve)
    able = given.allowed.sum(axis=1).tolist()
    said = {"rooms": len(staff.rooms), "per_room": params.per_room, "reserve": extra, "need": duties + extra}
    short = [
        _finding("TEACHERS_SHORT", one["session"], able=n, short=duties + extra - n, **said)
        for one, n in zip(staff.sessions, able, strict=True)
        if n < duties + extra
    ]
    if short:
        raise Refused(short)
    return extra


def _tables(staff: Staff, duty: IntArray, spare: Sequence[Sequence[int]]) -> dict[str, pa.Table]:
    ids, rooms = staff.teachers["id"], staff.rooms
    names = [one["session"] for one in staff.sessions]
    duties = (
        (names[s], rooms[r].site, rooms[r].name, ids[duty[s, r, place]], ROLES[place])
        for s, r, place in np.ndindex(*duty.shape)
    )
    held = ((name, ids[t]) for name, chosen in zip(names, spare, strict=True) for t in chosen)
    listed = {"duties": duties, "reserves": held}
    return {name: rows_of(METHOD.table(name), rows) for name, rows in listed.items()}


def _figures(roster: Roster, staff: Staff, spare: Sequence[Sequence[int]]) -> dict[str, int]:
    able = roster.given.allowed.any(axis=0)
    met, school = np.triu(roster.met, 1), codes(staff.teachers["school"])
    return {
        "teachers": int(able.sum()),
        "rooms": len(staff.rooms),
        "sessions": len(staff.sessions),
        "repeats": int((met[met > 1] - 1).sum()),
        "room_repeats": int((roster.seen[roster.seen > 1] - 1).sum()),
        "same_school": int(met[school[:, None] == school[None]].sum()),
        "load_min": int(roster.load[able].min()),
        "load_max": int(roster.load[able].max()),
        "reserves": sum(map(len, spare)),
    }


def _finding(code: str, value: str, **values: Any) -> Issue:
    return finding(code, "error", package=PACKAGE, value=value, **values)
