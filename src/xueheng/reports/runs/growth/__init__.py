"""成长百分位报告的用语和图: how growth is shown, schools by name and never a pupil."""

from __future__ import annotations

from typing import Any

from xueheng.standards.words import Words, catalogue


def said(code: str, /, **values: Any) -> Words:
    """A sentence on growth with its values."""
    return catalogue(__name__)[code].fill(**values)
