"""What a method declares of itself; light to import, so that lists and help start at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from xueheng.standards.words import Words, catalogue, plain

Reproduces = Literal["exact", "close", "certified"]
Kind = Literal["text", "integer", "decimal", "number", "truth"]
FreeKind = Literal["text", "id", "number", "infer"]
NO_WORDS = plain("")
ROW = "row_in_file"


@dataclass(frozen=True)
class FreeColumn:
    """A column that a parameter names, in a table without a schema of its own."""

    name: str
    kind: FreeKind
    required: bool = True
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Input:
    """A named input: a table of a schema, one with columns that the parameters name, or a document."""

    name: str
    schema: str | None = None
    required: bool = True
    columns: Callable[[Any], tuple[FreeColumn, ...]] | None = None
    context: Callable[[Any], Mapping[str, Any]] = lambda params: {}
    with_rows: bool = False  # the body is told the row of the file too, in the column ROW
    document: str = ""  # "module:function" that reads (path, params) into tables for the body
    keys: tuple[str, ...] = ()  # a JSON object with these keys is that document
    label: Words = NO_WORDS


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


@dataclass(frozen=True)
class Method:
    """A computation that decides or judges: what goes in, what comes out, how it reproduces."""

    name: str
    version: str
    label: Words
    note: Words
    reproduces: Reproduces
    tolerance: float  # relative, for a method that reproduces closely
    body: str  # "module:function", imported only when the method runs
    params: type
    inputs: tuple[Input, ...]
    one_of: tuple[str, ...]  # inputs of which exactly one is given
    tables: tuple[OutcomeTable, ...]
    figures: tuple[Figure, ...]
    sources: tuple[str, ...]  # files of standards/ that it takes rules from
    serves: tuple[Words, ...]  # functions of the bureau, by number and name
    approvals: int = 0  # second persons who must agree before the platform seals a run
    beside: str = ""  # "module:function" of the files that go with bundle and report, by name

    def input(self, name: str) -> Input:
        """The input of that name."""
        return next(i for i in self.inputs if i.name == name)

    def table(self, name: str) -> OutcomeTable:
        """The outcome table of that name."""
        return next(t for t in self.tables if t.name == name)


def declare(
    package: str,
    *,
    name: str,
    version: str,
    reproduces: Reproduces,
    params: type,
    inputs: tuple[Input, ...],
    tables: Mapping[str, str],
    figures: str,
    sources: tuple[str, ...],
    serves: tuple[str, ...],
    tolerance: float = 1e-9,
    one_of: tuple[str, ...] = (),
    public: tuple[str, ...] = (),
    approvals: int = 0,
    beside: str = "",
) -> Method:
    """A method whose words stand in the `messages.yaml` of its package.

    A table's columns are written `name:kind`, text when no kind is said; a star after it makes the column
    part of the key, a minus as well but descending.
    """
    words = catalogue(package)
    return Method(
        name=name,
        version=version,
        label=words["label"],
        note=words["note"],
        reproduces=reproduces,
        tolerance=tolerance,
        body=f"{package}.body:run",
        params=params,
        inputs=tuple(replace(i, label=words[f"input.{i.name}"]) for i in inputs),
        one_of=one_of,
        tables=tuple(_table(t, spec, words, t in public) for t, spec in tables.items()),
        figures=tuple(Figure(f, words[f"figure.{f}"]) for f in figures.split()),
        sources=sources,
        serves=tuple(words[f"serves.{number}"] for number in serves),
        approvals=approvals,
        beside=f"{package}.{beside}" if beside else "",
    )


def _table(name: str, spec: str, words: Mapping[str, Words], public: bool) -> OutcomeTable:
    columns, key = [], []
    for text in spec.split():
        column, _, kind = text.rstrip("*-").partition(":")
        label = words.get(f"column.{name}.{column}") or words[f"column.{column}"]
        columns.append(Out(column, cast(Kind, kind or "text"), label))
        if text[-1] in "*-":
            key.append(column if text[-1] == "*" else f"-{column}")
    return OutcomeTable(name, words[f"table.{name}"], tuple(columns), tuple(key), public)


def param(
    *, default: Any = dataclasses.MISSING, standard: str = "", choices: str = "", form: str = ""
) -> Any:
    """A parameter: its default or the standard that gives it or its choices, and how its text is written."""
    metadata = {"standard": standard, "choices": choices, "form": form}
    if standard:
        return field(default=None, metadata=metadata)
    if isinstance(default, Mapping):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


def param_label(kind: type, name: str) -> Words:
    """The words of a parameter, from the catalogue of the package that declares it."""
    found = param_words(kind, f"param.{name}")
    if found is None:
        raise KeyError(f"param.{name}")
    return found


def param_words(kind: type, code: str) -> Words | None:
    """Words on parameters by code: of their package, else of the one whose parameters they take over."""
    kinds = (one for one in kind.__mro__ if dataclasses.is_dataclass(one))
    return next((found for one in kinds if (found := catalogue(one.__module__).get(code))), None)
