"""考务与编班的示例: examinees, rooms and who may watch; new pupils of a school and their teachers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from xueheng.sample.admissions import leaving
from xueheng.sample.choices import PAIR
from xueheng.sample.county import County
from xueheng.sample.draws import beginning
from xueheng.sample.exams import ENTRANCE
from xueheng.sample.national import Export
from xueheng.sample.plan import School
from xueheng.sample.roll import LAST
from xueheng.sample.streams import stream

A_ROOM, SPARE = 30, 1
MAIN = ("语文", "数学", "英语")
Rows = list[dict[str, Any]]


def logistics(county: County) -> Iterator[Export]:
    """考务 and 编班 of a county: the tables of one exam and of one school's new classes, on their days."""
    short, code = county.unit.short, county.unit.code
    pupils = leaving(county)
    sites = [s for s in county.unit.schools if "senior" in s.stages]
    if pupils and sites:
        made: dict[str, tuple[str, Rows]] = {
            "rooms": ("考场", rooms(sites, n=len(pupils))),
            "sessions": ("考试场次", [{"session": str(n), "subject": s} for n, s in enumerate(ENTRANCE, 1)]),
            "examinees": ("考生名单", examinees(pupils)),
            "invigilators": ("监考教师", invigilators(county)),
        }
        for table, (title, rows) in made.items():
            held = pa.Table.from_pylist(rows)
            title = f"{short}{LAST}年中考{title}"
            yield Export(table, code, str(LAST), title, held, date(LAST, 5, 25))
    placed = placing(county)
    if placed is not None:
        for table, title, rows in (
            ("class_roster", "七年级编班名单", roster(county, placed)),
            ("class_teachers", "七年级任课教师", teachers(county, placed)),
        ):
            held = pa.Table.from_pylist(rows)
            yield Export(table, placed.code, str(LAST), f"{placed.name}{title}", held, date(LAST, 8, 20))


def examinees(pupils: Rows) -> Rows:
    """考生名单: number, school and class."""
    return [{name: p[name] for name in ("id", "school", "class")} for p in pupils]


def rooms(sites: list[School], *, n: int) -> Rows:
    """考场: as many at each site as the examinees fill, and one to spare."""
    each = -(-n // A_ROOM // len(sites)) + SPARE
    numbers = [(site.name, at) for site in sites for at in range(1, each + 1)]
    rows = [{"site": site, "room": f"{k:03d}", "seats": A_ROOM} for k, (site, _) in enumerate(numbers, 1)]
    uses = ["备用" if at == each else "普通" for _, at in numbers]
    return [row | {"use": use} for row, use in zip(rows, uses, strict=True)]


def invigilators(county: County) -> Rows:
    """监考教师: the teachers of the junior schools; who leads a class of the last year says so."""
    held, first = county.staff, county.persons.num_rows - len(county.staff.school)
    numbers = county.persons["number"].to_pylist()[first:]
    last = {t for t, k in held.class_teachers if county.roll.classes[k].entered == LAST - 2}
    own = [at for at, stage in enumerate(held.stage) if stage == "junior"]
    return [
        {
            "id": numbers[at],
            "school": county.unit.schools[held.school[at]].name,
            "subject": held.subject[at],
            "sex": "男" if held.is_male[at] else "女",
            "class_teacher": "是" if at in last else "否",
        }
        for at in own
    ]


def placing(county: County) -> School | None:
    """编班的学校: the one whose classes of an earlier year need explaining; None where there is none."""
    return next((s for s in county.unit.schools if s.skewed), None)


def new_classes(county: County, school: School) -> list[int]:
    """The classes of the school that begin in September."""
    at = county.unit.schools.index(school)
    new = (at, "junior", LAST)
    return [n for n, k in enumerate(county.roll.classes) if (k.school, k.stage, k.entered) == new]


def roster(county: County, school: School) -> Rows:
    """编班名单 without marks: sex, month of birth, town, from elsewhere; a pair kept together."""
    known, who = county.roll.pupils, beginning(county, "junior", school=school)
    numbers = county.persons["number"].take(who).to_pylist()
    moved = stream(county.seed, county.unit.number, "placing").integers(0, 10, len(who)) == 0
    return [
        {
            "id": numbers[n],
            "性别": "男" if known.is_boy[p] else "女",
            "出生月": date.fromordinal(int(known.born[p])).month,
            "乡镇": county.unit.towns[known.town[p]],
            "随迁": "是" if moved[n] else "否",
            "together": "S1" if n < PAIR else None,
        }
        for n, p in enumerate(who.tolist())
    ]


def teachers(county: County, school: School) -> Rows:
    """任课教师 of the three main subjects with the number of their new classes."""
    new, held = set(new_classes(county, school)), county.staff
    taught = Counter((s.teacher, s.subject) for s in held.lessons if s.klass in new and s.subject in MAIN)
    first = county.persons.num_rows - len(held.school)
    numbers = county.persons["number"].to_pylist()[first:]
    years = [LAST - 23 - date.fromordinal(int(day)).year for day in held.born]
    return [
        {"id": numbers[t], "subject": s, "classes": n, "years": max(0, years[t]), "title": held.title[t]}
        for (t, s), n in sorted(taught.items())
    ]
