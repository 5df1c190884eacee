"""Numbers as addresses and forms say them."""

from __future__ import annotations

DIGITS = 18  # of a number that a database can hold


def number_of(text: str) -> int | None:
    """The number that a text says; None for every other text, and for more digits than anything has."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


def page_of(text: str) -> int:
    """Which page is asked for, from 1; the first where none is said."""
    return max(number_of(text[:6]) or 1, 1)
