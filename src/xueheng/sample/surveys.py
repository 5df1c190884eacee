"""教基与人口: the schools' own figures, and the children of each town by age."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.sample.orgs import setting
from xueheng.sample.plan import FIRST_GRADE, Unit
from xueheng.sample.resources import Part, parts
from xueheng.sample.roll import Roll
from xueheng.sample.streams import stream

KIND_WORDS = {
    "kindergarten": "幼儿园",
    "primary_school": "小学",
    "teaching_point": "教学点",
    "junior_school": "初级中学",
    "nine_year_school": "九年一贯制学校",
    "senior_school": "高级中学",
    "complete_school": "完全中学",
    "vocational_school": "中等职业学校",
    "special_school": "特殊教育学校",
}
LEVELS = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "中职",
}
SETTINGS = {"urban": "城区", "town": "镇区", "rural": "乡村"}
AGES = range(0, 18)


def schools(unit: Unit, roll: Roll, *, year: int) -> pa.Table:
    """学校基本情况表: a row for each school and stage on the first of September."""
    return pa.Table.from_pylist([_school(unit, part) for part in parts(unit, roll, year=year)])


def _school(unit: Unit, part: Part) -> dict[str, Any]:
    first = FIRST_GRADE[part.stage]
    grades: dict[str, int | None] = {f"grade_{n}": None for n in range(1, 13)}
    if part.stage in ("primary", "junior", "senior"):
        grades |= {f"grade_{first + nth}": n for nth, n in enumerate(part.by_grade)}
    return {
        "county": unit.name,
        "town": unit.towns[part.school.town],
        "code": part.school.code,
        "name": part.school.name,
        "level": LEVELS[part.stage],
        "kind": KIND_WORDS[part.school.kind],
        "ownership": "民办" if part.school.ownership == "private" else "公办",
        "urban_rural": SETTINGS[setting(unit, part.school)],
        "classes": part.classes,
        "pupils": part.pupils,
        "boys": part.boys,
        "girls": part.pupils - part.boys,
        "new_entrants": part.by_grade[0],
        **grades,
    }


def population(unit: Unit, roll: Roll, *, year: int, seed: str) -> pa.Table:
    """学龄人口表: children of each town by age on the last of August; fewer are born from year to year."""
    return pa.Table.from_pylist(list(_population(unit, roll, year, seed)))


def _population(unit: Unit, roll: Roll, year: int, seed: str) -> Iterator[dict[str, Any]]:
    primary = [p for p in parts(unit, roll, year=year, stages=("primary",))]
    for town, name in enumerate(unit.towns):
        base = sum(p.pupils for p in primary if p.school.town == town) / 6
        random = stream(seed, unit.number, "population", year, town)
        wobble = random.integers(-40, 41, (len(AGES), 2)) / 1000
        for age in AGES:
            shape = 0.62 + 0.065 * age if age < 6 else 1.0 + 0.004 * (age - 6)
            count = max(2, round(base * shape * (1 + wobble[age, 0])))
            boys = round(count * (0.52 + wobble[age, 1] / 4))
            yield {
                "county": unit.name,
                "town": name,
                "age": age,
                "count": count,
                "boys": boys,
                "girls": count - boys,
                "as_of": f"{year}-08-31",
                "source": "生成数据",
            }


def teachers(unit: Unit, people: pa.Table, made: Any) -> pa.Table:
    """教师花名册 of the schools: who teaches what, with degree, title and backbone honour."""
    at = [n for n, school in enumerate(made.school) if school >= 0]
    own = people.slice(people.num_rows - len(made.school)).take(at)
    school = [unit.schools[made.school[n]] for n in at]
    return pa.table(
        {
            "school_code": [s.code for s in school],
            "school": [s.name for s in school],
            "teacher_id": own["number"],
            "name": own["name"],
            "sex": np.where(made.is_male[at], "男", "女").tolist(),
            "id_number": own["id_number"],
            "education": [made.education[n] for n in at],
            "title": [made.title[n] for n in at],
            "backbone": [made.backbone[n] for n in at],
            "subject": [made.subject[n] for n in at],
            "level": [LEVELS[made.stage[n]] for n in at],
        }
    )
