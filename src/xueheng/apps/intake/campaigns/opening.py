"""发起收表: which schools are asked for what, on what grounds, by when; and calling it off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotReady
from xueheng.apps.flows.services import cancel_task, open_task
from xueheng.apps.intake.campaigns.contacts import contacts
from xueheng.apps.intake.exams import MARKS, require_lawful
from xueheng.apps.intake.models import Campaign, Return
from xueheng.apps.intake.receiving import refuse_forged
from xueheng.apps.intake.tasks import prepare_campaign
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.queries import schools
from xueheng.standards.words import Words
from xueheng.tables.schema import schema

MANAGE = "campaigns.manage"
JOB = "campaign"
ACCEPTING, JOINING = "accepting", "joining"  # of a return and of a campaign: the worker is at it
LONGEST, MOST_MINUTES = 120, 600


def wanted(actor: Actor, org: Org, table: str, *, now: datetime, stage: str = "") -> list[Org]:
    """学校 below an organisation to which a table applies: those with a stage that it has rows of."""
    level = next((c for c in schema(table).columns if c.name == "level" and c.codes), None)
    stages = {stage} if stage else set(level.codes) if level else set()
    found = schools(actor, MANAGE, on=timezone.localdate(now)).filter(path__startswith=org.path)
    return [school for school in found if not stages or stages.intersection(school.stages)]


@transaction.atomic
def open_campaign(
    org: Org,
    asked: Sequence[Org],
    *,
    said: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> Campaign:
    """收表 is open: each school has a task, a page, and soon a workbook; `said` is what the form says."""
    actor.require(MANAGE, org)
    for school in asked:
        actor.require(MANAGE, school)
    _refuse_unfit(org, asked, said, now)
    campaign = Campaign.objects.create(
        **said, org=org, opened_by_id=actor.account, opened_at=now, is_sample=org.is_sample
    )
    Return.objects.bulk_create(Return(campaign=campaign, org=school) for school in asked)
    ask(campaign, asked, actor=actor, now=now)
    details = {"table": campaign.table, "schools": len(asked), "basis": campaign.basis}
    keep(campaign, "opened", actor, now, details)
    transaction.on_commit(partial(prepare_campaign.enqueue, str(campaign.pk)))
    return campaign


@transaction.atomic
def cancel(campaign: Campaign, *, actor: Actor, now: datetime) -> Campaign:
    """取消收表: nobody is asked any more; what came back stays where it is."""
    held = held_open(campaign, actor)
    held.state, held.ended_at = "cancelled", now
    held.save(update_fields=["state", "ended_at"])
    for one in held.returns.select_related("org", "upload"):
        cancel_task(task_key(one), actor=actor, now=now)
    keep(held, "cancelled", actor, now, {})
    return held


def ask(campaign: Campaign, asked: Iterable[Org], *, actor: Actor, now: datetime, again: str = "") -> None:
    """待办 of each school's one contact is open; `again` tells a second asking from the first."""
    reached = contacts(asked, on=timezone.localdate(now))
    done, title = ("改好再报", "Correct and send again") if again else ("报送", "Hand in")
    for school in asked:
        open_task(
            _key(campaign, school, again),
            job=JOB,
            title=Words(f"{done}：{campaign.title}", f"{title}: {campaign.title}"),
            org=school,
            role=reached[school.pk].role,
            due_on=campaign.due_on,
            now=now,
            actor=actor,
            subject=(JOB, campaign.pk),
            address=address(campaign, school),
        )


def task_key(one: Return) -> str:
    """The key of the task that asks for this return: a new one each time it was sent back."""
    return _key(one.campaign, one.org, str(one.upload_id) if one.state == "returned" else "")


def _key(campaign: Campaign, school: Org, again: str) -> str:
    return f"{JOB}:{campaign.pk.hex}:{school.pk}:{again}"


def address(campaign: Campaign, school: Org) -> str:
    """Where the school answers."""
    return reverse("data:campaign_school", args=[campaign.pk, school.code])


def held_open(campaign: Campaign, actor: Actor, *, states: Collection[str] = ("open",)) -> Campaign:
    """The campaign held for one change by somebody who may; NotReady once it has ended."""
    held = Campaign.objects.select_for_update(of=("self",)).select_related("org").get(pk=campaign.pk)
    actor.require(MANAGE, held.org)
    refuse_ended(held, states=states)
    return held


def refuse_ended(campaign: Campaign, *, states: Collection[str] = ("open",)) -> None:
    """Go on only while the campaign is open."""
    if campaign.state == JOINING and JOINING not in states:
        raise NotReady(_("“%(title)s”正在汇总，请过一会儿再看。") % {"title": campaign.title})
    if campaign.state not in states:
        raise NotReady(_("“%(title)s”已经结束，不能再改。") % {"title": campaign.title})


def keep(campaign: Campaign, act: str, actor: Actor, now: datetime, details: Mapping[str, Any]) -> None:
    """留痕 of an act on the campaign."""
    subject = (JOB, campaign.pk)
    record(actor.label, f"campaigns.{act}", subject=subject, org=campaign.org_id, now=now, details=details)


def _refuse_unfit(org: Org, asked: Sequence[Org], said: Mapping[str, Any], now: datetime) -> None:
    refuse_forged(said["table"], said["period"], said["label"])
    if not said["basis"].strip():
        raise NotReady(_("没有写依据或清单编号，不能向学校收表。"))
    if not 0 < said["minutes"] <= MOST_MINUTES:
        raise NotReady(_("请写明填这张表预计要用几分钟（1 到 %(n)s）。") % {"n": MOST_MINUTES})
    if not said["title"].strip() or len(said["title"]) > LONGEST:
        raise NotReady(_("请给这次收表起个名称，不超过 %(n)s 个字。") % {"n": LONGEST})
    if said["due_on"] < timezone.localdate(now):
        raise NotReady(_("交回日期已经过去了。"))
    if not asked:
        raise NotReady(_("没有选学校。"))
    if said["table"] in MARKS:
        require_lawful({**said.get("exam", {}), "scope": "county"})
    same = {name: said[name] for name in ("table", "period", "label")}
    if Campaign.objects.filter(**same, org=org, state__in=("open", JOINING)).exists():
        raise NotReady(_("这一期的这张表正在收，不必再收一次。"))
