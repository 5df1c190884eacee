"""审批: a subject waits until a second person has agreed; what was decided is never altered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows.handlers import tell
from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.todo import HOLDERS, cancel_task, open_task, settle_task
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Account, Org
from xueheng.standards.words import Words

JOB = "approval"
TIME_TO_DECIDE = timedelta(days=3)


@transaction.atomic
def ask_approval(
    kind: str,
    subject_id: object,
    *,
    title: Words,
    org: Org,
    permission: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Approval:
    """审批 of the subject waits, asked now or before; whoever may decide has a task."""
    said = {"zh": title.zh, "en": title.en}
    asked = {"title": said, "org": org, "permission": permission, "asked_at": now, "reason": reason}
    by = {"asked_by": actor.label, "asked_by_name": actor.name}
    approval, is_new = Approval.objects.get_or_create(
        kind=kind, subject_id=str(subject_id), state="waiting", defaults=asked | by
    )
    if is_new:
        _kept(approval, "flows.approval_asked", actor, now)
        open_task(
            task_key(approval),
            job=JOB,
            title=Words(f"复核：{title.zh}", f"Approve: {title.en}"),
            org=org,
            role=HOLDERS + permission,
            due_on=timezone.localdate(now + TIME_TO_DECIDE),
            now=now,
            actor=actor,
            subject=(JOB, approval.pk),
        )
    return approval


@transaction.atomic
def decide(approval_id: int, *, agreed: bool, actor: Actor, now: datetime, remark: str = "") -> Approval:
    """审批 is decided by a second person, and what waited for it has been told; once and for all."""
    approval = _locked(approval_id)
    if not actor.may(approval.permission, approval.org):
        raise NotFound(_("没有这项审批。"))
    if is_asker(approval, actor):
        raise NotAllowed(_("提出的人不能批准自己提出的事，请由另一位复核人办理。"))
    state = "approved" if agreed else "refused"
    if (approval.state, approval.decided_by) == (state, actor.label):
        return approval
    _still_waiting(approval)
    _settled(approval, state, actor=actor, now=now, remark=remark)
    settle_task(task_key(approval), actor=actor, now=now)
    return approval


@transaction.atomic
def withdraw(approval_id: int, *, actor: Actor, now: datetime, remark: str = "") -> Approval:
    """审批 waits no more, because who asked has taken it back."""
    approval = _locked(approval_id)
    if not is_asker(approval, actor):
        raise NotFound(_("没有这项审批。"))
    if approval.state == "withdrawn":
        return approval
    _still_waiting(approval)
    _settled(approval, "withdrawn", actor=actor, now=now, remark=remark)
    cancel_task(task_key(approval), actor=actor, now=now)
    return approval


def is_asker(approval: Approval, actor: Actor) -> bool:
    """True when the actor is who asked, be it under another account."""
    if approval.asked_by == actor.label:
        return True
    kind, _colon, number = approval.asked_by.partition(":")
    if kind != "account" or actor.person is None:
        return False
    return Account.objects.filter(pk=int(number), person=actor.person).exists()


def task_key(approval: Approval) -> str:
    """The key of the task of those who may decide."""
    return f"{JOB}:{approval.pk}"


def _locked(approval_id: int) -> Approval:
    found = (
        Approval.objects.select_for_update(of=("self",)).select_related("org").filter(pk=approval_id).first()
    )
    if found is None:
        raise NotFound(_("没有这项审批。"))
    return found


def _still_waiting(approval: Approval) -> None:
    if approval.state != "waiting":
        raise NotReady(_("这件事已由%(name)s办理，不能再改。") % {"name": approval.decided_by_name})


def _settled(approval: Approval, state: str, *, actor: Actor, now: datetime, remark: str) -> None:
    approval.state, approval.remark = state, remark
    approval.decided_by, approval.decided_by_name, approval.decided_at = actor.label, actor.name, now
    approval.save()
    _kept(approval, f"flows.approval_{state}", actor, now)
    tell(approval, actor, now)


def _kept(approval: Approval, action: str, actor: Actor, now: datetime) -> None:
    details = {"kind": approval.kind, "subject": approval.subject_id}
    record(actor.label, action, subject=(JOB, approval.pk), org=approval.org_id, now=now, details=details)
