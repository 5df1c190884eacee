"""教师: who teaches which subject in which class, with degrees, titles and the posts that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from xueheng.sample.plan import YEARS, Unit, place
from xueheng.sample.roll import LAST, IntArray, Roll
from xueheng.sample.streams import stream

AT = date(LAST, 9, 1)
HEADS = ("leader", "approver", "administrator", "security_administrator", "auditor")  # one of each
BUREAU_STAFF = 3  # persons of each section beside those who lead the bureau


@dataclass(frozen=True)
class Lessons:
    """任教: a teacher, a subject and a class, with its hours a week."""

    teacher: int
    subject: str
    klass: int
    hours: int


@dataclass(frozen=True)
class Staff:
    """教职工: columns by position; those of the bureau come last, with the code of their section."""

    school: tuple[int, ...]  # position of the school, -1 for the bureau
    stage: tuple[str, ...]
    subject: tuple[str, ...]
    is_male: NDArray[np.bool_]
    born: IntArray
    education: tuple[str, ...]
    title: tuple[str, ...]
    backbone: tuple[str, ...]
    lessons: tuple[Lessons, ...]
    class_teachers: tuple[tuple[int, int], ...]  # teacher and class


@cache
def hours(stage: str) -> dict[str, int]:
    """周课时 of a class by subject."""
    table: dict[str, dict[str, int]] = place("hours")
    return table[stage]


def staff(unit: Unit, roll: Roll, *, seed: str) -> Staff:
    """教职工 of every school and of the bureau, and their lessons of the school year that runs."""
    posts = list(_posts(unit, roll))
    lessons = tuple(_lessons(unit, roll, posts))
    n_bureau = BUREAU_STAFF * len(place("sections")) + len(HEADS)
    all_posts = posts + [(-1, "", "")] * n_bureau
    random = stream(seed, unit.number, "staff")
    n = len(all_posts)
    age = random.integers(24, 59, n) * 365 + random.integers(0, 365, n)
    return Staff(
        tuple(p[0] for p in all_posts),
        tuple(p[1] for p in all_posts),
        tuple(p[2] for p in all_posts),
        random.integers(0, 100, n) < 34,
        AT.toordinal() - age,
        _drawn(random, n, "大学本科", ("硕士研究生", 8), ("大学专科", 24)),
        _drawn(random, n, "一级教师", ("二级教师", 30), ("高级教师", 24), ("未定职级", 6)),
        _drawn(random, n, "无", ("县级", 12), ("市级", 5), ("省级", 1)),
        lessons,
        _class_teachers(lessons, leading=leading(unit, [p[0] for p in posts])),
    )


def _drawn(random: np.random.Generator, n: int, usual: str, *others: tuple[str, int]) -> tuple[str, ...]:
    """A word for each: the others with their chances in a hundred, else the usual one."""
    bag = [word for word, chance in others for _ in range(chance)]
    bag += [usual] * (100 - len(bag))
    return tuple(bag[at] for at in random.integers(0, 100, n).tolist())


def _posts(unit: Unit, roll: Roll) -> Iterator[tuple[int, str, str]]:
    """School, stage and subject of every teacher: as many as the subject's hours ask for, at least one."""
    for at, school in enumerate(unit.schools):
        for stage, (classes, size) in school.stages.items():
            total = sum(hours(stage).values())
            load = place("pupils_a_teacher")[school.kind if school.kind == "special_school" else stage]
            wanted = max(1, round(classes * YEARS[stage] * size / load))
            for subject, weekly in hours(stage).items():
                n = max(1, round(wanted * weekly / total)) if wanted >= len(hours(stage)) else 0
                yield from [(at, stage, subject)] * n
            if wanted < len(hours(stage)):
                yield from [(at, stage, subject) for subject in list(hours(stage))[:wanted]]


def _lessons(unit: Unit, roll: Roll, posts: list[tuple[int, str, str]]) -> Iterator[Lessons]:
    """Every class of now has its subjects; a school's teachers take them by turns."""
    able: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for teacher, (school, stage, subject) in enumerate(posts):
        able[school, stage, subject].append(teacher)
        able[school, stage, ""].append(teacher)
    turns: dict[tuple[int, str, str], int] = defaultdict(int)
    for at, klass in enumerate(roll.classes):
        if klass.entered + YEARS[klass.stage] <= LAST:
            continue
        for subject, weekly in hours(klass.stage).items():
            key = (klass.school, klass.stage, subject)
            key = key if able[key] else (klass.school, klass.stage, "")
            yield Lessons(able[key][turns[key] % len(able[key])], subject, at, weekly)
            turns[key] += 1


def leading(unit: Unit, school_of: Sequence[int]) -> dict[int, list[int]]:
    """校长和教务主任: the first two of each school."""
    return {at: [n for n, s in enumerate(school_of) if s == at][:2] for at in range(len(unit.schools))}


def _class_teachers(
    lessons: tuple[Lessons, ...], *, leading: dict[int, list[int]]
) -> tuple[tuple[int, int], ...]:
    """班主任: of a class, the first of its teachers who leads nothing yet, else its first."""
    by_class: dict[int, list[int]] = defaultdict(list)
    for lesson in lessons:
        by_class[lesson.klass].append(lesson.teacher)
    busy = {person for pair in leading.values() for person in pair}
    chosen = []
    for klass, teachers in by_class.items():
        free = next((t for t in teachers if t not in busy), teachers[0])
        busy.add(free)
        chosen.append((free, klass))
    return tuple(chosen)
