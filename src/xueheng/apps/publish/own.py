"""本人结果: what a pack is given of a published result for one person or one class, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from xueheng.standards.words import Words, plain

Row = dict[str, Any]


@dataclass(frozen=True)
class Own:
    """What a published result holds: parameters, figures, and the rows of whom it is asked about."""

    params: Any
    figures: Mapping[str, Any]
    schools: Mapping[str, str]  # name by code
    find: Callable[[str, str, Collection[str]], list[Row]]  # table, column, values
    ids: frozenset[str] = frozenset()  # under which the person stands in it

    def rows(self, table: str, column: str = "id") -> list[Row]:
        """The person's rows of an outcome table."""
        return self.find(table, column, self.ids)

    def called(self, code: str | None) -> Words:
        """The school of that code by name, else as the result names it."""
        return plain(self.schools.get(code or "", code or ""))


@dataclass(frozen=True)
class Told:
    """What a result says of one person: how it ended, why, and how to check it."""

    conclusion: Words
    reasons: tuple[Words, ...] = ()
    check: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Place:
    """班级 whose teacher asks: its number, names and stage, and whether the school has no other stage."""

    number: str
    names: frozenset[str]
    stage: str
    is_only_stage: bool
