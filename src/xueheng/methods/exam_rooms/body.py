"""考场编排: the roll in one order, tickets, each pool seated, the seats and their certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.lottery.xhl1 import tickets
from xueheng.engine.seating.deal import Examinees, UnitArray
from xueheng.engine.seating.layout import Desks, IntArray, Layout, desks_of, version_of
from xueheng.engine.seating.seated import Seating, seat
from xueheng.engine.seating.sittings import sittings
from xueheng.methods.exam_rooms import METHOD, Params
from xueheng.methods.exam_rooms.certificate import proof
from xueheng.methods.exam_rooms.pools import (
    PACKAGE,
    Kind,
    Pool,
    kinds_of,
    known_sites,
    pools,
    rooms_of,
    subjects_of,
)
from xueheng.methods.exam_rooms.sites import sited
from xueheng.methods.outcome import Outcome, Rule, rows_of, table_of
from xueheng.standards.exam_rooms import exam_rule
from xueheng.tables.issues import Issue, Refused, finding

SCOPE = "exam.rooms"
RULES = ("room", "rows", "neighbours", "last_room", "spare")


@dataclass(frozen=True)
class Roll:
    """考生: ids in order, their schools by code, and what seating needs."""

    ids: list[str]
    schools: list[str]
    school: IntArray
    who: Examinees
    by_class: bool  # one school alone: its classes are kept apart as schools are


def run(inputs: Mapping[str, pa.Table], params: Params) -> Outcome:
    """Everyone seated; what cannot be avoided is proven so."""
    table = inputs["examinees"].sort_by("id")
    if table.num_rows == 0:
        raise Refused([finding("NO_EXAMINEES", "error", package=PACKAGE)])
    roll = _roll(table, params)
    rooms, kinds = rooms_of(inputs["rooms"]), kinds_of(table)
    known_sites(table, rooms)
    if "distances" in inputs:
        drawn = np.lexsort((roll.who.place_ticket, roll.who.ticket))
        schools = table["school"].to_pylist()
        kinds = sited(kinds, rooms, schools=schools, drawn=drawn, distances=inputs["distances"])
    found = pools(kinds, rooms, last_room=params.last_room)
    layout = Layout(params.rows, params.order, int(params.separation))
    desks = desks_of(layout, max(max(pool.loads) for pool in found))
    seated = [_seated(pool, roll, desks, params) for pool in found]
    columns = [
        _columns(*one, roll=roll, desks=desks, params=params) for one in zip(found, seated, strict=True)
    ]
    seats = {name: np.concatenate([c[name] for c in columns]) for name in columns[0]}
    subjects = subjects_of(table)
    at = sittings(subjects)
    tables = {
        "seats": table_of(METHOD.table("seats"), seats),
        "sittings": _sittings(found, seated, subjects, at),
        "schools": _schools(found, seated, roll),
    }
    figures = {"examinees": len(roll.ids), "rooms": sum(len(pool.rooms) for pool in found)}
    figures |= proof(seated, roll.schools, by_class=roll.by_class) | {"sittings": _by_sitting(at)}
    return Outcome(tables, figures, tuple(_remarks(found, kinds, params)), cited(RULES))


def cited(names: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of that name, with their documents."""
    found = [(name, exam_rule(name).source) for name in names]
    return tuple(Rule(f"exam_rooms.{name}", s.doc, s.clause, s.status) for name, s in found)


def _remarks(found: list[Pool], kinds: list[Kind], params: Params) -> Iterator[Issue]:
    if {kind.subjects for kind in kinds} != {pool.kind.subjects for pool in found}:
        yield finding("ELECTIVES_MIXED", "warning", package=PACKAGE)
    if not params.seed:
        yield finding("SEED_MISSING", "warning", package=PACKAGE)


