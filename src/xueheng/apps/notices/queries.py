"""通知 of one account; nobody reads another's."""

from __future__ import annotations

from django.db.models import QuerySet

from xueheng.apps.notices.models import Notice
from xueheng.apps.roster.models import Account


def notices(account: Account) -> QuerySet[Notice]:
    """通知 of an account, the newest first."""
    return Notice.objects.filter(account=account).order_by("-at", "-pk")


def unread(account: Account) -> int:
    """How many notices the account has not read."""
    return notices(account).filter(read_at=None).count()
