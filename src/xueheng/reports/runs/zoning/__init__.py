"""划片报告: the words of the report on school zones."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import Words, catalogue


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the report on school zones."""
    return catalogue(__package__)[code].fill(**values)
