"""后台: accepting and joining many schools is the worker's, in the name of who asked for it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.campaigns.board import board
from xueheng.apps.intake.campaigns.freezing import Excused, freeze, refuse_unready
from xueheng.apps.intake.campaigns.judging import accept_clean
from xueheng.apps.intake.campaigns.opening import ACCEPTING, JOB, JOINING, held_open
from xueheng.apps.intake.models import Campaign, Return
from xueheng.apps.intake.tasks import accept_campaign, freeze_campaign, prepare_campaign
from xueheng.apps.notices.services import tell
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Account
from xueheng.apps.roster.queries import actor_of
from xueheng.standards.words import plain


@transaction.atomic
def accept_soon(campaign: Campaign, *, actor: Actor, now: datetime) -> int:
    """收下 of every clean answer waits for the worker; how many there are."""
    held = held_open(campaign, actor)
    clean = [line.it.pk for line in board(actor, held, now=now).lines if line.is_clean]
    held.returns.filter(pk__in=clean).update(state=ACCEPTING)
    asked = partial(accept_campaign.enqueue, str(held.pk), actor.account, get_language() or "")
    transaction.on_commit(asked)
    return len(clean)


@transaction.atomic
def freeze_soon(
    campaign: Campaign, *, excused: Excused, doubles: str = "", actor: Actor, now: datetime
) -> None:
    """汇总 waits for the worker, and nobody hands in any more; NotReady where something still lacks."""
    held = held_open(campaign, actor)
    refuse_unready(held, excused=excused, doubles=doubles, actor=actor)
    Campaign.objects.filter(pk=held.pk).update(state=JOINING)
    said = {"excused": dict(excused), "doubles": doubles}
    asked = partial(freeze_campaign.enqueue, str(held.pk), actor.account, get_language() or "", said)
    transaction.on_commit(asked)


def accept_asked(campaign: str | UUID, *, account: int | None, now: datetime) -> None:
    """收下 of what is clean is done; what is not accepted is filed as before, with why."""
    held = Campaign.objects.select_related("org").get(pk=campaign)
    try:
        accept_clean(held, actor=_actor(account, now), now=now)
    finally:
        held.returns.filter(state=ACCEPTING).update(state="filed")


def freeze_asked(
    campaign: str | UUID, *, account: int | None, excused: Excused, doubles: str, now: datetime
) -> None:
    """汇总 is done; else the campaign is open again and who asked is told why."""
    held = Campaign.objects.select_related("org").get(pk=campaign)
    try:
        freeze(held, excused=excused, doubles=doubles, actor=_actor(account, now), now=now)
    except NotReady as error:
        asker, key = Account.objects.get(pk=account), f"{JOB}:{held.pk.hex}:{now.isoformat()}"
        tell(
            [asker],
            plain(str(error)),
            kind="reminder",
            key=key,
            now=now,
            address=reverse("data:campaign", args=[held.pk]),
        )
    finally:
        Campaign.objects.filter(pk=held.pk, state=JOINING).update(state="open")


@transaction.atomic
def restart_stale() -> None:
    """What a worker left may be asked for again; workbooks that it did not make are made."""
    Return.objects.filter(state=ACCEPTING).update(state="filed")
    Campaign.objects.filter(state=JOINING).update(state="open")
    unmade = Campaign.objects.filter(state="open", returns__sheet="").distinct()
    for pk in unmade.values_list("pk", flat=True):
        prepare_campaign.enqueue(str(pk))


def _actor(account: int | None, now: datetime) -> Actor:
    return actor_of(Account.objects.get(pk=account), timezone.localdate(now))
