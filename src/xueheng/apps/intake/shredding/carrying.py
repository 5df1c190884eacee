"""销毁的办理: seen before, asked for with a reason, agreed to by a second person, done by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotReady
from xueheng.apps.flows.handlers import on_decided
from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.services import ask_approval
from xueheng.apps.intake.shredding import access, lying, rows  # noqa: F401
from xueheng.apps.intake.shredding.retention import SHREDDERS, Kind, due, kind, kinds
from xueheng.apps.roster.actor import Actor, system
from xueheng.apps.roster.models import Org
from xueheng.standards.words import Words

KIND, MANAGES, APPROVES, DONE = "shredding", "privacy.manage", "privacy.approve", "privacy.shredded"
TITLE = Words("销毁{what}（{n} 项）", "Shred {what} ({n} items)")


@dataclass(frozen=True)
class Line:
    """一类 with how much of it is past its term, since when, and what is under way."""

    kind: Kind
    n: int
    oldest: datetime | None
    waiting: Approval | None


def top() -> Org:
    """机构 in whose name personal data are shredded: the top of the tree, because files know no school."""
    return Org.objects.filter(parent=None).order_by("pk")[0]


def preview(actor: Actor, *, now: datetime) -> list[Line]:
    """到期一览 of every kind; nothing is named, nothing is destroyed."""
    actor.require(MANAGES, top())
    waiting = {a.subject_id: a for a in Approval.objects.filter(kind=KIND, state="waiting")}
    return [_line(one, waiting.get(one.id), now) for one in kinds()]


def _line(one: Kind, waiting: Approval | None, now: datetime) -> Line:
    found = due(one, now) if one.shredded else []
    return Line(one, len(found), found[0].since if found else None, waiting)


@transaction.atomic
def ask(kind_id: str, *, reason: str, actor: Actor, now: datetime) -> Approval:
    """销毁 of what is past its term now waits for a second person."""
    place, meant = top(), kind(kind_id)
    actor.require(MANAGES, place)
    if not (n := len(due(meant, now))):
        raise NotReady(_("这一类现在没有到期的，不用销毁。"))
    asked = {
        "title": TITLE.fill(what=meant.label, n=n),
        "org": place,
        "permission": APPROVES,
        "reason": reason,
    }
    return ask_approval(KIND, meant.id, **asked, actor=actor, now=now)


@on_decided(KIND)
def decided(approval: Approval, actor: Actor, now: datetime) -> None:
    """The worker destroys what was past its term when it was asked for."""
    if approval.state == "approved":
        transaction.on_commit(partial(shred_approved.enqueue, approval.pk))


@task()
def shred_approved(approval: int) -> None:
    """Destroy what one approval names."""
    shred(approval, now=timezone.now())


def shred(approval_id: int, *, now: datetime) -> int:
    """销毁 of all that was past its term when it was asked for; stopped, it goes on; how much it was.

    Each thing goes by itself: what is gone is found no more, so that a second worker only finds the rest.
    """
    approval = Approval.objects.select_related("org").get(pk=approval_id, kind=KIND, state="approved")
    if _is_done(approval):
        return 0
    meant = kind(approval.subject_id)
    found = due(meant, approval.asked_at)
    for one in found:
        with transaction.atomic():
            SHREDDERS[meant.id].destroy(one.key)
    details = {"kind": meant.id, "n": len(found), "agreed": approval.decided_by}
    by, subject = system("shredder").label, ("approval", approval.pk)
    record(by, DONE, subject=subject, org=approval.org_id, now=now, details=details)
    return len(found)


def restart_stale() -> int:
    """Every shredding that a worker left undone is taken up again; how many there were."""
    left = [a for a in Approval.objects.filter(kind=KIND, state="approved") if not _is_done(a)]
    for approval in left:
        shred_approved.enqueue(approval.pk)
    return len(left)


def _is_done(approval: Approval) -> bool:
    return Entry.objects.filter(subject_kind="approval", subject_id=str(approval.pk), action=DONE).exists()
