"""Findings in the words of this method."""

from __future__ import annotations

from collections.abc import Collection

from xueheng.tables.issues import Issue, Refused, Severity, finding

PACKAGE = "xueheng.methods.curriculum_check"
NAMED = 6  # names that a finding lists


def told(code: str, severity: Severity = "error", /, **values: object) -> Issue:
    """A finding of this method."""
    return finding(code, severity, package=PACKAGE, **values)  # type: ignore[arg-type]


def told_of(code: str, severity: Severity, names: Collection[str]) -> list[Issue]:
    """One finding about some names, the first of them said; none when there are no names."""
    shown = "、".join(sorted(names)[:NAMED])
    return [told(code, severity, n=len(names), value=shown)] if names else []


def refused(code: str, /, **values: object) -> Refused:
    """The same as the one reason why nothing is judged."""
    return Refused([told(code, **values)])
