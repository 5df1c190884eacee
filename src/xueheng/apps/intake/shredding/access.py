"""登录方式: how closed accounts once signed in, and from where accounts did, when it is needed no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from xueheng.apps.audit.models import Entry
from xueheng.apps.intake.shredding.retention import SHREDDERS, Due, Shredder
from xueheng.apps.intake.shredding.rows import rows
from xueheng.apps.roster.models import Account, Token

WAYS = {Authenticator: "user", SocialAccount: "user", UserSession: "user", Token: "account"}


def _closed(before: datetime) -> Iterator[Due]:
    said = Entry.objects.filter(action="account.closed", subject_kind="account").order_by("sequence")
    ends = dict(said.values_list("subject_id", "at"))
    held = Q(*(("pk__in", m.objects.values(by)) for m, by in WAYS.items()), _connector=Q.OR)
    for key in map(str, Account.objects.filter(held, is_active=False).values_list("pk", flat=True)):
        if key in ends and ends[key] < before:
            yield Due(key, ends[key])


def _forget_ways(key: str) -> None:
    for model, by in WAYS.items():
        model._default_manager.filter(**{by: key}).delete()


def _places(before: datetime) -> Iterator[Due]:
    past = UserSession.objects.filter(last_seen_at__lt=before)
    over = past.exclude(session_key__in=Session.objects.values("pk"))
    yield from (Due(str(key), at) for key, at in over.values_list("pk", "last_seen_at"))


SHREDDERS["closed_ways"] = Shredder(_closed, _forget_ways)
SHREDDERS["signed_in_places"] = Shredder(_places, lambda key: UserSession.objects.filter(pk=key).delete())
SHREDDERS["sessions"] = rows(Session, since="expire_date")
SHREDDERS["task_results"] = rows(DBTaskResult, since="finished_at")
