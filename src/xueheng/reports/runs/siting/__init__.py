"""布局报告: the words of the reports on siting."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import Words, catalogue


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the reports on siting."""
    return catalogue(__package__)[code].fill(**values)
