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
KEEPERS = {"administrator", "security_administrator"}  # of accounts, and of posts
SEES = {  # a kind of mark: the roles that may read it where they hold a post, and below
    "子": BY_NAME | {"parent", *KEEPERS},  # codes are handed out by name, and what is erased is looked up
    "生": BY_NAME | KEEPERS,
    "亲": {"section_clerk", *SCHOOL, "class_teacher", "administrator", "parent"},
    "师": {"section_clerk", "personnel_officer", *SCHOOL, *KEEPERS},
    "任": {"section_clerk", "personnel_officer", *SCHOOL, *KEEPERS, "parent"},
    "班": TOTALS | set(IN_CLASS) | {"parent"},
    "考": {"section_clerk", "researcher", "exam_officer", *SCHOOL},  # in tables of marks
    "籍": BY_NAME - set(IN_CLASS),  # in tables of pupils
    "数": READS_DATA | READS_RUNS,
    "件": READS_DATA,
    "算": READS_RUNS,
    "布": READS_RUNS | SCHOOL,
    "责": {"head"},
    "账": {"administrator", "parent"},
    "收": READS_DATA,
    "放": {"section_clerk", "leader", "security_administrator"},
}


READS_ROWS = READS_DATA - {"leader", "approver", "inspector"}
COLLECTS = READS_ROWS - SCHOOL
AGREES, STARTS = {"leader", "approver"}, {"section_clerk", "researcher"}
ACTS = {  # what the audit may say: the roles that may do so where they hold a post, and below
    "intake.": READS_ROWS,
    "intake.committed": READS_ROWS - SCHOOL,
    "intake.undone": READS_ROWS - SCHOOL,
    "runs.asked": STARTS,
    "runs.cancelled": STARTS,
    "runs.": READS_RUNS,
    "results.": READS_RUNS,
    "publish.asked": STARTS,
    "publish.refused": {*AGREES, "section_clerk"},  # who asked may take it back
    "publish.": AGREES,
    "flows.": AGREES | STARTS,
    "flows.approval_withdrawn": {"section_clerk"},
    "flows.task_": AGREES | STARTS | COLLECTS,
    "account.": {"administrator"},
    "post": {"security_administrator"},
    "pupils.exported": BY_NAME - {"teacher"},
    "student_status.": {"section_clerk"},
    "campaigns.": COLLECTS,
    "campaigns.workbook_taken": READS_ROWS,
    "campaigns.filed": READS_ROWS,
    "campaigns.nil": READS_ROWS,
    "privacy.": {"security_administrator"},
    "release.taken": READS_ROWS,
}


def hidden(role: str, place: str, signs: Collection[str]) -> set[str]:
    """The marks that somebody of a role at a place must not read anywhere."""
    return {
        f"{sign}{kind}" for sign in signs for kind in SEES if not _any(role, place, sign, SEES[kind], kind)
    }


def may_do(role: str, place: str, sign: str, action: str) -> bool:
    """True for what somebody of a role at a place may do at a school."""
    known = max((begun for begun in ACTS if action.startswith(begun)), key=len, default="")
    return bool(known) and _any(role, place, sign, ACTS[known])


def _any(role: str, place: str, sign: str, known: Collection[str], kind: str = "") -> bool:
    posts = zip(role.split("+"), place.split("+"), strict=True)
    return any(role in known and _reaches(role, place, sign, kind) for role, place in posts)


def _reaches(role: str, place: str, sign: str, kind: str) -> bool:
    if kind == "责":  # a task is for who holds the role at the school itself
        return place == sign
    if role in IN_CLASS and not place.endswith("班"):
        return False
    if place == TOP:
        return sign != C
    return sign == (C if place == WEST else place.removesuffix("班"))


def other(place: str) -> str:
    """The main school that is not at the place."""
    return A if place.startswith(B) else B
