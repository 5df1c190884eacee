"""What the caller knows beside the file: full marks, roster, plan, deadline, answers to questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from xueheng.standards.words import Words, catalogue, comparable
from xueheng.tables.cells.values import half_width

BEIJING = timezone(timedelta(hours=8))
Record = Mapping[str, str]  # a row of another table, its headings as they stand there
At = tuple[str | None, int | None, str]  # sheet, row and heading, as a finding names its place


@dataclass(frozen=True)
class Context:
    """What the caller knows beside the file; what nobody gave is empty or None and is not checked."""

    full: Mapping[str, Decimal] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # the user's own headings of a column
    step: Decimal | None = None  # marks are multiples of it
    item_full: Mapping[str, Decimal] = field(default_factory=dict)
    optional_items: tuple[str, ...] = ()  # items that not every pupil answers; "*" is every item
    roster: tuple[Record, ...] = ()
    plan: tuple[Record, ...] = ()
    deadline: datetime | None = None
    indicator_ineligible: frozenset[str] = frozenset()
    age_cutoff: date | None = None
    min_age: int | None = None
    today: date | None = None
    corrections: Mapping[At, str] = field(default_factory=dict)  # what a person typed over a cell


class ContextProblem(ValueError):
    """A context file that cannot be used; the words say which key and why."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


def read_context(path: Path) -> dict[str, Any]:
    """The fields of a Context that a JSON file gives; a value `name.json#key` stands in a file beside it."""
    document = _object(path)
    if unknown := sorted(set(document) - set(KEYS)):
        raise _problem("CONTEXT_KEY", key=", ".join(unknown), known=", ".join(KEYS))
    fields: dict[str, Any] = {}
    for key, value in document.items():
        name, read = KEYS[key]
        try:
            fields[name] = read(_beside(path, value))
        except (TypeError, ValueError, KeyError, InvalidOperation, AttributeError) as error:
            if isinstance(error, ContextProblem):
                raise
            raise _problem("CONTEXT_VALUE", key=key, value=str(value)[:60]) from error
    return fields


def _object(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        raise _problem("CONTEXT_FILE", value=path.name, why=str(error)) from error
    if not isinstance(document, dict):
        raise _problem("CONTEXT_FILE", value=path.name, why="{...}")
    return document


def _beside(path: Path, value: Any) -> Any:
    """The value itself, or the one that it points to in a file of the same folder."""
    if not isinstance(value, str) or ".json#" not in value:
        return value
    name, _, key = value.partition("#")
    beside = _object(path.parent / Path(name).name)
    if key not in beside:
        raise _problem("CONTEXT_KEY", key=key, known=", ".join(beside))
    return beside[key]


def _marks(value: Any) -> dict[str, Decimal]:
    marks = {str(name): Decimal(half_width(str(mark)).removesuffix("分")) for name, mark in value.items()}
    if not all(mark.is_finite() and mark > 0 for mark in marks.values()):
        raise ValueError(value)
    return marks


def _records(value: Any) -> tuple[Record, ...]:
    return tuple({str(k): "" if v is None else str(v) for k, v in row.items()} for row in value)


def _blueprint(value: Any) -> dict[str, Decimal]:
    """双向细目表: the full mark of each item, under 题号 and 分值."""
    names, marks = (
        {comparable(w) for w in words} for words in (("题号", "小题", "item"), ("分值", "满分", "full"))
    )

    def cell(row: Record, wanted: set[str]) -> str:
        return next(v for k, v in row.items() if comparable(k) in wanted)

    return _marks({cell(row, names): cell(row, marks) for row in _records(value)})


def _step(value: Any) -> Decimal:
    step = Decimal(str(value))
    if not (step.is_finite() and step > 0):
        raise ValueError(value)
    return step


def _deadline(value: str) -> datetime:
    """截止时间 in the country's one zone; a day alone ends with its last second."""
    deadline = datetime.fromisoformat(value)
    if len(value) <= len("2026-06-30"):
        deadline += timedelta(days=1, seconds=-1)
    return deadline if deadline.tzinfo is None else deadline.astimezone(BEIJING)


def _problem(code: str, **values: object) -> ContextProblem:
    return ContextProblem(catalogue("xueheng.tables")[code].fill(**values))


KEYS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "roster": ("roster", _records),
    "full_marks": ("full", _marks),
    "step": ("step", _step),
    "item_full": ("item_full", _marks),
    "blueprint": ("item_full", _blueprint),
    "plan": ("plan", _records),
    "deadline": ("deadline", _deadline),
    "indicator_ineligible": ("indicator_ineligible", lambda value: frozenset(map(str, value))),
    "age_cutoff": ("age_cutoff", lambda value: date.fromisoformat(value)),
    "min_age": ("min_age", int),
    "today": ("today", lambda value: date.fromisoformat(value)),
}
