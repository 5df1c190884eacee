"""核对的名词: a pupil as one side knows them, and what a comparison of both sides can find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Reason = Literal[
    "other_name", "other_birth", "other_number", "two_schools", "twice",
    "unknown_school", "outside", "elsewhere", "ambiguous", "unknown_state",
]  # fmt: skip


@dataclass(frozen=True)
class Pupil:
    """学生 as one side knows them; `key` is the row of the export or the id of the person in the roster."""

    key: int
    name: str
    number: str = ""
    sex: str = ""
    born_on: date | None = None
    school: str = ""  # code
    grade: int | None = None
    klass: str = ""  # number of the class
    state: str | None = "enrolled"
    id_number: str = ""
    person: int | None = None  # of a row of the export: whom intake or the clerk found in it
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """差异 in one column: what the roster has and what the national export has."""

    column: str
    ours: str
    national: str


@dataclass(frozen=True)
class Difference:
    """变动: one pupil of both sides, and in which columns they differ."""

    said: Pupil
    held: Pupil
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """矛盾: a row that nobody may settle by itself, and why."""

    said: Pupil
    reason: Reason
    held: Pupil | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Reconciled:
    """核对结果: every row of the export lies in exactly one of the first six; `missing` are the roster's."""

    new: tuple[Pupil, ...]
    changed: tuple[Difference, ...]
    same: tuple[Difference, ...]
    left: tuple[Difference, ...]
    gone: tuple[Pupil, ...]  # who has left, as the roster knows already
    contradicting: tuple[Contradiction, ...]
    missing: tuple[Pupil, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lie in each class."""
        return {name: len(getattr(self, name)) for name in self.__dataclass_fields__}


def differences(said: Pupil, held: Pupil) -> tuple[Change, ...]:
    """差异: a blank in the export changes nothing; a further fact that we did not have is none."""
    ours, national = _columns(held), _columns(said)
    found = [Change(c, ours[c], value) for c, value in national.items() if value and value != ours[c]]
    facts = [
        Change(c, held.facts[c], v) for c, v in said.facts.items() if held.facts.get(c, v) not in ("", v)
    ]
    return (*found, *facts)


def _columns(pupil: Pupil) -> dict[str, str]:
    return {
        "number": pupil.number,
        "name": pupil.name,
        "sex": pupil.sex,
        "born_on": pupil.born_on.isoformat() if pupil.born_on else "",
        "school": pupil.school,
        "grade": str(pupil.grade or ""),
        "class": pupil.klass,
        "status": pupil.state or "",
    }
