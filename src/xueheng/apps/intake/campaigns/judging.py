"""审核: a school's answer is accepted and so committed, or sent back with a reason, its errors in red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueheng.apps.errors import DomainError, NotReady
from xueheng.apps.intake.campaigns.board import Line, board, standing
from xueheng.apps.intake.campaigns.checking import Checks, asked_of, rows_of, strangers, twice
from xueheng.apps.intake.campaigns.filing import LONGEST_NOTE
from xueheng.apps.intake.campaigns.opening import MANAGE, ask, held_open, keep
from xueheng.apps.intake.campaigns.sending import named, release, zipped
from xueheng.apps.intake.committing import commit
from xueheng.apps.intake.exporting import marked
from xueheng.apps.intake.models import Campaign, Dataset, Return
from xueheng.apps.roster.actor import Actor


@dataclass(frozen=True)
class Judged:
    """审核结果: the schools that it was done to, and why not to the others."""

    done: tuple[str, ...]
    passed: tuple[tuple[str, str], ...] = ()


def accept(one: Return, *, actor: Actor, now: datetime) -> Dataset:
    """收下: the school's rows are its Dataset."""
    return _accept(one, twice(one.campaign), actor=actor, now=now)


def accept_clean(campaign: Campaign, *, actor: Actor, now: datetime) -> Judged:
    """收下 of every answer in which nothing is wrong; the others stay, each with why."""
    actor.require(MANAGE, campaign.org)
    doubles = twice(campaign)
    done, passed = [], []
    for line in (one for one in board(actor, campaign, now=now).lines if one.is_clean):
        try:
            _accept(line.it, doubles, actor=actor, now=now)
            done.append(line.school.name)
        except DomainError as error:
            Return.objects.filter(pk=line.it.pk).update(state="filed", note=str(error)[:LONGEST_NOTE])
            passed.append((line.school.name, str(error)))
    return Judged(tuple(done), tuple(passed))


@transaction.atomic
def send_back(one: Return, *, reason: str, actor: Actor, now: datetime) -> Return:
    """退回 with a reason; the school's contact has a new task."""
    campaign = held_open(one.campaign, actor)
    held = campaign.returns.select_for_update(of=("self",)).select_related("org", "upload").get(pk=one.pk)
    if standing(held) not in ("filed", "nil"):
        raise NotReady(_("%(school)s现在没有可以退回的报送。") % {"school": held.org.name})
    if not reason.strip():
        raise NotReady(_("请写明为什么退回。"))
    held.state, held.note = "returned", reason.strip()[:LONGEST_NOTE]
    held.save(update_fields=["state", "note"])
    ask(campaign, [held.org], actor=actor, now=now, again=str(held.upload_id))
    keep(campaign, "sent_back", actor, now, {"school": held.org.code})
    return held


def send_back_wrong(campaign: Campaign, *, actor: Actor, now: datetime) -> Judged:
    """退回 of every answer with errors or open questions; the reason says how many."""
    actor.require(MANAGE, campaign.org)
    found = [line for line in board(actor, campaign, now=now).lines if line.is_wrong]
    for line in found:
        send_back(line.it, reason=_reason(line), actor=actor, now=now)
    return Judged(tuple(line.school.name for line in found))


@transaction.atomic
def take_reds(campaign: Campaign, *, actor: Actor, now: datetime) -> IO[bytes]:
    """标红的原表 of every school whose answer has errors, in one file."""
    actor.require(MANAGE, campaign.org)
    found = [line for line in board(actor, campaign, now=now).lines if line.errors]
    if not found:
        raise NotReady(_("没有标红的表。"))
    release(campaign, "reds", sum(one.it.upload.rows or 0 for one in found), actor=actor, now=now)
    keep(campaign, "reds_taken", actor, now, {"schools": len(found)})
    return zipped((named(line.it), marked(actor, line.it.upload)) for line in found if line.it.upload)


def _accept(one: Return, doubles: Checks, *, actor: Actor, now: datetime) -> Dataset:
    actor.require(MANAGE, one.campaign.org)
    if one.upload is None:
        raise NotReady(_("%(school)s还没有交。") % {"school": one.org.name})
    _refuse_strangers(one)
    _refuse_doubles(one, doubles)
    with transaction.atomic():
        held_open(one.campaign, actor)
        dataset = commit(one.upload, actor=actor, now=now)
        same = Return.objects.filter(pk=one.pk, upload=one.upload, state=one.state)
        if not same.update(state="accepted", note=""):
            raise NotReady(_("%(school)s的表刚有变动，请看过再收下。") % {"school": one.org.name})
        keep(one.campaign, "accepted", actor, now, {"school": one.org.code, "dataset": str(dataset.pk)})
    return dataset


def _refuse_strangers(one: Return) -> None:
    rows = rows_of(one)
    found: Sequence[str] = strangers(one.org, asked_of(one.campaign), rows) if rows is not None else ()
    if found:
        said = {"n": len(found), "first": found[0]}
        raise NotReady(_("有 %(n)s 行写的是别的学校，如第 %(first)s。请退回改正。") % said)


def _refuse_doubles(one: Return, doubles: Checks) -> None:
    found = doubles.of(one.org_id) if doubles.is_of_pupils else ()
    if found:
        other = next(c for c in found[0].claims if c.school.pk != one.org_id)
        said = {"n": len(found), "name": other.name, "school": other.school.name}
        raise NotReady(
            _("有 %(n)s 人另一所学校也报了，如%(name)s（%(school)s）。请先弄清在哪所学校。") % said
        )


def _reason(line: Line) -> str:
    if line.it.upload is not None and line.it.upload.state == "unreadable":
        return _("文件读不出来，请另存为 Excel 工作簿再交。")
    errors = ngettext("有 %(n)s 处错误", "有 %(n)s 处错误", line.errors) % {"n": line.errors}
    doubts = ngettext("有 %(n)s 处要您回答", "有 %(n)s 处要您回答", line.doubts) % {"n": line.doubts}
    said = [text for n, text in ((line.errors, errors), (line.doubts, doubts)) if n]
    return _("%(said)s。请看标红的原表，改好再交。") % {"said": _("，").join(said)}
