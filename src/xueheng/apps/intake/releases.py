"""放行申请: a reason is given, a second person decides, and for some hours the export may be taken once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.flows.handlers import on_decided
from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.services import ask_approval
from xueheng.apps.intake.releasing import APPROVES, KIND, TOLD, Taking, limits, own_releases
from xueheng.apps.notices.services import tell
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Release
from xueheng.apps.roster.visibility import visible
from xueheng.standards.words import Words

TITLE = Words("导出{what}（{n} 人）", "Export {what} ({n} persons)")
DECIDED = {
    "approved": Words(
        "您申请的导出已同意，请在{until}前取走：{what}", "Your export may be taken until {until}: {what}"
    ),
    "refused": Words("您申请的导出没有同意：{what}", "Your export was not agreed to: {what}"),
}
SHORTEST = 4  # signs of a reason


@transaction.atomic
def draft(taking: Taking, *, actor: Actor, now: datetime, address: str) -> Release:
    """放行申请 that still lacks its reason, or the one that is under way; nothing is asked of anybody yet."""
    said = {"org": taking.org, "persons": taking.persons, "asked_at": now, "address": address[:400]}
    held = own_releases(taking, actor).filter(persons__gte=taking.persons)
    live = held.filter(Q(open_until=None, is_refused=False) | Q(open_until__gt=now)).first()
    if live is not None:
        return live
    words = {"zh": taking.what.zh, "en": taking.what.en}
    key = {"kind": taking.kind, "subject_id": taking.subject, "format": taking.format}
    return Release.objects.create(**key, **said, what=words, asked_by_id=actor.account)


@transaction.atomic
def ask_release(release: Release, *, reason: str, actor: Actor, now: datetime) -> Approval:
    """放行申请 waits for a second person, with its reason."""
    if release.asked_by_id != actor.account:
        raise NotFound(_("没有这项导出申请。"))
    if len(reason.strip()) < SHORTEST:
        raise NotReady(_("请写明导出来做什么、交给谁、用完怎么处理。"))
    if release.reason:
        raise NotReady(_("这项导出已经申请过了。"))
    release.reason, release.asked_at = reason.strip(), now
    release.save(update_fields=["reason", "asked_at"])
    title = TITLE.fill(what=Words(**release.what), n=release.persons)
    asked = {"title": title, "org": release.org, "permission": APPROVES, "reason": release.reason}
    return ask_approval(KIND, release.pk, **asked, actor=actor, now=now)


def release(actor: Actor, id_: int) -> Release:
    """放行 that the actor has asked for, may decide, or watches over; NotFound otherwise."""
    found = releases(actor).filter(pk=id_).first()
    if found is None:
        raise NotFound(_("没有这项导出申请。"))
    return found


def releases(actor: Actor) -> QuerySet[Release]:
    """放行 that the actor has asked for, may decide, or watches over, the latest first."""
    every = Release.objects.select_related("org", "asked_by__person").order_by("-asked_at", "-pk")
    seen = visible(every, actor, APPROVES) | visible(every, actor, TOLD)
    return every.filter(asked_by=actor.account) | seen.exclude(reason="")


def state_of(release: Release, now: datetime) -> str:
    """draft, waiting, refused, open, taken or over."""
    if release.taken_at:
        return "taken"
    if release.open_until:
        return "open" if release.open_until > now else "over"
    return "refused" if release.is_refused else "waiting" if release.reason else "draft"


@on_decided(KIND)
def decided(approval: Approval, actor: Actor, now: datetime) -> None:
    """放行 stands open for its hours once it is approved; who asked is told either way."""
    held = Release.objects.select_related("asked_by").get(pk=approval.subject_id)
    held.open_until = now + timedelta(hours=limits().hours) if approval.state == "approved" else None
    held.is_refused = approval.state != "approved"
    held.save(update_fields=["open_until", "is_refused"])
    if approval.state in DECIDED:
        until = timezone.localtime(held.open_until).strftime("%m-%d %H:%M") if held.open_until else ""
        words = DECIDED[approval.state].fill(what=Words(**held.what), until=until)
        said = {"key": f"release:{approval.pk}", "address": f"/privacy/releases/{held.pk}/"}
        tell([held.asked_by], words, kind=KIND, now=now, **said)
