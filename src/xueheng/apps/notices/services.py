"""通知 are told and read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xueheng.apps.notices.models import Notice
from xueheng.apps.roster.models import Account
from xueheng.standards.words import Words


def tell(
    accounts: Iterable[Account], words: Words, *, kind: str, key: str, now: datetime, address: str = ""
) -> int:
    """通知 of accounts, each told once for a key; how many there are. Part of the act that it tells of."""
    said = {"kind": kind, "words": {"zh": words.zh, "en": words.en}, "address": address, "at": now}
    told = [Notice(account=one, key=f"{key}:{one.pk}", **said) for one in accounts]
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    return len(told)


def mark_read(account: Account, *, now: datetime) -> int:
    """通知 of an account are read."""
    return Notice.objects.filter(account=account, read_at=None).update(read_at=now)
