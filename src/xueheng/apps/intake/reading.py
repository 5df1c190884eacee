"""读入: the worker reads an upload, matches its persons, compares it; one result, however often asked."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.intake.differing import Difference, difference
from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.kinds import table_kind
from xueheng.apps.intake.matching import matched
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.series import live, series_of
from xueheng.apps.intake.staging import BEFORE, counts, questions, write_stage
from xueheng.apps.intake.store import home, raw_path, stage_path, suffix_of
from xueheng.apps.intake.tasks import read_soon
from xueheng.tables.check import Checked
from xueheng.tables.context import KEYS, Context
from xueheng.tables.inspected import inspect_file
from xueheng.tables.schema import NO_SYNONYMS, schema
from xueheng.tables.synonyms import user_synonyms

STAGED = point(
    "intake.read.staged", "what was read lies in its folder, the upload still says that it is being read"
)
WORKER = "system:worker"
BEING_READ = ("waiting", "reading")
FAILED: Mapping[str, Any] = {"state": "unreadable", "verdict": "failed"}  # by no fault of the file
ENDED, MOST_ENDED = "ended", 5  # workers at this upload


def read(upload_id: str | UUID, *, attempt: int | None = None, now: datetime | None = None) -> None:
    """读入 of an upload; without an attempt this is a new one, and whoever reads it now is overtaken."""
    upload = _claimed(upload_id, attempt)
    if upload is None:
        return
    found: Mapping[str, Any] = FAILED
    try:
        found = _read(upload)
        pass_by(STAGED)
    finally:
        _settle(upload, found, now or timezone.now())


@transaction.atomic
def restart_stale(*, now: datetime) -> int:
    """Every upload that a worker left unread waits again; how many there were.

    One at which one worker after the other died is given up: there are others that wait behind it.
    """
    stale = list(Upload.objects.select_for_update().filter(state__in=BEING_READ).order_by("uploaded_at"))
    for upload in stale:
        ended = upload.counts.get(ENDED, 0) + (upload.state == "reading")
        upload.counts = {ENDED: ended}
        if ended >= MOST_ENDED:
            _settle(upload, FAILED, now)
        else:
            wait_again(upload)
    return len(stale)


def wait_again(upload: Upload) -> None:
    """The upload waits to be read, whatever another attempt is about to say."""
    upload.attempt += 1
    upload.state, upload.progress = "waiting", 0
    upload.save()
    read_soon(upload)


@transaction.atomic
def _claimed(upload_id: str | UUID, attempt: int | None) -> Upload | None:
    found = Upload.objects.filter(pk=upload_id)
    if attempt is None:
        taken = found.filter(state__in=BEING_READ).update(
            state="reading", progress=0, attempt=F("attempt") + 1
        )
    else:
        taken = found.filter(state="waiting", attempt=attempt).update(state="reading", progress=0)
    return found.select_related("org").get() if taken else None


def _read(upload: Upload) -> dict[str, Any]:
    """What is to be said of the upload, once all of it lies in the folder of this attempt."""
    folder = stage_path(upload.pk, upload.attempt)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    checked = inspect_file(
        _named(upload, folder), schema(upload.table), context=_context(upload), told=_told(upload)
    )
    is_readable = checked.verdict != "reject_file"
    persons = matched(checked.table, table_kind(upload.table), upload.org) if is_readable else None
    before = live(**series_of(upload))
    differs = _difference(upload, checked, before) if is_readable else Difference()
    write_stage(folder, checked, persons, differs)
    return {
        "state": "read" if is_readable else "unreadable",
        "verdict": checked.verdict,
        "rows": checked.rows,
        "good_rows": checked.good_rows,
        "progress": checked.rows,
        "questions": questions(checked),
        "counts": {**counts(checked, persons, differs), BEFORE: str(before.pk) if before else ""},
    }


def _named(upload: Upload, folder: Path) -> Path:
    """The raw file under a name of our own with the extension of the user's."""
    link = folder / f"upload{suffix_of(upload.file_name)}"
    link.hardlink_to(raw_path(upload.sha256))
    return link


def _context(upload: Upload) -> Context:
    full = upload.exam.get("full") or upload.exam.get("full_marks") or {}
    corrections = {(c["sheet"], c["row"], c["column"]): c["value"] for c in upload.corrections}
    return Context(
        full=KEYS["full_marks"][1](full),
        answers=upload.answers,
        synonyms=user_synonyms(home()).get(upload.table, NO_SYNONYMS),
        today=timezone.localdate(upload.uploaded_at),
        corrections=corrections,
    )


def _told(upload: Upload) -> Any:
    mine = Upload.objects.filter(pk=upload.pk, attempt=upload.attempt)
    return lambda rows: mine.update(progress=rows)


def _difference(upload: Upload, checked: Checked, before: Dataset | None) -> Difference:
    old = load(before) if before else None
    return difference(checked.table, old, key=table_kind(upload.table).key)


@transaction.atomic
def _settle(upload: Upload, found: Mapping[str, Any], now: datetime) -> None:
    """Say what was found, unless another attempt has overtaken this one."""
    shutil.rmtree(stage_path(upload.pk, upload.attempt - 2), ignore_errors=True)  # nobody looks at it now
    mine = Upload.objects.filter(pk=upload.pk, attempt=upload.attempt, state="reading")
    if not mine.update(**found, read_at=now):
        shutil.rmtree(stage_path(upload.pk, upload.attempt), ignore_errors=True)
        return
    details = {"verdict": found["verdict"], "rows": found.get("rows", 0), "attempt": upload.attempt}
    record(WORKER, "intake.read", subject=("upload", upload.pk), org=upload.org_id, now=now, details=details)
