"""学科: ids, labels and the headings by which a subject is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xueheng.standards.dated import shipped
from xueheng.standards.stages import name_index
from xueheng.standards.words import Words, comparable
from xueheng.standards.yaml_source import Source, UnknownName, Validity, load_one


@dataclass(frozen=True)
class Subject:
    """学科: its id, label and other names."""

    id: str
    label: Words
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Subjects:
    source: Source
    valid: Validity
    subjects: tuple[Subject, ...]

    def __post_init__(self) -> None:
        name_index((s.id, (s.label.zh, s.label.en, *s.names)) for s in self.subjects)


@cache
def _list() -> _Subjects:
    return load_one(shipped("subjects.yaml"), _Subjects)


@cache
def _names() -> dict[str, str]:
    return name_index((s.id, (s.label.zh, s.label.en, *s.names)) for s in _list().subjects)


def subjects() -> tuple[Subject, ...]:
    """学科 in the order of the file."""
    return _list().subjects


def subject(id_: str) -> Subject:
    """学科 of that id; an unknown id names the nearest."""
    for found in subjects():
        if found.id == id_:
            return found
    raise UnknownName(id_, (s.id for s in subjects()))


def subject_of(heading: str) -> str | None:
    """学科 id named by a heading, in either language or by its initials; None when it is none."""
    return _names().get(comparable(heading))
