"""YAML into frozen dataclasses; an error gives file, line, key and the nearest valid name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, TypeVar

from xueheng.standards.words import Words
from xueheng.standards.yaml_errors import Objection, UnknownName, YamlError
from xueheng.standards.yaml_reader import Reader, compose

T = TypeVar("T")
SAME_DAY = Words("“{id}”有两条在同一天有效", "two entries {id!r} hold on the same day")


def load_list(path: Traversable | Path, into: type[T]) -> tuple[T, ...]:
    """Every entry of a YAML list, each as the dataclass `into`."""
    read = Reader(path.name)
    return read.done(tuple(read.value(node, into) for node in read.items(compose(path))))


def load_dated(path: Traversable | Path, into: type[T]) -> tuple[T, ...]:
    """A list of dated entries: one id stands twice only for days that do not meet."""
    read = Reader(path.name)
    nodes = read.items(compose(path))
    entries: tuple[Any, ...] = read.done(tuple(read.value(node, into) for node in nodes))
    for i, later in enumerate(entries):
        if any(e.id == later.id and e.valid.meets(later.valid) for e in entries[:i]):
            read.fail(nodes[i], SAME_DAY.fill(id=later.id))
    return read.done(entries)


def load_one(path: Traversable | Path, into: type[T]) -> T:
    """The one mapping of a YAML file as the dataclass `into`."""
    read = Reader(path.name)
    value: T = read.value(compose(path), into)
    return read.done(value)


def load_mapping(path: Traversable | Path, into: type[T]) -> dict[str, T]:
    """A YAML mapping of names to the dataclass `into`."""
    read = Reader(path.name)
    return read.done({key: read.value(node, into) for key, node in read.pairs(compose(path)).items()})


@dataclass(frozen=True)
class Source:
    """The document behind a rule, and whether anyone has read its official text."""

    doc: str
    clause: str
    status: Literal["verified", "secondary", "unverified"]
    note: str = ""

    def __post_init__(self) -> None:
        if not (self.doc.strip() and self.clause.strip()):
            raise ValueError("source.doc and source.clause may not be empty")
        if self.status == "verified" and not self.note.strip():
            raise ValueError("a verified source says in its note who read the official text, and when")


@dataclass(frozen=True)
class Validity:
    """From which day to which day (inclusive) an entry holds; a day nobody knows stays out."""

    from_: date | None = None
    to: date | None = None

    def __post_init__(self) -> None:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"valid.to {self.to} is before valid.from {self.from_}")

    def holds_on(self, day: date) -> bool:
        """True when the entry is in force on that day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    def meets(self, other: Validity) -> bool:
        """True when some day lies in both."""
        starts = (self.from_ or date.min, other.from_ or date.min)
        return max(starts) <= min(self.to or date.max, other.to or date.max)


__all__ = [
    "Objection",
    "Source",
    "UnknownName",
    "Validity",
    "YamlError",
    "load_dated",
    "load_list",
    "load_mapping",
    "load_one",
]
