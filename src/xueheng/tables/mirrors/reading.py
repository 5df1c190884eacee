"""导出的读法: the rows of a national export as entries: which grade, class and state each speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from xueheng.standards.class_years import class_years, school_year
from xueheng.standards.mirrors import NationalSystem
from xueheng.standards.stages import grade_of
from xueheng.standards.words import comparable
from xueheng.tables.cells.ordinals import ordinal_of
from xueheng.tables.mirrors.sides import Entry
from xueheng.tables.own import PERSON

DIGITS = re.compile(r"\d+")
OF_YEAR = len("2401")  # a class number that begins with the year of entry
PART = 2000  # rows that are taken apart at a time
READ = {
    "number", "school_code", "school", "campus", "name", "sex", "born_on", "id_number", "id_kind", "photo",
    "note", PERSON,
}  # fmt: skip
PLACED = {"level", "grade", "class", "class_number", "status", "entered", "entry_year"}  # of pupils


def exported(table: pa.Table, system: NationalSystem, *, on: date, at: str = "") -> list[Entry]:
    """导出 as entries; `key` is the number of the row, from 1; schools lie at the code of who has them."""
    aside = READ | {*system.key[:1], *system.aside} | (PLACED if system.of == "pupils" else set())
    facts = [name for name in table.column_names if name not in aside]
    rows = (row for part in table.to_batches(max_chunksize=PART) for row in part.to_pylist())
    return [_entry(n, row, facts, system, on, at) for n, row in enumerate(rows, start=1)]


def _entry(
    key: int, row: Mapping[str, Any], facts: list[str], system: NationalSystem, on: date, at: str
) -> Entry:
    def text(name: str) -> str:
        return as_text(row.get(name))

    is_pupil, number, about = system.of == "pupils", system.key[0], system.key[1:]
    state = system.state_of(text("status"))
    return Entry(
        key,
        text("name"),
        text(number),
        text("sex"),
        row.get("born_on"),
        at or text("school_code"),
        grade_said(row.get("grade"), row.get("level"), row.get("entered"), on=on) if is_pupil else None,
        class_number(row.get("class") or row.get("class_number")) if is_pupil else "",
        state if is_pupil or state in {None, *system.leaving} else "",
        text("id_number"),
        None if about else row.get(PERSON),
        {name: text(name) for name in facts if text(name)},
        " ".join(text(name) for name in about),
    )


def as_text(value: Any) -> str:
    """A cell as both sides write it: no blanks of decimals, nothing where nothing is said."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str("" if value is None else value)


@cache
def grade_said(grade: str | None, level: str | None, entered: str | None, *, on: date) -> int | None:
    """年级 by its name, else from the stage and the month of entry."""
    if grade and (found := grade_of(grade)):
        return found
    stage = class_years().stages.get(level or "")
    grades = stage.grades if stage else ()
    if not entered or not entered[:4].isdecimal():
        return None
    passed = school_year(on) - int(entered[:4])
    return grades[passed] if 0 <= passed < len(grades) else None


@cache
def class_number(text: str | None) -> str:
    """班号 without the grade, the year of entry and leading zeros: 七年级1班, 2401班 and 一班 are all 1."""
    plain = comparable(text or "")
    found: list[str] = DIGITS.findall(plain)
    if not found:
        bare = plain.removesuffix("班")
        return str(ordinal_of(bare) or bare) if bare else ""
    last = found[-1][2:] if len(found[-1]) == OF_YEAR else found[-1]
    return last.lstrip("0") or "0"
