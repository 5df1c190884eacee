"""发出: the workbook of each school, made once and kept, one by one or all in one file."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.campaigns.known import folder, keep_known, known_rows
from xueheng.apps.intake.campaigns.opening import MANAGE, keep
from xueheng.apps.intake.models import Campaign, Return
from xueheng.apps.intake.releasing import Taking, admit, persons_in
from xueheng.apps.intake.shown import require_rows
from xueheng.apps.roster.actor import Actor
from xueheng.reports.display import dated
from xueheng.standards.periods import period_words
from xueheng.standards.words import Lang, Words, plain
from xueheng.tables.filling.sent import Sent
from xueheng.tables.filling.template import write_template
from xueheng.tables.schema import schema


def prepare(campaign_id: str | UUID) -> None:
    """发出 of every school lies ready in the bureau's own language, with what is known of the school."""
    campaign = Campaign.objects.select_related("org").get(pk=campaign_id)
    found = list(campaign.returns.select_related("campaign", "org").order_by("org__code"))
    if not any(one.sheet for one in found):
        known = keep_known(campaign, [one.org for one in found], on=timezone.localdate(campaign.opened_at))
        for one in found:
            one.known = known.get(one.org_id, 0)
        Return.objects.bulk_update(found, ["known"])
    for one in (one for one in found if not one.sheet):
        _made(one, "zh")


@transaction.atomic
def take_workbook(one: Return, *, actor: Actor, now: datetime) -> Path:
    """发出 of one school to keep: an act that the audit knows of."""
    actor.require("data.upload", one.org)
    require_rows(actor, one.campaign.table, one.org)
    _refuse_unmade([one])
    if actor.may(MANAGE, one.org):  # the school has its own rows, the bureau takes out another's
        release(one.campaign, one.org.code, one.known, actor=actor, now=now)
    path = _made(one, "en" if (get_language() or "").startswith("en") else "zh")
    keep(one.campaign, "workbook_taken", actor, now, {"school": one.org.code, "rows": one.known})
    return path


@transaction.atomic
def take_workbooks(campaign: Campaign, *, actor: Actor, now: datetime) -> IO[bytes]:
    """发出 of all schools in one file, each named by code and school."""
    actor.require(MANAGE, campaign.org)
    require_rows(actor, campaign.table, campaign.org)
    found = list(campaign.returns.select_related("campaign", "org").order_by("org__code"))
    _refuse_unmade(found)
    release(campaign, "workbooks", sum(one.known for one in found), actor=actor, now=now)
    keep(campaign, "workbooks_taken", actor, now, {"schools": len(found)})
    return zipped((named(one), _made(one, "zh")) for one in found)


def release(campaign: Campaign, part: str, rows: int, *, actor: Actor, now: datetime) -> None:
    """放行: rows about many persons leave only after a second person has agreed."""
    what = Words("{title}（收表）", "{title} (campaign)").fill(title=plain(campaign.title))
    persons = persons_in(campaign.table, rows)
    taking = Taking("campaign", f"{campaign.pk}:{part}", "zip", campaign.org, persons, what)
    admit(taking, actor=actor, now=now)


def zipped(files: Iterable[tuple[str, Path]]) -> IO[bytes]:
    """Files under names of ours in one file that is gone once it is closed."""
    made = NamedTemporaryFile(suffix=".zip")  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(made, "w") as archive:
        for name, path in files:
            archive.write(path, name)
    made.seek(0)
    return made


def named(one: Return) -> str:
    """The name of a school's workbook: nothing in it leads anywhere."""
    name = "".join(c for c in one.org.name if c.isalnum())
    return f"{one.org.code}_{name}.xlsx"


def _refuse_unmade(found: Iterable[Return]) -> None:
    if unmade := sum(not one.sheet for one in found):
        raise NotReady(_("还有 %(n)s 份工作簿正在准备，请过一会儿再下载。") % {"n": unmade})


def _made(one: Return, lang: Lang) -> Path:
    path = folder(one.campaign) / f"{one.org_id}.{lang}.xlsx"
    if not path.is_file():
        write_template(schema(one.campaign.table), path, lang=lang, sent=_sent(one))
    if not one.sheet:
        with path.open("rb") as file:
            one.sheet = hashlib.file_digest(file, "sha256").hexdigest()
        one.save(update_fields=["sheet"])
    return path


def _sent(one: Return) -> Sent:
    campaign, school = one.campaign, one.org
    return Sent(
        code=school.code,
        school=school.name,
        campaign=str(campaign.pk),
        title=campaign.title,
        period=period_words(campaign.period),
        due=dated(campaign.due_on),
        known=known_rows(campaign, school.pk),
    )
