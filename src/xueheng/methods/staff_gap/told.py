"""What staff.gap says: findings, and numbers as they stand in a formula."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from xueheng.methods.outcome import short_decimal
from xueheng.standards.words import Words, catalogue
from xueheng.tables.issues import Issue, Refused, Severity, finding

PACKAGE = __package__
FEW = 5


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package=PACKAGE, **values)  # type: ignore[arg-type]


def refused(code: str, /, **values: object) -> Refused:
    """The same as the one reason why nothing is worked out."""
    return Refused([told(code, **values)])


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this method with its values; fractions to two places."""
    said = {name: number(v) if isinstance(v, Fraction) else v for name, v in values.items()}
    return catalogue(PACKAGE)[code].fill(**said)


def number(value: Fraction) -> str:
    """A number as a formula shows it: two decimal places at most, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return short_decimal(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def few(names: list[str]) -> str:
    """The first names of a list, and whether there are more."""
    return "、".join(names[:FEW]) + ("……" if len(names) > FEW else "")


def joined(parts: list[Words], *, zh: str, en: str) -> Words:
    """Words one after another."""
    return Words(zh.join(p.zh for p in parts), en.join(p.en for p in parts))
