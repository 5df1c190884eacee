"""交回: a school's answer comes in by its own page or in the clerk's pile, and is an upload of the school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.flows.services import settle_task
from xueheng.apps.intake.campaigns.opening import MANAGE, keep, refuse_ended, task_key
from xueheng.apps.intake.campaigns.recognising import school_of
from xueheng.apps.intake.campaigns.unpacking import Brought, unpacked
from xueheng.apps.intake.models import Campaign, Return, Upload
from xueheng.apps.intake.receiving import receive
from xueheng.apps.intake.repairing import OPEN, cancel
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org

LONGEST_NOTE = 400


@dataclass(frozen=True)
class Taken:
    """收件: the schools whose files came in, and each file that did not, with why."""

    filed: tuple[tuple[str, Org], ...]
    strange: tuple[tuple[str, str], ...]


def file(one: Return, brought: Any, *, actor: Actor, now: datetime) -> Upload:
    """交回 by the school's page or by the clerk: what came before is replaced, and the difference shown."""
    campaign = one.campaign
    refuse_ended(campaign)
    said = {"table": campaign.table, "period": campaign.period, "label": campaign.label}
    upload = receive(brought, **said, org=one.org, exam=campaign.exam, actor=actor, now=now)
    _filed(one, upload, actor=actor, now=now)
    return upload


def nothing(one: Return, *, note: str, actor: Actor, now: datetime) -> Return:
    """无此项: the school has no such rows; refused where the platform knows some."""
    with transaction.atomic():
        held = _held(one, actor)
        if not held.sheet:
            raise NotReady(_("工作簿正在准备，请过一会儿再报“无此项”。"))
        if held.known:
            raise NotReady(
                _("平台已有%(school)s的 %(n)s 行，请在工作簿里核对，不能报“无此项”。")
                % {"school": held.org.name, "n": held.known}
            )
        settle_task(task_key(held), actor=actor, now=now)
        held.state, held.note, held.upload = "nil", note.strip()[:LONGEST_NOTE], None
        held.filed_at = held.filed_at or now
        held.save()
        keep(held.campaign, "nil", actor, now, {"school": held.org.code})
    return held


def take_in(campaign: Campaign, files: Iterable[Any], *, actor: Actor, now: datetime) -> Taken:
    """收件: every file goes to the school that stands inside; those of nobody are named with why."""
    actor.require(MANAGE, campaign.org)
    refuse_ended(campaign)
    returns = {one.org_id: one for one in campaign.returns.select_related("campaign", "org")}
    with TemporaryDirectory() as folder:
        found, strange = _sorted(campaign, files, [one.org for one in returns.values()], Path(folder))
        filed = []
        for school, brought in found:
            try:
                file(returns[school.pk], brought, actor=actor, now=now)
                filed.append((brought.name, school))
            except NotReady as error:
                strange.append((brought.name, str(error)))
    keep(campaign, "taken_in", actor, now, {"filed": len(filed), "strange": len(strange)})
    return Taken(tuple(filed), tuple(strange))


def _sorted(
    campaign: Campaign, files: Iterable[Any], asked: list[Org], folder: Path
) -> tuple[list[tuple[Org, Brought]], list[tuple[str, str]]]:
    """The one file of each school; and the files that are of none, or of one that has another beside it."""
    piles: dict[int, list[tuple[Org, Brought]]] = defaultdict(list)
    strange: list[tuple[str, str]] = []
    for brought in unpacked(files, folder):
        try:
            school = school_of(brought.path, campaign, asked)
            piles[school.pk].append((school, brought))
        except NotReady as error:
            strange.append((brought.name, str(error).replace(brought.path.name, brought.name)))
    for pile in (p for p in piles.values() if len(p) > 1):
        told = _("%(school)s有 %(n)s 份，不知道哪份算数，请只留一份。")
        said = told % {"school": pile[0][0].name, "n": len(pile)}
        strange += [(brought.name, said) for _school, brought in pile]
    return [pile[0] for pile in piles.values() if len(pile) == 1], strange


@transaction.atomic
def _filed(one: Return, upload: Upload, *, actor: Actor, now: datetime) -> None:
    held = _held(one, actor)
    if held.upload_id == upload.pk and held.state != "returned":
        return
    settle_task(task_key(held), actor=actor, now=now)
    if held.upload is not None and held.upload.state in OPEN and held.upload_id != upload.pk:
        cancel(held.upload, actor=actor, now=now)
    held.state = "accepted" if upload.state == "committed" else "filed"
    held.upload, held.note, held.filed_at = upload, "", held.filed_at or now
    held.save()
    keep(held.campaign, "filed", actor, now, {"school": held.org.code, "sha256": upload.sha256})


def _held(one: Return, actor: Actor) -> Return:
    held = (
        Return.objects.select_for_update(of=("self",))
        .select_related("campaign", "org", "upload")
        .get(pk=one.pk)
    )
    actor.require("data.upload", held.org)
    refuse_ended(Campaign.objects.select_for_update().get(pk=held.campaign_id))
    return held
