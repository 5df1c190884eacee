"""上报文件: what the national system lacks or has otherwise than it holds here, in its own columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xueheng.apps.intake.mirroring.mirror import Mirror
from xueheng.apps.intake.mirroring.telling import is_out_of_sight
from xueheng.standards.class_years import class_label, grade_label
from xueheng.standards.mirrors import NationalSystem
from xueheng.tables.cells.codes import words_of
from xueheng.tables.mirrors.reading import as_text
from xueheng.tables.mirrors.sides import Change, Contradiction, Difference, Entry
from xueheng.tables.schema import ColumnSchema, schema

ROOM = ("grade", "class", "class_number")
BESIDE = {
    "school": ("school", "school_code", *ROOM),
    "grade": ROOM,
    "class": ROOM,
}  # columns that go together


@dataclass(frozen=True)
class Filed:
    """上报文件: headings and rows, as the national system takes them in."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def filed(shown: Mirror, schools: Mapping[str, str]) -> Filed:
    """上报文件 of a mirror: rows that the export lacks, and rows in which ours holds; all else is its own."""
    system = shown.side.system
    held = _by_column(system, [*_lacking(shown, schools), *_holding(shown, schools)])
    columns = [_column(system, name) for name in system.upload.columns]
    cells = [[_cell(column, row.get(column.name), system) for column in columns] for row in held]
    return Filed([column.label.zh for column in columns], cells)


def _lacking(shown: Mirror, schools: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    system = shown.side.system
    for one in shown.found.missing if system.upload.lacking else ():
        yield {**one.facts, **_own(one, system, schools), "id_number": one.id_number}


def _holding(shown: Mirror, schools: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What the export says of a row, with what holds here in its place; nobody is asked for it again."""
    system, table = shown.side.system, shown.compared.table
    found: list[Difference | Contradiction] = [*shown.found.changed, *shown.found.contradicting]
    for one in found:
        ours = [change for change in one.changes if system.winner(change.column) == "ours"]
        if ours and one.held and not is_out_of_sight(one, schools):
            said = table.slice(one.said.key - 1, 1).to_pylist()[0]
            yield {**said, **_changed(Difference(one.said, one.held), ours, system, schools)}


def _changed(
    one: Difference, changes: Sequence[Change], system: NationalSystem, schools: Mapping[str, str]
) -> dict[str, Any]:
    own = {**one.held.facts, **_own(one.held, system, schools)}
    names = [name for change in changes for name in BESIDE.get(change.column, (change.column,))]
    return {name: own[name] for name in names if name in own}


def _own(one: Entry, system: NationalSystem, schools: Mapping[str, str]) -> dict[str, Any]:
    """What holds here of a person or a school, by the columns of the export."""
    grade = grade_label(one.grade).zh if one.grade else ""
    place = {"school_code": one.school, "school": schools.get(one.school, ""), "grade": grade}
    room = class_label(one.grade, one.klass).zh if one.grade and one.klass else one.klass
    person = {
        "name": one.name,
        "sex": one.sex,
        "born_on": one.born_on,
        "class": room,
        "class_number": one.klass,
    }
    key = dict(zip(system.key, (one.number, one.about), strict=False))
    return {**place, **person, "class": room, "class_number": one.klass, **key}


def _by_column(system: NationalSystem, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (as_text(row.get("school_code")), as_text(row.get(system.key[0]))))


def _column(system: NationalSystem, name: str) -> ColumnSchema:
    return schema(system.id).column(name)


def _cell(column: ColumnSchema, value: Any, system: NationalSystem) -> str:
    """A value as the national system writes it: dates as eight digits, codes or their words."""
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    text = as_text(value)
    words = words_of(column).get(text) if column.type == "code" and system.upload.codes == "words" else None
    return words[0] if words else text
