"""考场与监考: what is usual in an exam room, with the document of each rule and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class ExamRule:
    """考务规则: one rule and the numbers in it, where it has any."""

    id: str
    label: Words
    valid: Validity
    source: Source
    numbers: tuple[Decimal, ...] = ()


@cache
def exam_rules() -> tuple[ExamRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("exam_rooms.yaml"), ExamRule)


def exam_rule(id_: str, *, on: date | None = None) -> ExamRule:
    """The rule of that id; an unknown one names the nearest."""
    return entry(exam_rules(), id_, on=on)


def exam_numbers(id_: str) -> tuple[int, ...]:
    """The whole numbers of a rule."""
    return tuple(int(number) for number in exam_rule(id_).numbers)


def exam_number(id_: str) -> int:
    """The one whole number of a rule."""
    return exam_numbers(id_)[0]


def exam_share(id_: str) -> Decimal:
    """The one share of a rule."""
    return exam_rule(id_).numbers[0]
