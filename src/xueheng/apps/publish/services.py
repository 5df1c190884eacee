"""发布 step by step: asked for by one person, agreed to by another, superseded by the next, taken down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.flows.handlers import on_decided
from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.services import ask_approval
from xueheng.apps.publish import files
from xueheng.apps.publish.checks import broken
from xueheng.apps.publish.lawfulness import require_lawful
from xueheng.apps.publish.making import around, of_series, project, showing
from xueheng.apps.publish.models import Publication
from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs.asking import spoken
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.queries import loaded
from xueheng.apps.runs.store import PUBLIC_BUNDLE
from xueheng.standards.words import Words

KIND = "publication"
FILES_WRITTEN = point(
    "publish.publish.files_written", "文件已就位，尚未提出 / files in place, nothing asked for yet"
)
ROW_WRITTEN = point(
    "publish.publish.row_written", "已记为公布，事务未提交 / published in the row, not committed"
)


def ask(
    run: Run, *, audience: str, title: Words, until: date | None = None, actor: Actor, now: datetime
) -> Publication:
    """发布 waits for a second person; what will be shown is fixed from here on."""
    actor.require("publish.ask", run.org)
    if run.state != "sealed" or run.is_rehearsal:
        raise NotReady(_("只有已封存的正式结果才能公布，演练和未复核的不行。"))
    if until is not None and until <= timezone.localdate(now):
        raise NotReady(_("撤下日期要晚于今天。"))
    require_lawful(loaded(run), audience, on=timezone.localdate(now), lang=spoken())
    showing(run.method, audience)
    _none_waiting(run, audience)
    _none_newer(run, audience)
    surroundings = around(run, audience, before=now)
    publication = Publication(pk=uuid4(), run=run, org=run.org, audience=audience, until=until)
    publication.title = {"zh": title.zh, "en": title.en}
    projection = project(run, audience, surroundings=surroundings, title=publication.title)
    publication.asked_by_label, publication.asked_at = actor.label, now
    publication.withheld = {name: n for name, n in projection.withheld.items() if n}
    held = files.members(projection, surroundings)
    publication.sha256 = files.write(publication.pk, held, facts=_facts(publication))
    pass_by(FILES_WRITTEN)
    try:
        asked: Publication = _asked(publication, actor=actor, now=now)
    except NotReady:  # somebody was faster
        files.discard(publication.pk)
        raise
    return asked


@transaction.atomic
def _asked(publication: Publication, *, actor: Actor, now: datetime) -> Publication:
    _none_waiting(publication.run, publication.audience)
    publication.save(force_insert=True)
    _kept(publication, "publish.asked", actor=actor, now=now)
    ask_approval(
        KIND,
        publication.pk,
        title=Words(**publication.title),
        org=publication.org,
        permission="publish.approve",
        actor=actor,
        now=now,
    )
    return publication


@on_decided(KIND)
def decided(approval: Approval, actor: Actor, now: datetime) -> None:
    """发布 is in the world once a second person agreed, and what it follows says so; else it is not."""
    publication = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("run", "org")
        .get(pk=approval.subject_id)
    )
    if approval.state != "approved":
        publication.state = "refused"
        publication.save(update_fields=["state"])
        _kept(publication, "publish.refused", actor=actor, now=now)
        return
    _still_as_asked(publication, now)
    _none_newer(publication.run, publication.audience)
    for older in of_series(publication.run, publication.audience):
        if older.state == "published":
            older.state, older.superseded_by = "superseded", publication
            older.save(update_fields=["state", "superseded_by"])
    publication.state, publication.published_at = "published", now
    publication.save(update_fields=["state", "published_at"])
    _kept(publication, "publish.published", actor=actor, now=now)
    pass_by(ROW_WRITTEN)


@transaction.atomic
def take_down(publication: Publication, *, reason: str, actor: Actor, now: datetime) -> Publication:
    """发布 is on no page and in no download from now on; the reason is kept."""
    found: Publication = (
        Publication.objects.select_for_update(of=("self",)).select_related("org").get(pk=publication.pk)
    )
    actor.require("publish.take_down", found.org)
    if not reason.strip():
        raise NotReady(_("请写明撤下的原因。"))
    if found.state not in ("published", "superseded"):
        raise NotReady(_("这份公布不在公布中，不用撤下。"))
    found.state, found.taken_down_at, found.taken_down_reason = "taken_down", now, reason.strip()
    found.save(update_fields=["state", "taken_down_at", "taken_down_reason"])
    _kept(found, "publish.taken_down", actor=actor, now=now)
    return found


def _none_waiting(run: Run, audience: str) -> None:
    """One series, one question at a time: what is compared with the last release then stays the last."""
    if any(p.state == "waiting" for p in of_series(run, audience)):
        raise NotReady(_("同一内容已有一份在等待批准，请先办完那一份。"))


def _none_newer(run: Run, audience: str) -> None:
    """What is shown is never replaced by an older result behind the readers' backs."""
    for shown in of_series(run, audience):
        if shown.state == "published" and shown.run.sealed_at > run.sealed_at:
            said = _("已公布的“%(title)s”用的是更新的结果。要改用旧的，请先撤下它，并写明原因。")
            raise NotReady(said % {"title": Words(**shown.title).say(spoken())})


def _still_as_asked(publication: Publication, now: datetime) -> None:
    if publication.state != "waiting":
        raise NotReady(_("这份公布已经不在等待批准。"))
    if publication.until is not None and publication.until <= timezone.localdate(now):
        raise NotReady(_("撤下日期已过，请重新提出。"))
    if why := broken(publication):
        raise NotAllowed(_("待公布的文件与提出时不一致，不能公布：%(file)s") % {"file": why[0].file})


def _facts(publication: Publication) -> dict[str, Any]:
    run = publication.run
    return {
        "publication": str(publication.pk),
        "run": str(run.pk),
        "method": run.method,
        "audience": publication.audience,
        "result_sha256": run.result_sha256,
        "bundle_sha256": run.bundle_sha256,
        "public_bundle_sha256": run.files.get(PUBLIC_BUNDLE, ""),
        "documents": list(dict.fromkeys(rule.doc for rule in loaded(run).outcome.rules)),
        "withheld": publication.withheld,
    }


def _kept(publication: Publication, action: str, *, actor: Actor, now: datetime) -> None:
    details = {"run": str(publication.run_id), "audience": publication.audience, "sha256": publication.sha256}
    record(
        actor.label,
        action,
        subject=(KIND, publication.pk),
        org=publication.org_id,
        now=now,
        details=details,
    )
