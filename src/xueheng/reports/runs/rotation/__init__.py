"""交流轮岗报告: the words of the reports on rotation and pairing."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import Words, catalogue


def said(code: str, /, **values: Any) -> Words:
    """A sentence of the reports on rotation."""
    return catalogue(__package__)[code].fill(**values)
