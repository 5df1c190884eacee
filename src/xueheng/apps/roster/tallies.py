"""计数: how often something was asked or tried; in the database, so that all processes count together."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from django.db import transaction

from xueheng.apps.roster.models import Tally

FREE = 4  # wrong tries that cost nothing: forgotten capitals, old passwords
LONGEST = timedelta(seconds=60)
FORGOTTEN = timedelta(minutes=15)  # after the last wrong try


def count(key: str, *, window: timedelta, now: datetime, by: int = 1) -> int:
    """计数: how often the key has been asked for in its window, this time (or these many) included."""
    with transaction.atomic():
        row = _held(key, now)
        is_over = row.until <= now
        row.count = by if is_over else row.count + by
        row.until = now + window if is_over else row.until
        row.forget_at = row.until
        row.save()
    return row.count


def failed(key: str, *, now: datetime) -> int:
    """试错: one more wrong try is counted; after a few, each waits longer than the one before."""
    with transaction.atomic():
        row = _held(key, now)
        row.count = 1 if row.forget_at <= now else row.count + 1
        row.until, row.forget_at = now + _pause(row.count), now + FORGOTTEN
        row.save()
    return row.count


def wait(key: str, *, now: datetime) -> int:
    """Seconds until the window ends or the key may be tried again; 0 for what was never counted."""
    row = Tally.objects.filter(pk=_digest(key)).first()
    return 0 if row is None else max(0, math.ceil((row.until - now).total_seconds()))


def forget(key: str) -> None:
    """Nothing is held against the key any more."""
    Tally.objects.filter(pk=_digest(key)).delete()


def _held(key: str, now: datetime) -> Tally:
    """The row of a key, locked; when it is a new one, those that are forgotten make room."""
    fresh = {"count": 0, "until": now, "forget_at": now}
    row, is_new = Tally.objects.select_for_update().get_or_create(pk=_digest(key), defaults=fresh)
    if is_new:
        Tally.objects.filter(forget_at__lt=now).delete()
    return row


def _pause(wrong: int) -> timedelta:
    return min(LONGEST, timedelta(seconds=2 ** min(wrong - FREE, 16))) if wrong > FREE else timedelta()


def _digest(key: str) -> str:
    """What is kept of a key: no name and no address can be read from it."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
