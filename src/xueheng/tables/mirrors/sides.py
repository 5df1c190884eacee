"""核对的名词: one row as either side knows it, and what a comparison of both sides can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Reason = Literal[
    "other_name", "other_birth", "other_number", "two_schools", "twice",
    "unknown_school", "outside", "elsewhere", "ambiguous", "unknown_state", "not_on_roll", "differs",
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """一行 as one side knows it; `key` is the row of the export, or what the thing is known by here."""

    key: int
    name: str
    number: str = ""  # of the pupil, the teacher or the school
    sex: str = ""
    born_on: date | None = None
    school: str = ""  # code
    grade: int | None = None
    klass: str = ""  # number of the class
    state: str | None = "enrolled"
    id_number: str = ""
    person: int | None = None  # of a row of the export: whom intake or the clerk found in it
    facts: Mapping[str, str] = field(default_factory=dict)
    about: str = ""  # what else tells rows of one number apart: what the aid is, the stage of a school

    @property
    def id(self) -> tuple[str, str]:
        """What a row is known by, when it has a number."""
        return self.number, self.about


@dataclass(frozen=True)
class Change:
    """差异 in one column: what the roster has and what the national export has."""

    column: str
    ours: str
    national: str


@dataclass(frozen=True)
class Difference:
    """变动: one row of both sides, and in which columns they differ."""

    said: Entry
    held: Entry
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """矛盾: a row that nobody may settle by itself, and why."""

    said: Entry
    reason: Reason
    held: Entry | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Reconciled:
    """核对结果: every row of the export lies in exactly one of the first six; `missing` are the roster's."""

    new: tuple[Entry, ...]
    changed: tuple[Difference, ...]
    same: tuple[Difference, ...]
    left: tuple[Difference, ...]
    gone: tuple[Entry, ...]  # who has left, as the roster knows already
    contradicting: tuple[Contradiction, ...]
    missing: tuple[Entry, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lie in each class."""
        return {name: len(getattr(self, name)) for name in self.__dataclass_fields__}


def differences(said: Entry, held: Entry) -> tuple[Change, ...]:
    """差异: a blank in the export changes nothing; a further fact that we did not have is none."""
    ours, national = _columns(held), _columns(said)
    found = [Change(c, ours[c], value) for c, value in national.items() if value and value != ours[c]]
    facts = [
        Change(c, held.facts[c], v) for c, v in said.facts.items() if held.facts.get(c, v) not in ("", v)
    ]
    return (*found, *facts)


def _columns(one: Entry) -> dict[str, str]:
    return {
        "number": one.number,
        "name": one.name,
        "sex": one.sex,
        "born_on": one.born_on.isoformat() if one.born_on else "",
        "school": one.school,
        "grade": str(one.grade or ""),
        "class": one.klass,
        "status": one.state or "",
    }
