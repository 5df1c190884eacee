"""Who is seated together: site, special needs, group and electives; and in which rooms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby
from typing import Any

import pyarrow as pa

from xueheng.engine.seating.allotment import TooFewSeats, filled
from xueheng.methods.declare import ROW
from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = __package__
NO_NEEDS = ("否", "无", "没有", "0", "no", "none")
SEPARATOR = re.compile(r"[、，,;；/+\s]+")


@dataclass(frozen=True)
class Room:
    """考场: where, and how many seats."""

    site: str
    name: str
    seats: int
    use: str


@dataclass(frozen=True, order=True)
class Kind:
    """一组: examinees who may share a room."""

    site: str
    needs: str
    group: str
    subjects: tuple[str, ...]

    @property
    def use(self) -> str:
        """The use of the rooms that they sit in."""
        return "special" if self.needs else "ordinary"


@dataclass(frozen=True)
class Pool:
    """一组考生及其考场: places of the examinees in the roll, rooms and how many each takes."""

    kind: Kind
    people: list[int]
    rooms: list[Room]
    loads: list[int]


def electives(text: str | None) -> tuple[str, ...]:
    """The subjects of a cell, sorted."""
    return tuple(sorted(set(filter(None, SEPARATOR.split(text or "")))))


def rooms_of(table: pa.Table) -> list[Room]:
    """The rooms in which people may be seated, in the order of their numbers; 00 is spare."""
    uses = _column(table, "use")
    held = zip(*(table[name].to_pylist() for name in ("site", "room", "seats")), uses, strict=True)
    found = [
        Room(site, name, n, use or ("ordinary" if name.strip("0") else "spare"))
        for site, name, n, use in held
    ]
    return sorted(
        (r for r in found if r.use != "spare"), key=lambda r: (_natural(r.site), _natural(r.name), r.name)
    )


def kinds_of(table: pa.Table) -> list[Kind]:
    """The kind of each examinee; who has special needs is seated by these alone."""
    named = ("site", "needs", "group", "subjects")
    cells = list(zip(*(_column(table, name) for name in named), strict=True))
    known = {cell: _kind(*cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def subjects_of(table: pa.Table) -> list[tuple[str, ...]]:
    """The electives of each examinee."""
    cells = _column(table, "subjects")
    known = {cell: electives(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def known_sites(table: pa.Table, rooms: Sequence[Room]) -> None:
    """Refused where an examinee is bound to a site that has no rooms."""
    known = {room.site for room in rooms} | {None, ""}
    wrong = [
        (row, site)
        for row, site in zip(_column(table, ROW), _column(table, "site"), strict=True)
        if site not in known
    ]
    if wrong:
        raise Refused([_unknown(row, site, sorted(filter(None, known))) for row, site in wrong])


def _unknown(row: Any, site: str | None, known: list[str]) -> Issue:
    near = next(iter(get_close_matches(site or "", known, n=1)), None)
    return finding("SITE_UNKNOWN", "error", package=PACKAGE, row=row, column="site", value=site, repair=near)


def _kind(site: str | None, needs: str | None, group: str | None, subjects: str | None) -> Kind:
    if needs and needs not in NO_NEEDS:
        return Kind(site or "", needs, "", ())
    return Kind(site or "", "", group or "", electives(subjects))


def pools(kinds: Sequence[Kind], rooms: Sequence[Room], *, last_room: int) -> list[Pool]:
    """Rooms given out in order, one kind after another; Refused where seats do not suffice.

    Where they suffice only when electives are mixed in a room, they are mixed.
    """
    try:
        return _given_out(kinds, rooms, last_room)
    except Refused:
        mixed = [replace(kind, subjects=()) for kind in kinds]
        if mixed == list(kinds):
            raise
        return _given_out(mixed, rooms, last_room)


def _given_out(kinds: Sequence[Kind], rooms: Sequence[Room], last_room: int) -> list[Pool]:
    people: dict[Kind, list[int]] = {}
    for at, kind in enumerate(kinds):
        people.setdefault(kind, []).append(at)
    free, found = list(rooms), []
    for kind in sorted(people, key=lambda k: (k.site == "", k)):  # who is bound to a site comes first
        found.append(_pool(kind, people[kind], free, last_room))
        used = set(found[-1].rooms)
        free = [room for room in free if room not in used]
    return found


def _pool(kind: Kind, people: list[int], free: Iterable[Room], last_room: int) -> Pool:
    fits = [r for r in free if r.use == kind.use and kind.site in ("", r.site)]
    try:
        loads = filled(len(people), [r.seats for r in fits], last_room=last_room)
    except TooFewSeats as short:
        where = "/".join(filter(None, (kind.site, kind.needs, kind.group, "、".join(kind.subjects)))) or "*"
        lacking: dict[str, Any] = {
            "need": short.need,
            "seats": short.seats,
            "short": short.need - short.seats,
        }
        issue = finding("SEATS_SHORT", "error", package=PACKAGE, value=where, rooms=len(fits), **lacking)
        raise Refused([issue]) from short
    return Pool(kind, people, fits[: len(loads)], loads)


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = [list(part) for _, part in groupby(name, str.isdecimal)]
    return [(0, int("".join(p)), "") if p[0].isdecimal() else (1, 0, "".join(p)) for p in parts]


def _column(table: pa.Table, name: str) -> list[Any]:
    held: list[Any] = table[name].to_pylist() if name in table.column_names else [None] * table.num_rows
    return held
