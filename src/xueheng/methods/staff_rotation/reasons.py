"""轮岗理由: a row and a reason for every teacher and every move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.methods.staff_rotation import Params
from xueheng.methods.staff_rotation.after import Move, gaps
from xueheng.methods.staff_rotation.changes import Told
from xueheng.methods.staff_rotation.eligible import MOVABLE
from xueheng.methods.staff_rotation.records import Teacher
from xueheng.methods.staff_rotation.told import reason


def move_rows(seen: Told) -> Iterator[tuple[Any, ...]]:
    """Each move with what the school lacked that it goes to."""
    case = seen.case
    for move in seen.moves:
        teacher = case.teachers[move.teacher]
        wish = teacher.wishes.index(move.to) + 1 if move.to in teacher.wishes else None
        names = (teacher.name, case.schools[teacher.school].name, case.schools[move.to].name)
        subjects = (case.subjects[teacher.subject], case.subjects[move.teaches])
        km = float(case.km[teacher.school, move.to])
        yield (*names, *subjects, teacher.backbone, km, wish, _why_there(seen, move, wish))


def _why_there(seen: Told, move: Move, wish: int | None) -> str:
    case, code = seen.case, seen.posed.standing.codes[move.teacher]
    teacher, subject = case.teachers[move.teacher], case.subjects[move.teaches]
    if code == "RETURN":
        return reason("move.return", school=case.schools[move.to].name)
    said = [_entitled(seen, teacher, code)]
    if lacked := int(seen.lacked[move.to, move.teaches]):
        said.append(reason("move.short", subject=subject, n=lacked))
    gap = int(gaps(case, seen.before)[move.to])
    if teacher.backbone and gap:
        said.append(reason("move.backbone", n=gap))
    if not lacked and not (teacher.backbone and gap):
        said.append(reason("move.balance"))
    if wish:
        said.append(reason("move.wish", n=wish))
    if teacher.couple:
        said.append(reason("move.couple"))
    said.append(reason("move.km", km=f"{case.km[teacher.school, move.to]:.1f}"))
    return "；".join(said) + "。"


def _entitled(seen: Told, teacher: Teacher, code: str) -> str:
    if code == "HEAD":
        return reason("move.head", terms=teacher.head_terms, needed=seen.params.head_terms)
    return reason("move.years", years=teacher.years, needed=seen.params.years)


def teacher_rows(seen: Told) -> Iterator[tuple[Any, ...]]:
    """Every teacher with the rule that decided."""
    case, to = seen.case, {m.teacher: m.to for m in seen.moves}
    why = {m.teacher: row[-1] for m, row in zip(seen.moves, move_rows(seen), strict=True)}
    for i, teacher in enumerate(case.teachers):
        code = seen.posed.standing.codes[i]
        goes = to.get(i)
        place = (teacher.name, case.schools[teacher.school].name, case.subjects[teacher.subject])
        if goes is not None:
            yield (*place, True, case.schools[goes].name, "MOVED", why[i])
        elif code in MOVABLE:
            held, said = _not_moved(seen, i, teacher, code)
            yield (*place, True, None, held, said)
        else:
            yield (*place, False, None, code, _not_eligible(teacher, code, seen.params))


def _not_eligible(teacher: Teacher, code: str, params: Params) -> str:
    return reason(
        f"not.{code}",
        years=teacher.years,
        needed=params.years,
        age=teacher.age,
        most=params.age,
        exempt=_exempt(teacher),
        terms=teacher.head_terms,
        terms_needed=params.head_terms,
    )


def _exempt(teacher: Teacher) -> str:
    """The reason of an exemption; a bare yes says none."""
    return "" if teacher.exempt in ("1", "是") else f"（{teacher.exempt}）"


def _not_moved(seen: Told, i: int, teacher: Teacher, code: str) -> tuple[str, str]:
    """Why someone who may move stays: what is checked first decides."""
    case, home = seen.case, teacher.school
    subject = case.subjects[teacher.subject]
    ways = seen.reachable.get(i, set())
    if code in ("HEAD", "RETURN"):
        return f"{code}_BLOCKED", reason(f"stays.{code}", km=seen.params.km)
    if not ways:
        return "NO_SCHOOL", reason("stays.NO_SCHOOL", km=seen.params.km)
    if seen.leaving[home] >= seen.posed.problem.leave[home]:
        return "SCHOOL_LIMIT", reason("stays.SCHOOL_LIMIT", n=int(seen.leaving[home]))
    if seen.after.have[home, teacher.subject] <= case.need[home, teacher.subject]:
        return "NEEDED_HERE", reason("stays.NEEDED_HERE", subject=subject)
    if not any(seen.lacking[to, k] for to, k in ways):
        return "NO_SHORTAGE", reason("stays.NO_SHORTAGE", subject=subject)
    return "NOT_BETTER", reason("stays.NOT_BETTER", n=len(seen.moves))
