"""Entries with dates: which one holds, and settings where documents differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar

from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, UnknownName, Validity


class Dated(Protocol):
    """Anything with an id and the days on which it holds."""

    @property
    def id(self) -> str:
        """The entry's name."""
        ...

    @property
    def valid(self) -> Validity:
        """The days on which the entry holds."""
        ...


E = TypeVar("E", bound=Dated)


@dataclass(frozen=True)
class Option:
    """One reading of a rule and the document that reads it so; value or members say what it means."""

    id: str
    label: Words
    source: Source
    value: Decimal | None = None
    members: tuple[str, ...] = ()

    @property
    def number(self) -> Decimal:
        """The value of an option that must have one."""
        if self.value is None:
            raise ValueError(f"the option {self.id!r} has no value")
        return self.value


@dataclass(frozen=True)
class Setting:
    """设置项: a point on which documents differ; the bureau may choose, the default stands else."""

    id: str
    label: Words
    default: str
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        self.option(self.default)

    def option(self, id_: str | None = None) -> Option:
        """The option of that id, or the default."""
        return _by_id(self.options, id_ or self.default)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


H = TypeVar("H", bound=_HasId)


def shipped(name: str) -> Traversable:
    """A YAML file of this layer."""
    return files(__package__) / name


def in_force(entries: Iterable[E], on: date | None = None) -> tuple[E, ...]:
    """The entries that hold on a day; without a day, those that have not ended."""
    return tuple(e for e in entries if (e.valid.to is None if on is None else e.valid.holds_on(on)))


def entry(entries: Sequence[E], id_: str, *, on: date | None = None) -> E:
    """The entry of that id that holds on the day, or without a day the newest one."""
    named = [e for e in entries if e.id == id_ and (on is None or e.valid.holds_on(on))]
    if not named:
        raise UnknownName(id_, (e.id for e in entries if on is None or e.valid.holds_on(on)))
    return max(named, key=lambda e: e.valid.from_ or date.min)


def setting(settings: Sequence[Setting], id_: str) -> Setting:
    """The setting of that id."""
    return _by_id(settings, id_)


def _by_id(things: Sequence[H], id_: str) -> H:
    for thing in things:
        if thing.id == id_:
            return thing
    raise UnknownName(id_, (t.id for t in things))
