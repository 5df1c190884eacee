"""What a method declares of itself; standard library only, so that lists and help start light."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from xueheng.standards.words import Words

Reproduces = Literal["exact", "close", "certified"]
Kind = Literal["text", "integer", "decimal", "number", "truth"]
FreeKind = Literal["text", "id", "number", "infer"]


@dataclass(frozen=True)
class FreeColumn:
    """A column that a parameter names, in a table without a schema of its own."""

    name: str
    kind: FreeKind


@dataclass(frozen=True)
class Input:
    """A named input table: of a schema, or with columns that the parameters name."""

    name: str
    label: Words
    schema: str | None = None
    required: bool = True
    columns: Callable[[Any], tuple[FreeColumn, ...]] | None = None
    context: Callable[[Any], Mapping[str, Any]] = lambda params: {}


@dataclass(frozen=True)
class Out:
    """A column of an outcome table."""

    name: str
    kind: Kind
    label: Words


@dataclass(frozen=True)
class OutcomeTable:
    """An outcome table: its columns and the key by which its rows are ordered ('-name': descending)."""

    name: str
    label: Words
    columns: tuple[Out, ...]
    key: tuple[str, ...]
    public: bool = False  # may stand in the public bundle: neither scores nor persons


@dataclass(frozen=True)
class Figure:
    """A single figure of the outcome."""

    name: str
    label: Words
    public: bool = False


@dataclass(frozen=True)
class Method:
    """A computation that decides or judges: what goes in, what comes out, how it reproduces."""

    name: str
    version: str
    label: Words
    reproduces: Reproduces
    body: str  # "module:function", imported only when the method runs
    params: type
    inputs: tuple[Input, ...]
    tables: tuple[OutcomeTable, ...]
    figures: tuple[Figure, ...]
    sources: tuple[str, ...]  # files of standards/ that it takes rules from
    serves: tuple[Words, ...]  # functions of the bureau, by number and name
    note: Words
    tolerance: float = 1e-9  # relative, for a method that reproduces closely
    one_of: tuple[str, ...] = ()  # inputs of which exactly one is given

    def input(self, name: str) -> Input:
        """The input of that name."""
        return next(i for i in self.inputs if i.name == name)

    def table(self, name: str) -> OutcomeTable:
        """The outcome table of that name."""
        return next(t for t in self.tables if t.name == name)


def param(zh: str, en: str, *, default: Any = dataclasses.MISSING, standard: str = "", form: str = "") -> Any:
    """A parameter: its words, its default or the standard that gives it, and how its text is written."""
    metadata = {"label": Words(zh, en), "standard": standard, "form": form}
    if standard:
        return field(default=None, metadata=metadata)
    if isinstance(default, Mapping):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)
