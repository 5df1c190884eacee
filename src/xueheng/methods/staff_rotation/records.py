"""轮岗情况: a teacher, a school and the whole case as the rules ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from xueheng.engine.rotation.problem import FloatArray, IntArray


@dataclass(frozen=True)
class Teacher:
    """教师: a row of the staff as the rules ask for it."""

    name: str
    school: int
    subject: int
    second: tuple[int, ...]
    years: int | None
    age: int | None
    backbone: bool
    senior: bool
    exempt: str
    willing: bool
    wishes: tuple[int, ...]
    couple: str
    head_terms: int | None
    return_to: int | None


@dataclass(frozen=True)
class School:
    """学校: its head-count, plan, target and group."""

    name: str
    staff: int
    plan: int
    target: int
    group: str
    role: str


@dataclass(frozen=True)
class Case:
    """轮岗情况: everything by places, with kilometres between schools."""

    teachers: tuple[Teacher, ...]
    schools: tuple[School, ...]
    subjects: tuple[str, ...]
    need: IntArray
    km: FloatArray
    fits: bool  # a teacher goes only where the subject has posts
