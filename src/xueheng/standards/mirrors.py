"""国家系统镜像: what the export of a national system is known by, and whose value holds by which document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words, comparable
from xueheng.standards.yaml_source import Source, Validity, load_dated

Side = Literal["national", "ours", "nobody"]


@dataclass(frozen=True)
class State:
    """状态: the label of a state, how exports write it, and whether who is in it has left."""

    first: Words
    words: tuple[str, ...]
    leaves: bool = False


@dataclass(frozen=True)
class Layout:
    """上报文件: the columns of the national system's own file, and whether it wants codes or their words."""

    columns: tuple[str, ...]
    source: Source
    codes: Literal["codes", "words"] = "words"
    lacking: bool = True  # whether rows that the export lacks are filed anew


@dataclass(frozen=True)
class NationalSystem:
    """国家系统: how its export is read, what one row is known by, and who wins where."""

    id: str  # the name of the table schema of its export
    label: Words
    short: Words
    of: Literal["pupils", "staff", "schools"]
    key: tuple[str, ...]
    valid: Validity
    source: Source
    others: Side
    upload: Layout
    wins: Mapping[Side, tuple[str, ...]] = field(default_factory=dict)
    aside: tuple[str, ...] = ()  # columns in which the sides need not agree
    states: Mapping[str, State] = field(default_factory=dict)

    def winner(self, column: str) -> Side:
        """Whose value holds where both sides differ in a column."""
        return next((side for side, columns in self.wins.items() if column in columns), self.others)

    def state_of(self, text: str | None) -> str | None:
        """状态 of a word of the export: "" when it says nothing, None when nobody knows the word."""
        return _meanings(self.id).get(comparable(text)) if text else ""

    @property
    def leaving(self) -> frozenset[str]:
        """The states of those who are no longer there."""
        return frozenset(id_ for id_, state in self.states.items() if state.leaves)


@cache
def national_systems() -> tuple[NationalSystem, ...]:
    """国家系统 in the order of the file."""
    return load_dated(shipped("mirrors.yaml"), NationalSystem)


def national_system(table: str, *, on: date | None = None) -> NationalSystem:
    """国家系统 whose export is that table, as it is held against on a day."""
    return entry(national_systems(), table, on=on)


@cache
def _meanings(table: str) -> Mapping[str, str]:
    states = national_system(table).states.items()
    return {comparable(word): id_ for id_, state in states for word in state.words}
