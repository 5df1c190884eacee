"""教师缺口报告: the words of the report on gaps of staff."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import Words, catalogue


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the reports on staff."""
    return catalogue(__package__)[code].fill(**values)
