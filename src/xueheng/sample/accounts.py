"""演示账号: one for each role, with a password made for this home and printed beside it."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.services import activate, open_account
from xueheng.sample.county import County
from xueheng.sample.draws import beginning
from xueheng.sample.plan import YEARS, School
from xueheng.sample.roll import LAST, IntArray

FILE = "accounts.txt"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
HOME, CHILDREN = "/", "/family/"


@dataclass(frozen=True)
class Printed:
    """演示账号: who, what they are, how to sign in, and the page that comes first."""

    name: str
    role: str
    username: str
    password: str
    page: str


@dataclass(frozen=True)
class Owner:
    """账号的主人: the position of a person of the county, with the name of the account and the role."""

    username: str
    role: str
    person: int
    page: str = HOME


def owners(county: County) -> list[Owner]:
    """Who has an account: eight of the bureau, a head, a class teacher, a parent; of a city two."""
    held = county.tables["posts"].to_pylist()
    bureau = {p["role"]: p["person"] for p in reversed(held) if p["org"] == county.unit.code}
    if county.unit.is_city:
        clerk = Owner("city-clerk", "市局经办人", bureau["section_clerk"])
        return [Owner("city", "市局领导", bureau["leader"]), clerk]
    found = [
        Owner("leader", "局领导", bureau["leader"]),
        Owner("clerk", "基教股经办人", bureau["section_clerk"]),
        Owner("approver", "复核人", bureau["approver"]),
        Owner("researcher", "教研员", bureau["researcher"]),
        Owner("inspector", "督导", bureau["inspector"]),
        Owner("admin", "系统管理员", bureau["administrator"]),
        Owner("security", "安全管理员", bureau["security_administrator"]),
        Owner("auditor", "审计管理员", bureau["auditor"]),
    ]
    return found + list(_of_schools(county, held))


def _of_schools(county: County, held: list[dict[str, Any]]) -> Iterator[Owner]:
    """The head of a school with both stages, the teacher of the class that needs explaining, a parent."""
    unit = county.unit
    complete = next((s for s in unit.schools if s.kind == "complete_school"), None)
    skewed = next((s for s in unit.schools if s.skewed), None)
    if complete is not None:
        head = next(p for p in held if (p["org"], p["role"]) == (complete.code, "head"))
        yield Owner("head", f"校长（{complete.name}）", head["person"])
        yield Owner("parent", "家长", _parent(county, complete), CHILDREN)
    if skewed is not None:
        code = f"{skewed.code}-junior-{skewed.skewed}-1"
        teacher = next(p for p in held if (p["org"], p["role"]) == (code, "class_teacher"))
        yield Owner("teacher", f"班主任（{skewed.name}）", teacher["person"])


def _parent(county: County, school: School) -> int:
    """Who has one child just in senior school and one that was drawn for; else of the school's last year."""
    last = LAST - (YEARS["senior"] - 1)
    newly, drawn = (_guardians(county, beginning(county, stage)) for stage in ("senior", "primary"))
    found = newly & drawn or _guardians(county, beginning(county, "senior", school=school, entered=last))
    children = Counter(county.families.guardian.tolist())
    best = max(found, key=lambda g: (g in newly, children[g], -g))
    return len(county.roll.pupils.born) + best


def _guardians(county: County, pupils: IntArray) -> set[int]:
    kin = county.families
    return set(kin.guardian[np.isin(kin.child, pupils)].tolist())


def open_all(
    county: County, persons: list[Any], *, actor: Actor, now: datetime
) -> tuple[list[Printed], dict[str, Any]]:
    """账号 of the owners are open and active; what is printed of them, and the accounts by name."""
    printed, accounts = [], {}
    for owner in owners(county):
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        person = persons[owner.person]
        opened = open_account(owner.username, person, actor=actor, now=now)
        accounts[owner.username] = activate(owner.username, opened.code, password, now=now)
        printed.append(Printed(person.name, owner.role, owner.username, password, owner.page))
    return printed, accounts


def write(home: Path, printed: list[Printed]) -> Path:
    """The list lies in the home folder, readable by its owner only."""
    path = home / FILE
    path.unlink(missing_ok=True)
    text = "".join("\t".join(astuple(one)) + "\n" for one in printed)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    return path


def read(home: Path) -> list[Printed]:
    """The list as it was written; empty when there is none."""
    path = home / FILE
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [Printed(*line.split("\t")) for line in lines]
