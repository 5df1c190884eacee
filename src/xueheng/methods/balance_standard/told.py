"""Findings in the words of this method."""

from __future__ import annotations

from xueheng.tables.issues import Issue, Refused, Severity, finding


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding in the words of this method."""
    return finding(code, severity, package="xueheng.methods.balance_standard", **values)  # type: ignore[arg-type]


def refused(code: str, /, **values: object) -> Refused:
    """The same as the one reason why nothing is judged."""
    return Refused([told(code, **values)])
