"""Which home a person has: chosen by what the person holds, the widest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.apps.roster.actor import Actor

NONE: tuple[str, ...] = ()


@dataclass(frozen=True)
class Home:
    """A home: the panels of its wide column, of its narrow one, and of the whole width below."""

    main: tuple[str, ...]
    aside: tuple[str, ...] = NONE
    below: tuple[str, ...] = NONE


HOMES: Mapping[str, Home] = {
    "leader": Home(("first", "approvals", "dials"), ("attention", "tasks"), ("year",)),
    "approver": Home(("first", "approvals"), ("tasks",), ("year",)),
    "clerk": Home(("first", "tasks"), ("uploads", "filed", "attention"), ("year",)),
    "researcher": Home(("first", "exams"), ("tasks", "uploads"), ("year",)),
    "inspector": Home(("first", "dials"), ("attention", "tasks"), ("year",)),
    "school": Home(("first", "tasks"), ("own_schools", "own_classes", "uploads"), ("year",)),
    "classes": Home(("first", "own_classes", "tasks"), ("own_children",)),
    "family": Home(()),
    "keeper": Home(("first", "tasks"), ("places",)),
}
BY_ROLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("leader", ("leader", "county_leader")),
    ("clerk", ("section_clerk", "exam_officer", "personnel_officer", "finance_officer", "equipment_officer")),
    ("clerk", ("aid_officer",)),
    ("researcher", ("researcher",)),
    ("approver", ("approver",)),
    ("inspector", ("inspector",)),
    ("school", ("central_school_head", "head", "dean")),
    ("classes", ("class_teacher", "teacher")),
)


def kind_of(actor: Actor) -> str:
    """The name of the actor's home."""
    held = {grant.role for grant in actor.grants}
    found = next((kind for kind, roles in BY_ROLE if held & set(roles)), "")
    return found or ("keeper" if held or not actor.children else "family")
