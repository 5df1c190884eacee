"""抽样: what is usual in drawing a sample of schools, with the document of each rule and its number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class SamplingRule:
    """抽样规则: one rule and its number."""

    id: str
    label: Words
    valid: Validity
    number: Decimal
    source: Source


@cache
def sampling_rules() -> tuple[SamplingRule, ...]:
    """Every rule, in the order of the file."""
    return load_dated(shipped("sampling.yaml"), SamplingRule)


def sampling_share(id_: str) -> Decimal:
    """The number of a rule."""
    return entry(sampling_rules(), id_).number


def sampling_count(id_: str) -> int:
    """The whole number of a rule."""
    return int(sampling_share(id_))
