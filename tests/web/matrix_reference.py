"""Who may read what, written down once more by hand, without the platform's own rules."""

from __future__ import annotations

from collections.abc import Collection

from tests.web.matrix_world import IN_CLASS, TOP, WEST, A, B, C

SCHOOL = {"head", "dean", "central_school_head"}
BY_NAME = {"section_clerk", "exam_officer", "aid_officer", *SCHOOL, *IN_CLASS}
TOTALS = {
    "leader", "county_leader", "section_clerk", "approver", "researcher", "exam_officer", "personnel_officer",
    "finance_officer", "equipment_officer", "aid_officer", "inspector", *SCHOOL,
}  # fmt: skip
READS_DATA = TOTALS - {"county_leader"}
READS_RUNS = TOTALS - {"aid_officer"} - SCHOOL
SEES = {  # a kind of mark: the roles that may read it where they hold a post, and below
    "子": BY_NAME | {"parent", "administrator"},  # the administrator hands out codes by name
    "生": BY_NAME,
    "亲": {"section_clerk", *SCHOOL, "class_teacher", "administrator", "parent"},
    "师": {"section_clerk", "personnel_officer", *SCHOOL},
    "任": {"section_clerk", "personnel_officer", *SCHOOL, "parent"},
    "班": TOTALS | set(IN_CLASS) | {"parent"},
    "考": {"section_clerk", "researcher", "exam_officer", *SCHOOL},  # in tables of marks
    "籍": BY_NAME - set(IN_CLASS),  # in tables of pupils
    "数": READS_DATA | READS_RUNS,
    "件": READS_DATA,
    "算": READS_RUNS,
    "布": READS_RUNS | SCHOOL,
    "责": {"head"},
    "账": {"administrator", "parent"},
}


def hidden(role: str, place: str, signs: Collection[str]) -> set[str]:
    """The marks that somebody of a role at a place must not read anywhere."""
    return {f"{sign}{kind}" for sign in signs for kind in SEES if not _may(role, place, sign, kind)}


def _may(role: str, place: str, sign: str, kind: str) -> bool:
    if sign not in reach(place, sign):
        return False
    if kind == "责":  # a task is for who holds the role at the school itself
        return role in SEES[kind] and place == sign
    if role in IN_CLASS and not place.endswith("班"):
        return False
    return role in SEES[kind]


def reach(place: str, sign: str) -> set[str]:
    """The schools at or below a place."""
    if place == TOP:
        return {sign} - {C}
    return {C} if place == WEST else {place.removesuffix("班")}


def other(place: str) -> str:
    """The main school that is not at the place."""
    return A if place.startswith(B) else B
