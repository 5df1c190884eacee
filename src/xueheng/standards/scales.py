"""赋分方案: how raw marks become assigned marks, each scheme with its shares, ranges and source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class Scale:
    """一个方案: grades best first, their shares in per cent, the highest and lowest assigned marks."""

    id: str
    label: Words
    valid: Validity
    kind: Literal["grades", "z", "t", "standard"]
    source: Source
    grades: tuple[str, ...] = ()
    shares: tuple[Decimal, ...] = ()
    high: tuple[int, ...] = ()
    low: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        sizes = {len(self.grades), len(self.shares), len(self.high), len(self.low)}
        if self.kind == "grades" and (len(sizes) > 1 or sum(self.shares) != 100):
            raise ValueError("grades, shares, high and low have one value a grade; shares add to 100")


@cache
def scales() -> tuple[Scale, ...]:
    """Every scheme, in the order of the file."""
    return load_dated(shipped("scales.yaml"), Scale)


def scale(id_: str) -> Scale:
    """The scheme of that name; an unknown one names the nearest."""
    return entry(scales(), id_)


def known() -> tuple[str, ...]:
    """The names of the schemes."""
    return tuple(dict.fromkeys(s.id for s in scales()))
