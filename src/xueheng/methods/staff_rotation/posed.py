"""轮岗建模: the case under its parameters as arrays for the engine, with or without families of rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from xueheng.engine.rotation.problem import Moves, Problem, Quotas
from xueheng.methods.staff_rotation import Params
from xueheng.methods.staff_rotation.eligible import MOVABLE, Standing, standing_of
from xueheng.methods.staff_rotation.records import Case, Teacher

FAMILIES = (
    *("years", "age", "willing", "distance", "scope", "subject_fit", "leave", "head_count"),
    *("most", "couples", "small", "senior", "heads"),
)


@dataclass(frozen=True)
class Posed:
    """建好的问题: for the engine, with the condition of each teacher."""

    problem: Problem
    standing: Standing


def posed(case: Case, params: Params, relaxed: Collection[str] = ()) -> Posed:
    """The problem of a case; quotas are counted by the rules as they are, whatever is left out."""
    standing = standing_of(case, params, relaxed)
    eligible, backbones = standing_of(case, params).counted(case)
    staff = np.array([s.staff for s in case.schools], np.int64)
    plan = np.array([s.plan for s in case.schools], np.int64)
    band = params.head_count + (1 if "head_count" in relaxed else 0)
    share = Fraction(1) if "leave" in relaxed else Fraction(params.leave_share)
    is_small = (staff <= params.small_school) & ("small" not in relaxed)
    rows = case.teachers
    problem = Problem(
        school=np.array([t.school for t in rows], np.int64),
        subject=np.array([t.subject for t in rows], np.int64),
        backbone=np.array([t.backbone for t in rows], bool),
        senior=np.array([t.senior for t in rows], bool),
        head=np.array([t.head_terms is not None for t in rows], bool),
        staff=staff,
        low=np.minimum(staff, plan - band),
        high=np.maximum(staff, plan + band),
        leave=np.array([ceil(share * int(n)) for n in staff], np.int64),
        small=is_small,
        keeps_senior="senior" not in relaxed,
        heads_swap="heads" not in relaxed,
        need=case.need,
        target=np.array([s.target for s in case.schools], np.int64),
        moves=_moves(case, params, standing, relaxed),
        couples=standing.couples,
        must=standing.must,
        uncounted=standing.returning,
        quotas=_quotas(params, eligible, backbones, relaxed),
    )
    return Posed(problem, standing)


def _quotas(params: Params, eligible: int, backbones: int, relaxed: Collection[str]) -> Quotas:
    least = ceil(Fraction(params.eligible_share) * eligible)
    most = eligible if "most" in relaxed else ceil(Fraction(params.most_share) * eligible)
    if params.backbone_denominator == "eligible":
        return Quotas(least, most, backbone_least=ceil(Fraction(params.backbone_share) * backbones))
    return Quotas(least, most, backbone_share=Fraction(params.backbone_share))


def fits(case: Case, params: Params) -> bool:
    """True when a teacher goes only where the subject has posts."""
    return case.fits if params.subject_fit == "auto" else params.subject_fit == "yes"


def _moves(case: Case, params: Params, standing: Standing, relaxed: Collection[str]) -> Moves:
    found = [
        (i, to, subject, _rank(teacher, to))
        for i, teacher in enumerate(case.teachers)
        if standing.codes[i] in MOVABLE
        for to in _schools(case, params, teacher, relaxed)
        for subject in _taught(case, params, teacher, to, relaxed)
    ]
    columns = np.array(found, np.int64).reshape(-1, 4).T
    source = np.array([t.school for t in case.teachers], np.int64)[columns[0]]
    return Moves(columns[0], columns[1], columns[2], case.km[source, columns[1]], columns[3])


def _schools(case: Case, params: Params, teacher: Teacher, relaxed: Collection[str]) -> list[int]:
    """Schools that a teacher may go to; one who returns has only that one."""
    if teacher.return_to is not None:
        return [teacher.return_to]
    own = case.schools[teacher.school].group
    return [
        to
        for to, school in enumerate(case.schools)
        if to != teacher.school
        and (case.km[teacher.school, to] <= float(params.km) or "distance" in relaxed)
        and (params.scope == "county" or "scope" in relaxed or (own and school.group == own))
    ]


def _taught(
    case: Case, params: Params, teacher: Teacher, to: int, relaxed: Collection[str]
) -> tuple[int, ...]:
    """Subjects that a teacher may teach in a school; those who return and heads keep their own."""
    able = (teacher.subject, *teacher.second)
    if teacher.return_to is not None or teacher.head_terms is not None:
        return able[:1]
    if not fits(case, params) or "subject_fit" in relaxed:
        return able
    return tuple(k for k in able if case.need[to, k] > 0)


def _rank(teacher: Teacher, to: int) -> int:
    """Place of a school among the wishes; a school that was not wished stands behind them all."""
    if not teacher.wishes or teacher.return_to is not None:
        return 0
    return teacher.wishes.index(to) if to in teacher.wishes else len(teacher.wishes)
