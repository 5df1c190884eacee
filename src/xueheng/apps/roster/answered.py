"""已答: one key, one act, one answer, however often a request arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from xueheng.apps.errors import DomainError, NotReady
from xueheng.apps.roster.models import Answered

KEPT = timedelta(hours=24)
CARRIED_OUT = timedelta(minutes=10)  # after which whoever began is taken to have died


class StillBusy(NotReady):
    """The act of this key is being carried out now."""


class OtherRequest(DomainError):
    """The key belongs to another request."""


@dataclass(frozen=True)
class Answer:
    """答复 that was given."""

    status: int
    body: Any


def claim(account: int, key: str, *, fingerprint: str, now: datetime) -> Answer | None:
    """占用 a key for this request: None lets it act; its answer when it has acted before."""
    Answered.objects.filter(at__lt=now - KEPT).delete()
    told = {"fingerprint": fingerprint, "at": now}
    row, is_new = Answered.objects.get_or_create(account_id=account, key=key, defaults=told)
    if is_new:
        return None
    if row.fingerprint != fingerprint:
        raise OtherRequest(_("这个 Idempotency-Key 已经用在另一个请求上，请换一个。"))
    if row.status is not None:
        return Answer(row.status, row.body)
    if not _abandoned(account, key, now).update(at=now):
        raise StillBusy(_("同一个请求正在办理，请稍后再查。"))
    return None


def keep(account: int, key: str, *, answer: Answer, claimed_at: datetime) -> None:
    """答复 stands beside the act, in its transaction; an act whose claim another took over is undone."""
    own = Answered.objects.filter(account_id=account, key=key, at=claimed_at, status=None)
    if not own.update(status=answer.status, body=answer.body):
        raise StillBusy(_("同一个请求正在办理，请稍后再查。"))


def free(account: int, key: str, *, claimed_at: datetime) -> None:
    """The key may be used again, because its act did not happen."""
    Answered.objects.filter(account_id=account, key=key, at=claimed_at, status=None).delete()


def _abandoned(account: int, key: str, now: datetime) -> Any:
    held = Answered.objects.filter(account_id=account, key=key, status=None)
    return held.filter(at__lte=now - CARRIED_OUT)
