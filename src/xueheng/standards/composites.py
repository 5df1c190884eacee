"""综合分: dated formulas by which counties add up means and rates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class CompositePart:
    """One part: the figure of a group over the largest of its level, times the weight."""

    figure: Literal["mean", "pass_rate", "excellent_rate"]
    weight: Decimal


@dataclass(frozen=True)
class Composite:
    """综合分公式: its parts and where it was read."""

    id: str
    label: Words
    valid: Validity
    source: Source
    parts: tuple[CompositePart, ...]


@cache
def composites() -> tuple[Composite, ...]:
    """Every formula, in the order of the file."""
    return load_dated(shipped("composites.yaml"), Composite)


def composite(id_: str) -> Composite:
    """综合分公式 of that name; an unknown one names the nearest."""
    return entry(composites(), id_)


def composite_names() -> tuple[str, ...]:
    """What a run may ask for; the empty name is no composite."""
    return ("", *(c.id for c in composites()))
