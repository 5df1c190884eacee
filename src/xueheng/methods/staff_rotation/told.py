"""轮岗用语: findings and reasons in the words of this method."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import catalogue
from xueheng.tables.issues import Issue, Refused, Severity, finding


def told(code: str, severity: Severity = "error", /, **values: Any) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package=__package__, **values)


def refused(code: str, /, **values: Any) -> Refused:
    """The same as the one reason why nothing is planned."""
    return Refused([told(code, **values)])


def reason(code: str, /, **values: Any) -> str:
    """A reason as the outcome writes it, in Chinese."""
    return catalogue(__package__)[f"reason.{code}"].fill(**values).zh
