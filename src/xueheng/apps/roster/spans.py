"""Days: what holds on a day, from its first day until before its last."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def holds(on: date, prefix: str = "") -> Q:
    """Rows that have begun by a day and have not ended on it; a beginning nobody knows has passed."""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": on})
    return begun & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": on}))
