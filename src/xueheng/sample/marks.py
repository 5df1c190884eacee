"""成绩: marks drawn from ability, entrance, school and class, for those who sat an exam."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from xueheng.sample.exams import ENTRANCE, Exam, mock
from xueheng.sample.plan import FIRST_GRADE, Unit
from xueheng.sample.roll import FloatArray, IntArray, Roll
from xueheng.sample.streams import normal, stream
from xueheng.standards.class_years import class_label


def candidates(unit: Unit, roll: Roll, exam: Exam, *, seed: str) -> IntArray:
    """考生: the spells of those who sit the exam, by school, class and pupil."""
    spells = roll.spells
    school_year = exam.on.year - (exam.on.month < 9)
    entered = school_year - (exam.grade - FIRST_GRADE[exam.stage])
    fits = np.array(
        [
            k.stage == exam.stage
            and k.entered == entered
            and exam.school in (-1, k.school)
            and unit.schools[k.school].kind != "special_school"
            for k in roll.classes
        ]
    )
    rows = np.flatnonzero(spells.on(exam.on) & fits[spells.klass])
    if exam.share < 100:
        drawn = stream(seed, unit.number, "sample", exam.id).integers(0, 100, len(rows))
        rows = rows[drawn < exam.share]
    return rows[np.lexsort((spells.person[rows], spells.klass[rows]))]


def standing(unit: Unit, roll: Roll, rows: IntArray, *, seed: str, of: str) -> FloatArray:
    """What a pupil brings to an exam: ability, and what the school (of senior stage) and the class add."""
    random = stream(seed, unit.number, "standing", of)
    klass = roll.spells.klass[rows]
    adds = np.array([unit.schools[k.school].adds if k.stage == "senior" else 0.0 for k in roll.classes])
    of_class = 0.06 * normal(stream(seed, unit.number, "classes"), len(roll.classes))
    ability = roll.pupils.ability[roll.spells.person[rows]]
    level: FloatArray = 0.9 * ability + 0.3 * normal(random, len(rows)) + adds[klass] + of_class[klass]
    return level


def marks(unit: Unit, roll: Roll, exam: Exam, *, seed: str) -> pa.Table:
    """成绩表: marks in steps of a half, and a few absent ones."""
    rows = candidates(unit, roll, exam, seed=seed)
    if exam.kind == "zhongkao":
        level = roll.pupils.entrance[roll.spells.person[rows]]
    else:
        level = standing(unit, roll, rows, seed=seed, of=exam.id)
    random = stream(seed, unit.number, "marks", exam.id)
    columns = {}
    for subject, full in exam.full.items():
        own = 0.9 * level + 0.42 * normal(random, len(rows))
        halves = np.clip(np.rint(2 * full * (0.63 + 0.145 * own)), 0, 2 * full) / 2
        columns[subject] = [f"{mark:g}" for mark in halves.tolist()]
    for at in np.flatnonzero(random.integers(0, 1000, len(rows)) < 8).tolist():
        for subject in exam.full:
            columns[subject][at] = "缺考"
    return pa.table({**_heads(unit, roll, rows, exam.on), **columns})


def linked(unit: Unit, roll: Roll, year: int, *, seed: str) -> pa.Table:
    """增值分析表: total marks of a mock beside the entrance marks of three years before, of who has both."""
    exam = mock(unit, year)
    scores = marks(unit, roll, exam, seed=seed)
    rows = candidates(unit, roll, exam, seed=seed)
    entrance = roll.pupils.entrance[roll.spells.person[rows]]
    full = 2 * sum(ENTRANCE.values())
    before = np.clip(np.rint(full * (0.64 + 0.12 * entrance)), 0, full) / 2
    held = zip(*(scores[subject].to_pylist() for subject in exam.full), strict=True)
    totals = [None if "缺考" in line else f"{sum(map(float, line)):g}" for line in held]
    heads = {name: scores[name] for name in ("id", "name", "school", "class")}
    joined = pa.table({**heads, "中考": [f"{mark:g}" for mark in before.tolist()], "一模": totals})
    return joined.filter(joined["一模"].is_valid())


def _heads(unit: Unit, roll: Roll, rows: IntArray, on: date) -> dict[str, list[object]]:
    """Positions for the pupils' numbers and names, which are filled in when persons are known."""
    klass = [roll.classes[k] for k in roll.spells.klass[rows].tolist()]
    year = on.year - (on.month < 9)
    labels = {k: class_label(FIRST_GRADE[k.stage] + year - k.entered, str(k.number)).zh for k in set(klass)}
    return {
        "id": roll.spells.person[rows].tolist(),
        "name": [""] * len(rows),
        "school": [unit.schools[k.school].name for k in klass],
        "class": [labels[k] for k in klass],
    }
