"""学位申请规则: one live application a child, twins told, old enough on the day that counts."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xueheng.standards.ids import birth_of
from xueheng.standards.words import Words
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.blanks import is_nothing
from xueheng.tables.rules.places import row_list
from xueheng.tables.rules.roster import name_key, number_key

APPLICATION, STATE = "application", "state"
NAME, BORN_ON, IDENTITY = "child_name", "born_on", "identity"
GUARDIANS = ("guardian1", "guardian2")
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Application:
    """学位申请 as the rules see it: the child, and who stands for it."""

    row: int
    number: str | None
    name: str | None
    identity: str | None
    born_on: date | None
    guardians: frozenset[str]  # an identity number each, else name and telephone


def child_twice(rows: Rows) -> Iterator[Flag]:
    """重复申请: no child has two live applications."""
    same: dict[Hashable, list[Application]] = defaultdict(list)
    for found in live(rows):
        if found.identity:
            same[found.identity].append(found)
        for guardian in found.guardians if found.name and found.born_on else ():
            same[found.name, found.born_on, guardian].append(found)
    told = _told(rows, (g for g in same.values() if len({a.number or a.row for a in g}) > 1))
    for row, text in told.items():
        column = NAME if is_nothing(rows.values(IDENTITY)[row]) else IDENTITY
        if rows.is_sound(row, column):
            yield Flag("CHILD_TWICE", "error", row, column, {"rows": text})


def twins(rows: Rows) -> Iterator[Flag]:
    """双（多）胞胎: different children of one guardian born on one day, who may be drawn together."""
    same: dict[Hashable, list[Application]] = defaultdict(list)
    for found in live(rows):
        for guardian in found.guardians if found.born_on else ():
            same[found.born_on, guardian].append(found)
    for row, text in _told(rows, (g for g in same.values() if _are_several(g))).items():
        yield Flag("TWINS", "notice", row, None, {"rows": text})


def old_enough(rows: Rows) -> Iterator[Flag]:
    """入学年龄: the child has reached the age on the day that counts."""
    cutoff, years = rows.context.age_cutoff, rows.context.min_age
    if cutoff is None or years is None:
        return
    column = BORN_ON if rows.has(BORN_ON) else IDENTITY
    latest = last_birth(cutoff, years)
    said = {"cutoff": cutoff, "years": years, "latest": latest}
    for found in live(rows):
        if found.born_on is not None and found.born_on > latest and rows.is_sound(found.row, column):
            yield Flag("UNDER_AGE", "error", found.row, column, said)


def last_birth(cutoff: date, years: int) -> date:
    """出生日期: the last day of birth that reaches the age by the cutoff."""
    latest = birthday(cutoff, -years)
    # 民法典第二百零二条: without a corresponding day the last day of the month counts, so a leap day is in.
    while birthday(latest + timedelta(1), years) <= cutoff:
        latest += timedelta(1)
    return latest


def birthday(born_on: date, years: int) -> date:
    """周岁生日: the same day so many years on, or the month's last where there is no such day."""
    year = born_on.year + years
    return date(year, born_on.month, min(born_on.day, monthrange(year, born_on.month)[1]))


def live(rows: Rows) -> list[Application]:
    """学位申请 that were not withdrawn."""
    states = rows.values(STATE)
    counting = (row for row in range(rows.n) if states[row] != WITHDRAWN and row not in rows.dropped)
    return [_application(rows, row) for row in counting]


def _are_several(group: list[Application]) -> bool:
    """True when the applications are for more than one child: the names differ, and so do the numbers."""
    return len({a.name for a in group}) > 1 and len({a.identity or a.row for a in group}) > 1


def _told(rows: Rows, groups: Iterable[list[Application]]) -> dict[int, Words]:
    """For each row the rows of the largest group that it is in, as a message names them."""
    told: dict[int, tuple[int, Words]] = {}
    for group in groups:
        said = (len(group), row_list(rows, [a.row for a in group]))
        for found in group:
            told[found.row] = max(told.get(found.row, said), said, key=lambda known: known[0])
    return {row: text for row, (_, text) in sorted(told.items())}


def _application(rows: Rows, row: int) -> Application:
    name, identity = rows.values(NAME)[row], rows.values(IDENTITY)[row]
    stated = birth_of(identity) if identity and rows.is_sound(row, IDENTITY) else None
    return Application(
        row=row,
        number=rows.values(APPLICATION)[row],
        name=name_key(name) if name else None,
        identity=number_key(identity) if identity else None,
        born_on=rows.values(BORN_ON)[row] or stated,
        guardians=frozenset(key for g in GUARDIANS if (key := _guardian(rows, row, g))),
    )


def _guardian(rows: Rows, row: int, which: str) -> str | None:
    """The identity number of a guardian, else name and telephone."""
    identity, name, phone = (rows.values(f"{which}_{part}")[row] for part in ("identity", "name", "phone"))
    if identity:
        return number_key(identity)
    return f"{name_key(name)} {phone}" if name and phone else None
