"""派位的说明: what is said of a draw, in the words of this package."""

from __future__ import annotations

from typing import Any

from xueheng.tables.issues import Issue, Severity, finding


def found(code: str, severity: Severity = "error", /, **values: Any) -> Issue:
    """A finding about the draw as a whole."""
    return finding(code, severity, package=__package__, **values)
