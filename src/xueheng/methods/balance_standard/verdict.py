"""Judging with gaps: what is not known is neither true nor false."""

from __future__ import annotations

from collections.abc import Sequence

Known = bool | None


def all_true(parts: Sequence[Known]) -> Known:
    """False as soon as one is false; true only when all are known to be true."""
    if any(p is False for p in parts):
        return False
    return None if any(p is None for p in parts) or not parts else True


def at_least(parts: Sequence[Known], wanted: int) -> Known:
    """True when enough are true; false when the unknown ones could not make up for it."""
    true = sum(p is True for p in parts)
    if true >= wanted:
        return True
    return False if true + sum(p is None for p in parts) < wanted else None
