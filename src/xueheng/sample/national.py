"""国家系统导出: what the national systems say of staff, aid, fitness and schools: mostly what we know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.sample.county import County
from xueheng.sample.registry import registered
from xueheng.sample.roll import LAST, IntArray
from xueheng.sample.streams import stream

AT = date(LAST, 9, 5)
AIDED = 31  # one pupil of so many gets aid
AMOUNTS = {"特别困难": "750", "困难": "625", "一般困难": "500"}
KINDS = ("脱贫家庭", "低保", "残疾学生", "孤儿", "其他")


@dataclass(frozen=True)
class Export:
    """导出表 of a national system: of which table, organisation and period, and when it was brought in."""

    table: str
    org: str
    period: str
    title: str
    rows: pa.Table
    on: date
    label: str = ""


def exports(county: County) -> Iterator[Export]:
    """国家系统导出 of a county; the city's own schools have none."""
    short, code = county.unit.short, county.unit.code
    if county.unit.is_city:
        return
    staff = f"{short}全国教师管理信息系统导出"
    yield Export("teachers", code, f"{LAST}-09-01", staff, teachers(county), date(LAST, 9, 11))
    for period, on, changes in (
        (f"{LAST}-03-01", date(LAST, 4, 15), 0),
        (f"{LAST}-09-01", date(LAST, 9, 12), 3),
    ):
        season = "春季" if on.month < 8 else "秋季"
        title = f"{short}{LAST}年{season}资助名单"
        yield Export("aid", code, period, title, aid(county, term=f"{LAST}年{season}", changes=changes), on)
    measured = fitness(county)
    if measured is not None:
        at, rows = measured
        yield Export("fitness", at, f"{LAST}", f"{short}{LAST}年体质健康测试", rows, date(LAST, 9, 12))
    title = f"{short}{LAST}年教基导出"
    yield Export("schools", code, f"{LAST}", title, schools(county), date(LAST, 9, 12), "教基导出")


def teachers(county: County) -> pa.Table:
    """教师: one is missing, one has moved, one has retired, one is new, and of one nobody knows the state."""
    rows = county.tables["teachers"].to_pylist()
    *kept, _gone = [row | {"status": "在岗"} for row in rows]
    away = next(row for row in kept if row["school_code"] != kept[-1]["school_code"])
    kept[-1] |= {name: away[name] for name in ("school_code", "school")}
    kept[-2]["status"], kept[-3]["status"] = "退休", "待岗"
    new = {"teacher_id": f"T{county.unit.code}99999", "name": "新进生成", "id_number": None}
    return pa.Table.from_pylist([*kept, {**kept[-4], **new}])


def aid(county: County, *, term: str, changes: int) -> pa.Table:
    """资助名单 of a term; so many are gone or new or get another amount; one of the new is no pupil."""
    person, klass = _present(county, ("primary", "junior"))
    chosen = np.arange(0, len(person), AIDED)
    chosen = np.concatenate([chosen[changes:], np.arange(1, len(person), AIDED)[:changes]])
    whom, where = person[chosen], klass[chosen]
    if changes:
        spells = county.roll.spells
        whom[-1] = np.setdiff1d(spells.person, spells.person[spells.on(AT)])[-1]
    rows = registered(county, whom, where).drop_columns(["born_on", "status"]).to_pylist()
    random = stream(county.seed, county.unit.number, "aid")
    levels = [list(AMOUNTS)[n] for n in random.integers(0, 3, len(person)).tolist()]
    kinds = [KINDS[n] for n in random.integers(0, len(KINDS), len(person)).tolist()]
    for n, (row, at) in enumerate(zip(rows, chosen.tolist(), strict=True)):
        amount = "800" if n < changes else AMOUNTS[levels[at]]
        row |= {"item": "义务教育生活补助", "term": term, "amount": amount}
        row |= {"hardship": levels[at], "category": kinds[at]}
    return pa.Table.from_pylist(rows)


def fitness(county: County) -> tuple[str, pa.Table] | None:
    """体质健康 of one school: two were not measured, and one stands in another class."""
    person, klass = _present(county, ("primary", "junior"))
    held = [county.roll.classes[k] for k in klass.tolist()]
    at = next((k.school for k in held if k.stage == "junior"), None)
    if at is None:
        return None
    own = np.array([k.school == at for k in held])
    person, klass = person[own][2:], klass[own][2:]
    klass[0] = klass[-1]
    rows = registered(county, person, klass).drop_columns(["id_kind", "id_number", "status"]).to_pylist()
    random = stream(county.seed, county.unit.number, "fitness")
    drawn = random.integers(-20, 21, (len(rows), len(MARKS)))
    measured = [row | _measured(row["sex"], draw) for row, draw in zip(rows, drawn.tolist(), strict=True)]
    return county.unit.schools[at].code, pa.Table.from_pylist(measured)


MARKS = {  # what is usual, and how far twenty steps lead from it
    "height_cm": (158, 14), "weight_kg": (48, 16), "lung_ml": (2600, 700), "run_50m_s": (8.8, 1.2),
    "reach_cm": (8, 9), "jump_cm": (182, 34), "vision_left": (4.7, 0.5), "vision_right": (4.7, 0.5),
    "total": (78, 17),
}  # fmt: skip
LEVELS = ((90, "优秀"), (80, "良好"), (60, "及格"), (0, "不及格"))


def _measured(sex: str, draw: Sequence[int]) -> dict[str, Any]:
    marks = {
        name: round(usual + far * step / 20, 1)
        for (name, (usual, far)), step in zip(MARKS.items(), draw, strict=True)
    }
    own = {"pullups": max(0, draw[0] // 4 + 4)} if sex == "男" else {"situps": 30 + draw[0] // 2}
    level = next(word for least, word in LEVELS if marks["total"] >= least)
    return {**marks, **own, "level": level}


def schools(county: County) -> pa.Table:
    """教基: one school is missing, of one the pupils, of another the classes are not what the roster has."""
    rows = county.tables[f"schools-{LAST}"].to_pylist()
    _gone, first, second, *others = rows
    first |= {"pupils": first["pupils"] + 2, "boys": first["boys"] + 2}
    grade = next(name for name in first if name.startswith("grade_") and first[name])
    first[grade] += 2
    second["classes"] += 1
    return pa.Table.from_pylist([first, second, *others])


def _present(county: County, stages: Sequence[str]) -> tuple[IntArray, IntArray]:
    """The pupils of some stages in September and their classes, by class."""
    roll = county.roll
    wanted = np.array([k.stage in stages for k in roll.classes])
    rows = np.flatnonzero(roll.spells.on(AT) & wanted[roll.spells.klass])
    rows = rows[np.lexsort((roll.spells.person[rows], roll.spells.klass[rows]))]
    return roll.spells.person[rows], roll.spells.klass[rows].copy()
