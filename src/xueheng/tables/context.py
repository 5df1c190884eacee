"""What the caller knows beside the file: full marks, roster, plan, deadline, answers to questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Record = Mapping[str, str]  # a row of another table, its headings as they stand there


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
    roster: tuple[Record, ...] = ()
    plan: tuple[Record, ...] = ()
    deadline: datetime | None = None
    indicator_ineligible: frozenset[str] = frozenset()
    age_cutoff: date | None = None
    min_age: int | None = None
    today: date | None = None