def _roll(table: pa.Table, params: Params) -> Roll:
    ids = table["id"].to_pylist()
    drawn = tickets(ids, seed=params.seed, scope=SCOPE, algorithm="sha256")
    schools, school = _codes(table["school"].to_pylist())
    named = "class" in table.column_names
    classes = table["class"].to_pylist() if named else [None] * len(ids)
    pairs = [f"{s}\t{c}" if c else "" for s, c in zip(school, classes, strict=True)]
    blank = np.array([not pair for pair in pairs])
    forms, form = _codes(pairs)
    by_class = len(schools) == 1 and len(set(forms) - {""}) > 1
    alone = len(forms) + np.arange(len(ids))
    apart, form = (
        (np.where(blank, alone, form), np.full(len(ids), -1))
        if by_class
        else (school, np.where(blank, -1, form))
    )
    who = Examinees(apart, form, _numbers(drawn, 0), _numbers(drawn, 16))
    return Roll(ids, schools, school, who, by_class)


def _codes(texts: list[Any]) -> tuple[list[str], IntArray]:
    names, codes = np.unique(np.array(texts, dtype=object).astype(str), return_inverse=True)
    return names.tolist(), codes.astype(np.int64)


def _numbers(drawn: list[str], start: int) -> UnitArray:
    return np.array([int(one[start : start + 16], 16) for one in drawn], np.uint64)


def _seated(pool: Pool, roll: Roll, desks: Desks, params: Params) -> Seating:
    names = [f"{room.site}/{room.name}" for room in pool.rooms]
    drawn = tickets(names, seed=params.seed, scope=f"{SCOPE}/room", algorithm="sha256")
    people = np.array(pool.people)
    who = roll.who
    own = Examinees(who.school[people], who.form[people], who.ticket[people], who.place_ticket[people])
    loads, start = np.array(pool.loads), int(drawn[0][16:32], 16)
    return seat(own, loads, desks=desks, room_ticket=_numbers(drawn, 0), start=start)


def _columns(pool: Pool, seating: Seating, *, roll: Roll, desks: Desks, params: Params) -> dict[str, Any]:
    places, ids = seating.places, np.array(roll.ids, dtype=object)
    sites, names = (np.array([getattr(r, a) for r in pool.rooms], dtype=object) for a in ("site", "name"))
    row, column = desks.row[places.number], desks.column[places.number]
    letters = np.array([chr(ord("A") + i) for i in range(26)], dtype=object)
    return {
        "id": ids[np.array(pool.people)[seating.seated]],
        "site": sites[places.room],
        "room": names[places.room],
        "seat": places.number + 1,
        "row": row,
        "column": column,
        "version": letters[version_of(row, column, params.versions)],
    }


def _sittings(
    found: list[Pool], seated: list[Seating], subjects: list[tuple[str, ...]], at: Mapping[str, int]
) -> pa.Table:
    held: Counter[tuple[int, str, str, str]] = Counter()
    for pool, seating in zip(found, seated, strict=True) if at else ():
        for person, room in zip(seating.seated.tolist(), seating.places.room.tolist(), strict=True):
            where = pool.rooms[room]
            for subject in subjects[pool.people[person]]:
                held[at[subject], subject, where.site, where.name] += 1
    return rows_of(METHOD.table("sittings"), ((*key, n) for key, n in held.items()))


def _schools(found: list[Pool], seated: list[Seating], roll: Roll) -> pa.Table:
    """How many of each school sit in each room."""
    rows: list[tuple[str, str, str, int]] = []
    for pool, seating in zip(found, seated, strict=True):
        school = roll.school[np.array(pool.people)[seating.seated]]
        pairs, counts = np.unique(seating.places.room * len(roll.schools) + school, return_counts=True)
        for pair, n in zip(pairs.tolist(), counts.tolist(), strict=True):
            room, code = divmod(pair, len(roll.schools))
            rows.append((pool.rooms[room].site, pool.rooms[room].name, roll.schools[code], n))
    return rows_of(METHOD.table("schools"), rows)


def _by_sitting(at: Mapping[str, int]) -> dict[str, list[str]]:
    return {str(n): sorted(s for s in at if at[s] == n) for n in sorted(set(at.values()))}
