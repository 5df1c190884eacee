"""招生计划核对: choices name schools of the plan, by their right names, and quota places only where due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xueheng.standards.words import comparable
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.preferences import BATCH, KIND, PROGRAM, STUDENT
from xueheng.tables.rules.roster import number_key
from xueheng.tables.schema import named, schema

SCHOOL_NAME = "school_name"
QUOTA = "quota"
NUMERALS = "零一二三四五六七八九十百"
DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
ORDINAL = re.compile(rf"第?([{NUMERALS}]+)(?:高级)?中学")
SHORTER = {"高级中学": "高中", "普通高中": "高中", "职业高中": "职高", "实验中学": "实验中"}
SIGNS = re.compile(r"[()（）【】\[\]]")
PART = re.compile(r"[(【\[][^()【】\[\]]*[)】\]]|(普通)?高中部$|(校)?本部$")
PLACE = re.compile("[省市县区]")
SHORTEST = 2  # a name of one character is no name of a school


@dataclass(frozen=True)
class Program:
    """招生学校 of the plan: its name, and its quota places where the plan says them."""

    name: str
    quota: str


def in_plan(rows: Rows) -> Iterator[Flag]:
    """招生计划: a choice names a school that the plan has."""
    plan = plan_of(rows)
    for row in _counting(rows) if plan else ():
        code = rows.values(PROGRAM)[row]
        if code is not None and number_key(code) not in plan and rows.is_sound(row, PROGRAM):
            alike = [c for c in plan if c.lstrip("0") == number_key(code).lstrip("0")]
            yield Flag("NOT_IN_PLAN", "error", row, PROGRAM, repair=alike[0] if len(alike) == 1 else None)


def by_its_name(rows: Rows) -> Iterator[Flag]:
    """学校名称: the name beside a code is a name of that school and of no other."""
    plan = plan_of(rows)
    judged: dict[tuple[str, str], bool] = {}
    for row in _counting(rows) if plan else ():
        code, name = rows.values(PROGRAM)[row], rows.values(SCHOOL_NAME)[row]
        if code is None or name is None or number_key(code) not in plan:
            continue
        key = (number_key(code), name)
        if key not in judged:
            judged[key] = _is_named(plan, *key)
        if not judged[key] and rows.is_sound(row, SCHOOL_NAME):
            said = {"school": code, "found": plan[key[0]].name}
            yield Flag("CODE_NAME_MISMATCH", "error", row, SCHOOL_NAME, said)


def quota_open(rows: Rows) -> Iterator[Flag]:
    """指标到校资格: a quota place is for those entitled to it, at schools that have some."""
    plan, barred = plan_of(rows), {number_key(s) for s in rows.context.indicator_ineligible}
    column = KIND if rows.has(KIND) else BATCH
    for row in _counting(rows) if plan or barred else ():
        student, code = rows.values(STUDENT)[row], rows.values(PROGRAM)[row]
        if student is None or not _is_quota(rows, row) or not rows.is_sound(row, column):
            continue
        if number_key(student) in barred:
            yield Flag("NOT_ELIGIBLE", "error", row, column)
        elif code is not None and (found := plan.get(number_key(code))) and found.quota == "0":
            yield Flag("NO_QUOTA", "error", row, column, {"school": code, "found": found.name})


def plan_of(rows: Rows) -> dict[str, Program]:
    """招生计划 that the caller gave, by school code."""
    plan = {}
    for record in rows.context.plan:
        said = {_heading(key): str(value).strip() for key, value in record.items() if value is not None}
        if said.get("code"):
            plan[number_key(said["code"])] = Program(said.get("name", ""), said.get("indicator", ""))
    return plan


def school_name_key(name: str) -> str:
    """学校名称 in short: 青山县第一中学 and 青山一中 are one."""
    short = ORDINAL.sub(r"\1中", comparable(name).translate(DIGITS))
    for long, brief in SHORTER.items():
        short = short.replace(long, brief)
    return PLACE.sub("", short) or short


def _heading(text: str) -> str:
    return named(schema("plan"), text).removeprefix("schools[].")


def _counting(rows: Rows) -> list[int]:
    """The rows that are not replaced by a later one."""
    return [row for row in range(rows.n) if row not in rows.dropped]


def _is_named(plan: Mapping[str, Program], code: str, name: str) -> bool:
    """True when the name is that school's, as it is written or in short, and no other's."""
    if not plan[code].name or comparable(name) == comparable(plan[code].name):
        return True
    for written in _variants(code, name):
        if found := [c for c, school in plan.items() if _are_alike(written, school.name)]:
            return found == [code]
    return False


def _variants(code: str, name: str) -> tuple[str, ...]:
    """The name as it may be meant: as written, without its code, without brackets, without what they hold."""
    own = comparable(name).removeprefix(code.casefold()).lstrip("-_.:") or name
    return name, own, SIGNS.sub("", own), PART.sub("", own)


def _are_alike(one: str, other: str) -> bool:
    """True when two names are one in short, or one is the other with a place before it."""
    brief, long = sorted((school_name_key(one), school_name_key(other)), key=len)
    before = long.removesuffix(brief)
    return brief == long or (
        len(brief) >= SHORTEST and len(before) < len(long) and before[-1] not in NUMERALS
    )


def _is_quota(rows: Rows, row: int) -> bool:
    """True for a quota place: its kind says so, or its batch where there is no kind."""
    kind, batch = rows.values(KIND)[row], rows.values(BATCH)[row]
    words = rows.schema.column(KIND).codes[QUOTA]
    return kind == QUOTA or (kind is None and any(word in (batch or "") for word in words))
