"""学段与年级: their ids, labels and other names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from xueheng.standards.dated import shipped
from xueheng.standards.words import Words, comparable
from xueheng.standards.yaml_source import Source, Validity, load_one

Stage = Literal["primary", "junior", "senior"]


@dataclass(frozen=True)
class StageEntry:
    """学段: its words, its grades and the grade in which pupils leave by examination."""

    id: Stage
    label: Words
    names: tuple[str, ...]
    grades: tuple[int, ...]
    graduating: int | None = None


@dataclass(frozen=True)
class GradeEntry:
    """年级: a grade of 1 to 12 and what it is called."""

    grade: int
    label: Words
    names: tuple[str, ...]


@dataclass(frozen=True)
class Stages:
    """学段表: all stages and grades."""

    source: Source
    valid: Validity
    stages: tuple[StageEntry, ...]
    grades: tuple[GradeEntry, ...]


def name_index(entries: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """From every name in comparable form to its id; a name of two ids is refused."""
    index: dict[str, str] = {}
    for id_, names in entries:
        for name in map(comparable, (id_, *names)):
            if index.setdefault(name, id_) != id_:
                raise ValueError(f"the name {name!r} belongs to {index[name]!r} and {id_!r}")
    return index


@cache
def stages() -> Stages:
    """学段表 as shipped."""
    return load_one(shipped("stages.yaml"), Stages)


@cache
def _stage_names() -> dict[str, str]:
    return name_index((s.id, (s.label.zh, s.label.en, *s.names)) for s in stages().stages)


@cache
def _grade_names() -> dict[str, str]:
    return name_index((str(g.grade), (g.label.zh, g.label.en, *g.names)) for g in stages().grades)


def stage_of(text: str) -> str | None:
    """学段 by id, label or another name of it; None when it is none."""
    return _stage_names().get(comparable(text))


def grade_of(value: str | int) -> int | None:
    """年级 1 to 12 by number or name (7, 七年级, 初一); None when it is none."""
    found = _grade_names().get(comparable(str(value)))
    return int(found) if found else None


def stage_entry(id_: Stage) -> StageEntry:
    """学段 of that id."""
    return next(s for s in stages().stages if s.id == id_)


def grade_entry(grade: int) -> GradeEntry:
    """年级 of that number."""
    return next(g for g in stages().grades if g.grade == grade)
