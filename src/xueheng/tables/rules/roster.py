"""名册核对: every row is a person of the roster, under the name that stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xueheng.standards.words import comparable
from xueheng.tables.cells.ordinals import ordinal_of
from xueheng.tables.cells.values import half_width
from xueheng.tables.context import Record
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.keys import consistent
from xueheng.tables.schema import named, schema

DOTS = re.compile(r"[·•‧∙⋅・･.\u2022\u00b7\u30fb-]")
CLASS_NUMBER = re.compile(r"(\d+|[一二三四五六七八九十]+)\)?班?$")
HEADINGS_OF = "scores"  # the table whose headings a roster uses


@dataclass
class _Roster:
    """The names of each number, and the numbers that differ only by zeros in front."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)  # number to names, comparable to written
    bare: dict[str, set[str]] = field(default_factory=dict)


def known(rows: Rows, *, id: str = "id", name: str = "name") -> Iterator[Flag]:
    """名册: a number that is not in the roster, or stands there under another name."""
    roster = _roster(rows.context.roster)
    if not roster.names:
        return
    for row, (number, called) in enumerate(zip(rows.values(id), rows.values(name), strict=True)):
        if number is None:
            continue
        names = roster.names.get(number_key(number))
        if names is None and rows.is_sound(row, id):
            yield Flag("NOT_IN_ROSTER", "error", row, id, repair=_with_zeros(roster, number, called))
        elif names and called and name_key(called) not in names and rows.is_sound(row, id, name):
            said = {"id": number, "found": "、".join(names.values())}
            yield Flag("NAME_MISMATCH", "error", row, name, said)


def same_class(rows: Rows, *, id: str = "id", column: str = "class") -> Iterator[Flag]:
    """班级 is the one of the roster, however it is written; another one is only told."""
    classes = {n: c for n, c in _classes(rows.context.roster, column) if c} if rows.has(column) else {}
    if not classes:
        return
    for row, (number, said) in enumerate(zip(rows.values(id), rows.values(column), strict=True)):
        found = classes.get(number_key(number)) if number and said else None
        if found and not _is_one_class(said, found) and rows.is_sound(row, id, column):
            yield Flag("CLASS_MISMATCH", "warning", row, column, {"id": number, "found": found})


def _classes(records: Iterable[Record], column: str) -> Iterator[tuple[str, str]]:
    for record in records:
        person = {named(schema(HEADINGS_OF), heading): str(value) for heading, value in record.items()}
        yield number_key(person.get("id", "")), person.get(column, "")


def _is_one_class(one: str, other: str) -> bool:
    """True when two texts may mean one class: 01, 1班, 九年级（1）班 and 2301班; a name is not judged."""
    numbers = [CLASS_NUMBER.search(half_width(text)) for text in (one, other)]
    if comparable(one) == comparable(other) or not all(numbers):
        return True
    short, long = sorted((found[1] for found in numbers if found), key=len)
    ordinals = [int(text) if text.isdecimal() else ordinal_of(text) for text in (short, long)]
    return None in ordinals or ordinals[0] == ordinals[1] or (len(long) > 2 and long.endswith(short.zfill(2)))


def one_name(rows: Rows, *, id: str = "id", name: str = "name") -> Iterator[Flag]:
    """姓名 is one wherever a number stands; with a roster its own names have told already."""
    if not rows.context.roster:
        yield from consistent(rows, key=(id,), columns=(name,))


def number_key(number: str) -> str:
    """A number in comparable form."""
    return half_width(number).upper()


def name_key(name: str) -> str:
    """姓名 in comparable form: without blanks, and without the dots that are typed in many ways."""
    return DOTS.sub("", comparable(name))


def _roster(records: Iterable[Record]) -> _Roster:
    roster, meant = _Roster(), dict[str, str]()
    for record in records:
        for heading in record.keys() - meant.keys():
            meant[heading] = named(schema(HEADINGS_OF), heading)
        person = {meant[heading]: str(value) for heading, value in record.items() if value is not None}
        number = number_key(person.get("id", ""))
        if not number:
            continue
        names = roster.names.setdefault(number, {})
        if person.get("name"):
            names[name_key(person["name"])] = person["name"]
        roster.bare.setdefault(number.lstrip("0"), set()).add(number)
    return roster


def _with_zeros(roster: _Roster, number: str, called: str | None) -> str | None:
    """The one number that only has more zeros in front, where the name does not speak against it."""
    alike = roster.bare.get(number_key(number).lstrip("0"), set())
    if len(alike) != 1:
        return None
    (found,) = alike
    names = roster.names[found]
    return None if names and called and name_key(called) not in names else found
