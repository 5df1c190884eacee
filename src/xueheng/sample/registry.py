"""学籍导出: what the national system says of one school: some new, some gone, some otherwise than here."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from xueheng.sample.county import County
from xueheng.sample.plan import FIRST_GRADE, School
from xueheng.sample.roll import LAST
from xueheng.standards.class_years import class_label, grade_label

AT = date(LAST, 9, 5)
GONE, NEW, MOVED = 2, 2, 3


def registry_export(county: County) -> tuple[School, pa.Table] | None:
    """One school and its export: two pupils are missing, two are new, three are in another class."""
    unit, roll = county.unit, county.roll
    at = next((n for n, s in enumerate(unit.schools) if s.skewed), None)
    if at is None:
        return None
    own = np.array([k.school == at for k in roll.classes])
    rows = np.flatnonzero(roll.spells.on(AT) & own[roll.spells.klass])
    rows = rows[np.lexsort((roll.spells.person[rows], roll.spells.klass[rows]))][GONE:]
    strangers = np.setdiff1d(np.arange(len(roll.pupils.born)), roll.spells.person[roll.spells.on(AT)])[-NEW:]
    klass = roll.spells.klass[rows]
    klass[:MOVED] = klass[-1]
    person = np.concatenate([roll.spells.person[rows], strangers])
    klass = np.concatenate([klass, np.repeat(klass[-1], len(strangers))])
    return unit.schools[at], registered(county, person, klass)


def registered(county: County, person: np.ndarray, klass: np.ndarray) -> pa.Table:
    """学籍表: pupils by position with the school and class of each, as the national systems write them."""
    people = county.persons.take(person)
    held = [county.roll.classes[k] for k in klass.tolist()]
    schools = [county.unit.schools[k.school] for k in held]
    grades = [FIRST_GRADE[k.stage] + LAST - k.entered for k in held]
    return pa.table(
        {
            "school_code": [school.code for school in schools],
            "school": [school.name for school in schools],
            "grade": [grade_label(g).zh for g in grades],
            "class": [class_label(g, str(k.number)).zh for g, k in zip(grades, held, strict=True)],
            "student_number": people["number"],
            "name": people["name"],
            "sex": ["男" if sex == "1" else "女" for sex in people["sex"].to_pylist()],
            "born_on": [day.isoformat() for day in people["born_on"].to_pylist()],
            "id_kind": ["居民身份证"] * len(person),
            "id_number": people["id_number"],
            "status": ["在读"] * len(person),
        }
    )
