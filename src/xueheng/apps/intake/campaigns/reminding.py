"""催报: the school's one contact is told, once a day at most, in working hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.campaigns.board import MISSING, standing
from xueheng.apps.intake.campaigns.contacts import Contact, contacts
from xueheng.apps.intake.campaigns.judging import Judged
from xueheng.apps.intake.campaigns.opening import JOB, address, held_open, keep
from xueheng.apps.intake.models import Campaign, Return
from xueheng.apps.notices.services import tell
from xueheng.apps.roster.actor import Actor
from xueheng.reports.display import dated
from xueheng.standards.words import Words

OPENS, CLOSES = 8, 18
SATURDAY = 5


@transaction.atomic
def remind(campaign: Campaign, *, actor: Actor, now: datetime, only: Iterable[str] | None = None) -> Judged:
    """催报 of the schools that still owe an answer, or of those of some codes among them."""
    held = held_open(campaign, actor)
    _refuse_rest(now)
    found = held.returns.select_for_update(of=("self",)).select_related("org", "upload").order_by("org__code")
    owing = [one for one in found if standing(one) in MISSING and (only is None or one.org.code in set(only))]
    reached = contacts([one.org for one in owing], on=timezone.localdate(now))
    why = {one.pk: _why_not(one, reached[one.org_id], now) for one in owing}
    told = [one for one in owing if not why[one.pk]]
    for one in told:
        _tell(held, one, reached[one.org_id], now)
    keep(held, "reminded", actor, now, {"schools": [one.org.code for one in told]})
    return Judged(
        tuple(one.org.name for one in told),
        tuple((one.org.name, why[one.pk]) for one in owing if why[one.pk]),
    )


def _refuse_rest(now: datetime) -> None:
    local = timezone.localtime(now)
    if local.weekday() >= SATURDAY or not OPENS <= local.hour < CLOSES:
        raise NotReady(_("催报只在工作日 8:00 到 18:00 发出，请到时再催。"))


def _why_not(one: Return, contact: Contact, now: datetime) -> str:
    if one.reminded_at and timezone.localdate(one.reminded_at) == timezone.localdate(now):
        return _("今天已经催过。")
    if not contact.accounts:
        return _("教务主任和校长都没有账号，请打电话。")
    return ""


def _tell(campaign: Campaign, one: Return, contact: Contact, now: datetime) -> None:
    due = dated(campaign.due_on)
    words = Words(
        f"请报送“{campaign.title}”，{due.zh}前交回。", f"Please hand in “{campaign.title}” by {due.en}."
    )
    key = f"{JOB}:{campaign.pk.hex}:{one.org_id}:{timezone.localdate(now)}"
    tell(contact.accounts[:1], words, kind="reminder", key=key, now=now, address=address(campaign, one.org))
    one.reminded_at, one.reminders = now, one.reminders + 1
    one.save(update_fields=["reminded_at", "reminders"])
