"""在岗教师: how many teach what where, and who of them will have left by each school year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xueheng.methods.staff_gap import Params
from xueheng.methods.staff_gap.county import Row, subject_key
from xueheng.methods.staff_gap.told import few, refused, told
from xueheng.standards.class_years import class_years
from xueheng.standards.staffing import retires_on, retiring_age
from xueheng.tables.issues import Issue

Cell = tuple[str, str]  # school, subject
SENIOR = ("senior", "senior_full")


@dataclass(frozen=True)
class InPost:
    """在岗: teachers by cell in full loads, those who leave by year ahead, and heads by school."""

    have: Mapping[Cell, Fraction]
    leaving: tuple[Mapping[Cell, Fraction], ...]  # cumulative, by year of the plan
    arriving: tuple[Mapping[Cell, Fraction], ...]
    heads: Mapping[str, int]
    heads_left: tuple[Mapping[str, Fraction], ...]
    retiring: tuple[Mapping[Cell, int], ...]  # persons in each year, not cumulative
    age_unknown: int


def in_post(teachers: list[Row], changes: list[Row], params: Params, issues: list[Issue]) -> InPost:
    """Who is in post in the first school year, and who of them leaves or joins until each later one."""
    _whole(teachers)
    have: dict[Cell, Fraction] = {}
    for row in teachers:
        have[_cell(row)] = have.get(_cell(row), Fraction(0)) + _part(row)
    homes = sorted(teachers, key=lambda row: (_part(row), row["school"].encode()))
    people = {row["id"]: row["school"] for row in homes}
    left = [(row, ends, _ahead(ends, params)) for row in teachers if (ends := _leaves(row)) is not None]
    if params.year is not None:
        _overdue(left, params.year, issues)
    unknown = len({r["id"] for r in teachers if _retires(r) is None}) if params.year is not None else 0
    if unknown and params.horizon:
        issues.append(told("AGE_UNKNOWN", "warning", n=unknown, of=len(people)))
    years = range(params.horizon + 1)
    return InPost(
        have,
        tuple(_leaving(left, have, params, k) for k in years),
        tuple(_arriving(changes, params, k) for k in years),
        dict(Counter(people.values())),
        tuple(_heads_left(left, people, params, k) for k in years),
        tuple(_retiring(left, k) for k in years),
        unknown,
    )


Leaver = tuple[Row, date, int | None]


def _cell(row: Row) -> Cell:
    return row["school"], subject_key(row["subject"])


def _part(row: Row) -> Fraction:
    share = row.get("share")
    return Fraction(1) if share is None else Fraction(share)


def _whole(teachers: list[Row]) -> None:
    """Nobody is more than one teacher: one who stands in several rows has a part in each."""
    parts: dict[str, list[Row]] = {}
    for row in teachers:
        parts.setdefault(row["id"], []).append(row)
    for name, held in parts.items():
        if len(held) > 1 and any(r.get("share") is None for r in held):
            raise refused("TEACHER_TWICE", value=name, n=len(held))
        if sum(map(_part, held)) > 1:
            raise refused("SHARE_OVER", value=name)


def _retires(row: Row) -> date | None:
    """法定退休日; None when birth or sex is not known."""
    born, sex = row.get("born_on"), row.get("sex")
    if born is None or sex not in ("1", "2"):
        return None
    senior = "women_senior" if row.get("title") in SENIOR else "women"
    return retires_on(born, retiring_age("men" if sex == "1" else senior))


def _leaves(row: Row) -> date | None:
    days = [day for day in (_retires(row), row.get("leaves_on")) if day is not None]
    return min(days, default=None)


def _ahead(ends: date, params: Params) -> int | None:
    """The first year of the plan that begins without the teacher; None when it is beyond the plan."""
    if params.year is None:
        return None
    begins = class_years().begins
    passed = ends.year - params.year + ((ends.month, ends.day) > (begins.month, begins.day))
    return max(passed, 1)


def _by(one: Leaver, k: int) -> bool:
    """True when somebody has left by the k-th year ahead."""
    return one[2] is not None and one[2] <= k


def _overdue(left: list[Leaver], year: int, issues: list[Issue]) -> None:
    begins = class_years().begins
    first = date(year, begins.month, begins.day)
    held = {row["id"] for row, ends, _ in left if ends <= first}
    if held:
        issues.append(told("PAST_AGE", "warning", n=len(held), on=first.isoformat()))


def _leaving(
    left: list[Leaver], have: Mapping[Cell, Fraction], params: Params, k: int
) -> dict[Cell, Fraction]:
    rate = Fraction(params.leave_rate) * k
    found = {cell: n * rate for cell, n in have.items() if rate}
    for one in left:
        if _by(one, k):
            found[_cell(one[0])] = found.get(_cell(one[0]), Fraction(0)) + _part(one[0])
    return {cell: min(n, have[cell]) for cell, n in found.items()}


def _arriving(changes: list[Row], params: Params, k: int) -> dict[Cell, Fraction]:
    """已定净增 until then; a change without a year holds from the first."""
    found: dict[Cell, Fraction] = {}
    for row in changes:
        begins = row.get("year")
        if begins is None or params.year is None or begins <= params.year + k:
            found[_cell(row)] = found.get(_cell(row), Fraction(0)) + Fraction(row["number"])
    return found


def _heads_left(left: list[Leaver], people: Mapping[str, str], params: Params, k: int) -> dict[str, Fraction]:
    gone = {one[0]["id"] for one in left if _by(one, k)}
    rate = Fraction(params.leave_rate) * k
    found: dict[str, Fraction] = {}
    for teacher, school in people.items():
        found[school] = found.get(school, Fraction(0)) + (1 if teacher in gone else rate)
    return found


def _retiring(left: list[Leaver], k: int) -> dict[Cell, int]:
    return dict(Counter(_cell(row) for row, _, ahead in left if ahead == k))


def unknown_schools(teachers: list[Row], schools: frozenset[str], issues: list[Issue]) -> None:
    """Say which schools have teachers and no classes: closed, or written in another way."""
    names = sorted({r["school"] for r in teachers} - schools)
    if names:
        issues.append(told("SCHOOL_NO_CLASSES", "warning", n=len(names), value=few(names)))
