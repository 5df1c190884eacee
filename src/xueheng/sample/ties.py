"""关系: spells, guardians, posts and lessons as tables; persons by position, organisations by code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from xueheng.sample.families import Families
from xueheng.sample.orgs import class_code
from xueheng.sample.plan import FIRST_GRADE, Unit, place
from xueheng.sample.roll import LAST, OPEN, IntArray, Roll
from xueheng.sample.staff import HEADS, Staff, leading
from xueheng.standards.class_years import class_label, grade_label

EPOCH = date(1970, 1, 1).toordinal()
SINCE = date(2023, 9, 1)
LESSONS_SINCE = date(LAST, 9, 1)
Post = tuple[int, str, str, str, date]  # person, organisation, role, subject, since
SECTION_ROLES = {
    "basic": "section_clerk",
    "personnel": "personnel_officer",
    "finance": "finance_officer",
    "research": "researcher",
    "exams": "exam_officer",
    "inspection": "inspector",
    "equipment": "equipment_officer",
    "aid": "aid_officer",
}


def days(ordinals: IntArray) -> pa.Array:
    """Dates; null for what is still open."""
    since = np.where(ordinals == OPEN, 0, ordinals - EPOCH).astype(np.int32)
    return pa.array(since, mask=ordinals == OPEN).cast(pa.date32())


def spells(unit: Unit, roll: Roll) -> pa.Table:
    """在读表: person, school, class, from and until when, and how it ended."""
    held, classes = roll.spells, roll.classes
    codes = [class_code(unit, k) for k in classes]
    at = held.klass.tolist()
    return pa.table(
        {
            "person": held.person,
            "school": [unit.schools[classes[k].school].code for k in at],
            "klass": [codes[k] for k in at],
            "valid_from": days(held.since),
            "valid_to": days(held.until),
            "exit_kind": held.left.tolist(),
        }
    )


def guardians(roll: Roll, families: Families) -> pa.Table:
    """监护表: child, guardian and the code of their relation (51 father, 52 mother)."""
    n_pupils = len(roll.pupils.born)
    relation = np.where(families.is_father[families.guardian], "51", "52")
    return pa.table(
        {
            "child": families.child,
            "guardian": families.guardian + n_pupils,
            "relation": relation.tolist(),
        }
    )


def posts(unit: Unit, roll: Roll, staff: Staff, *, n_persons: int) -> pa.Table:
    """任职表: teachers in their classes, class teachers, heads and deans, central schools, the bureau."""
    first = n_persons - len(staff.school)
    found = [
        *_in_classes(unit, roll, staff),
        *_in_schools(unit, staff),
        *_in_bureau(unit, staff),
    ]
    person, org, role, subject, since = (list(column) for column in zip(*found, strict=True))
    return pa.table(
        {
            "person": [first + p for p in person],
            "org": org,
            "role": role,
            "subject": subject,
            "valid_from": since,
        }
    )


def _in_classes(unit: Unit, roll: Roll, staff: Staff) -> Iterator[Post]:
    for lesson in staff.lessons:
        code = class_code(unit, roll.classes[lesson.klass])
        yield lesson.teacher, code, "teacher", lesson.subject, LESSONS_SINCE
    for teacher, klass in staff.class_teachers:
        yield teacher, class_code(unit, roll.classes[klass]), "class_teacher", "", LESSONS_SINCE


def _in_schools(unit: Unit, staff: Staff) -> Iterator[Post]:
    """校长 and 教务主任 are the first two of a school; the head of a town's first one leads its centre."""
    led: set[str] = set()
    members_of = leading(unit, staff.school)
    for at, school in enumerate(unit.schools):
        members = members_of[at]
        for role, person in zip(("head", "dean"), members, strict=False):
            yield person, school.code, role, "", SINCE
        if "-center-" in school.parent and school.parent not in led:
            led.add(school.parent)
            yield members[0], school.parent, "central_school_head", "", SINCE


def _in_bureau(unit: Unit, staff: Staff) -> Iterator[Post]:
    """局领导, who checks, three administrators, and the sections: their posts reach the whole county."""
    own = iter([n for n, school in enumerate(staff.school) if school < 0])
    for role in HEADS:
        yield next(own), unit.code, role, "", SINCE
    for person, section in zip(own, _sections(), strict=False):
        yield person, unit.code, SECTION_ROLES[section], "", SINCE


def _sections() -> Iterator[str]:
    while True:
        yield from (one["code"] for one in place("sections"))


def teaching(unit: Unit, roll: Roll, staff: Staff, persons: pa.Table) -> pa.Table:
    """任教表 of the running school year: the lessons of primary to senior classes."""
    own = persons.slice(persons.num_rows - len(staff.school))
    numbers, names = own["number"].to_pylist(), own["name"].to_pylist()
    rows = []
    for lesson in staff.lessons:
        klass = roll.classes[lesson.klass]
        grade = FIRST_GRADE[klass.stage] + LAST - klass.entered
        if klass.stage in ("primary", "junior", "senior"):
            school = unit.schools[klass.school]
            rows.append(
                {
                    "school_code": school.code,
                    "school": school.name,
                    "teacher_id": numbers[lesson.teacher],
                    "teacher_name": names[lesson.teacher],
                    "subject": lesson.subject,
                    "grade": grade_label(grade).zh,
                    "class": class_label(grade, str(klass.number)).zh,
                    "hours": lesson.hours,
                }
            )
    return pa.Table.from_pylist(rows)
