"""住房材料规则: findings for a person to look at; none of them refuses an application."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from xueheng.standards.words import Words, catalogue, comparable
from xueheng.tables.cells.values import half_width
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.applications import GUARDIANS, NAME, Application, live
from xueheng.tables.rules.blanks import is_nothing
from xueheng.tables.rules.places import row_list
from xueheng.tables.rules.roster import name_key

HOUSING, TITLE, OWNER, LEASE = "housing", "title", "owner", "lease"
OWNED = frozenset({"own", "mortgaged", "family", "homestead", "resettlement"})
RENTED = frozenset({"rented", "public_rental"})
SHARES = re.compile(r"\([^()]*\)|[\d.]+%")
BETWEEN = re.compile(r"[、,;/]+")


def title_reused(rows: Rows) -> Iterator[Flag]:
    """产权证: one title stands for one household."""
    same: dict[str, list[Application]] = defaultdict(list)
    rented = rows.values(HOUSING)
    for found in live(rows):
        title = _stated(rows, found.row, TITLE)
        if title and found.guardians and rented[found.row] not in RENTED:
            same[comparable(title)].append(found)
    for group in same.values():
        if _n_households(group) > 1:
            said = {"rows": row_list(rows, [a.row for a in group])}
            for found in group:
                if rows.is_sound(found.row, TITLE):
                    yield Flag("TITLE_REUSED", "warning", found.row, TITLE, said)


def owner_is_guardian(rows: Rows) -> Iterator[Flag]:
    """产权人: a home of one's own belongs to a guardian, or to the child."""
    for found in live(rows):
        owner = _stated(rows, found.row, OWNER)
        family = {key for key in _family(rows, found) if key}
        if not owner or len(family) < 2 or rows.values(HOUSING)[found.row] in RENTED:
            continue
        if not _persons(owner) & family and rows.is_sound(found.row, OWNER):
            yield Flag("OWNER_NOT_GUARDIAN", "warning", found.row, OWNER)


def has_material(rows: Rows) -> Iterator[Flag]:
    """住房材料: a home of one's own has its title, a rented one its registration of the lease."""
    for found in live(rows):
        housing = rows.values(HOUSING)[found.row]
        column = TITLE if housing in OWNED or not rows.has(LEASE) else LEASE
        if housing not in OWNED | RENTED or not rows.has(column) or _stated(rows, found.row, column):
            continue
        if rows.is_sound(found.row, column):
            yield Flag("MATERIAL_MISSING", "warning", found.row, column, {"wanted": _wanted(housing)})


def _wanted(housing: str) -> Words:
    return catalogue("xueheng.tables")["MATERIAL.title" if housing in OWNED else "MATERIAL.lease"]


def _stated(rows: Rows, row: int, column: str) -> str | None:
    """What a cell says, where it says more than that there is nothing."""
    text: str | None = rows.values(column)[row]
    return None if is_nothing(text) else text


def _n_households(group: Iterable[Application]) -> int:
    """How many households there are, where those who share a guardian or are one child are one."""
    joined: dict[Hashable, Hashable] = {}

    def head(member: Hashable) -> Hashable:
        while joined[member] != member:
            joined[member] = joined[joined[member]]
            member = joined[member]
        return member

    for found in group:
        members: list[Hashable] = [("child", found.identity or found.row), *found.guardians]
        for member in members:
            joined.setdefault(member, member)
            joined[head(member)] = head(members[0])
    return len({head(member) for member in joined})


def _family(rows: Rows, found: Application) -> Iterator[str | None]:
    """The names of the child and its guardians."""
    for column in (NAME, *(f"{guardian}_name" for guardian in GUARDIANS)):
        name = rows.values(column)[found.row]
        yield name_key(name) if name else None


def _persons(owner: str) -> set[str]:
    """The names among those who own a home together."""
    parts = BETWEEN.split(SHARES.sub("", half_width(owner)))
    pieces = [*parts, *(piece for part in parts for piece in part.split())]
    return {name_key(piece) for piece in pieces if piece.strip()}
