"""均衡报告: the words of the reports on balance and equity beyond the standard itself."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import Words, catalogue


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the reports on balance and equity."""
    return catalogue(__package__)[code].fill(**values)
