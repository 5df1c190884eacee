"""交流轮岗的测算口径: limits and weights that a county's plan may replace, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.rotation import rotation_rule
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class RotationBound:
    """测算口径: one limit or weight and its number."""

    id: str
    label: Words
    valid: Validity
    number: Decimal
    source: Source


@cache
def rotation_bounds() -> tuple[RotationBound, ...]:
    """Every limit and weight, in the order of the file."""
    return load_dated(shipped("rotation_model.yaml"), RotationBound)


def rotation_share(id_: str) -> Decimal:
    """The number of a limit or weight."""
    return entry(rotation_bounds(), id_).number


def rotation_count(id_: str) -> int:
    """The whole number of a limit."""
    return int(rotation_share(id_))


def documented_share(name: str) -> Decimal:
    """A yearly share that the document asks for."""
    found: Decimal = getattr(rotation_rule(), name)
    return found


def documented_count(name: str) -> int:
    """Years or terms after which the document asks a move of one."""
    found: int = getattr(rotation_rule(), name)
    return found


def denominator(_: str = "") -> str:
    """Of whom backbone teachers make the share, where the county does not choose."""
    return rotation_rule().setting("backbone_denominator").default
