"""接收: a file comes in, is kept by its hash, and waits to be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.intake.exams import require_lawful
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.series import live
from xueheng.apps.intake.shown import require_rows
from xueheng.apps.intake.store import keep
from xueheng.apps.intake.tasks import read_soon
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.tables.schema import schema, schema_names

STORED = point("intake.receive.stored", "the raw file lies in the store, no upload names it yet")
PERIOD = re.compile(r"\d{4}(-\d{4}(-[12])?|-\d\d(-\d\d)?)?")
OPEN = ("waiting", "reading", "read")
LONGEST_NAME, LONGEST_LABEL = 200, 120


def receive(
    file: Any,
    *,
    table: str,
    org: Org,
    period: str,
    label: str = "",
    exam: Mapping[str, Any] | None = None,
    actor: Actor,
    now: datetime,
) -> Upload:
    """接收 a file for a series, its exam lawful; bytes that are live there already change nothing."""
    actor.require("data.upload", org)
    refuse_forged(table, period, label)
    require_rows(actor, table, org)
    if exam:
        require_lawful(exam)
    kept = keep(file)
    pass_by(STORED)
    said = {"table": table, "org": org, "period": period, "label": label.strip()}
    with transaction.atomic():
        known = _known(said, kept.sha256, dict(exam or {}))
        if known is not None:
            return known
        upload = Upload.objects.create(
            **said,
            exam=dict(exam or {}),
            file_name=_shown_name(file.name),
            sha256=kept.sha256,
            size=kept.size,
            attempt=1,
            uploaded_by_id=actor.account,
            uploaded_at=now,
        )
        details = {"table": table, "sha256": kept.sha256, "size": kept.size}
        record(
            actor.label,
            "intake.received",
            subject=("upload", upload.pk),
            org=org.pk,
            now=now,
            details=details,
        )
        read_soon(upload)
    return upload


def refuse_forged(table: str, period: str, label: str) -> None:
    """Go on only with a table that is kept in rows, a period, and a name that can be read."""
    if table not in schema_names() or schema(table).kind != "rows":
        raise NotFound(_("没有“%(table)s”这张表。") % {"table": table[:40]})
    if not PERIOD.fullmatch(period):
        raise NotReady(
            _("“%(period)s”不是一个时期。请写成 2026、2025-2026-1 或 2026-09-01。") % {"period": period[:24]}
        )
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise NotReady(_("名称太长，或含有看不见的字符。"))


def _known(said: Mapping[str, Any], sha256: str, exam: Mapping[str, Any]) -> Upload | None:
    """The upload that these bytes are already: committed and live, or still on its way."""
    found: Dataset | None = live(**said)
    same = Upload.objects.filter(**said, sha256=sha256, exam=exam)
    if found is not None and (done := same.filter(state="committed", dataset=found).first()):
        return done
    return same.filter(state__in=OPEN).first()


def _shown_name(name: str) -> str:
    """The name of a file as data: without folders and signs that cannot be seen."""
    last = PurePosixPath(str(name).replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[-LONGEST_NAME:]
