"""目录里的: files of the home that are past their term, and how they go without leaving a row in doubt."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from xueheng.apps.intake.models import Campaign, Upload
from xueheng.apps.intake.shredding.retention import SHREDDERS, Due, Shredder
from xueheng.apps.intake.store import home, raw_path

SETTLED = ("committed", "undone")
ABANDONED = ("waiting", "read", "unreadable", "cancelled")


def files(pattern: str) -> Shredder:
    """办法 for files that can be made again at any time: by the day on which they were last written."""

    def found(before: datetime) -> Iterator[Due]:
        for path in home().glob(pattern):
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if at < before:
                yield Due(path.relative_to(home()).as_posix(), at)

    return Shredder(found, lambda key: (home() / key).unlink(missing_ok=True))


def _staged(before: datetime) -> Iterator[Due]:
    for upload in Upload.objects.filter(state__in=SETTLED, uploaded_at__lt=before):
        if _stage(str(upload.pk)).is_dir():
            yield Due(str(upload.pk), upload.uploaded_at)


def _raw(before: datetime) -> Iterator[Due]:
    for upload in Upload.objects.filter(state__in=SETTLED, uploaded_at__lt=before).exclude(sha256=""):
        yield Due(str(upload.pk), upload.uploaded_at)


def _abandoned(before: datetime) -> Iterator[Due]:
    idle = Upload.objects.filter(state__in=ABANDONED, uploaded_at__lt=before).exclude(sha256="")
    for upload in idle.exclude(returns__campaign__state="open"):
        yield Due(str(upload.pk), upload.uploaded_at)


def _sent(before: datetime) -> Iterator[Due]:
    for campaign in Campaign.objects.filter(ended_at__lt=before):
        if _sheets(str(campaign.pk)).is_dir():
            yield Due(str(campaign.pk), campaign.ended_at)


def _stage(key: str) -> Path:
    return home() / "intake" / key


def _sheets(key: str) -> Path:
    return home() / "intake" / "campaigns" / key


def _gone(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)


def forget_raw(key: str) -> None:
    """原始文件 of an upload is named by it no more, and is gone once nothing names it."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=key)
        sha256, upload.sha256 = upload.sha256, ""
        upload.corrections, upload.matches, upload.questions = [], {}, []
        upload.save(update_fields=["sha256", "corrections", "matches", "questions"])
        if sha256 and not Upload.objects.filter(sha256=sha256).exists():
            raw_path(sha256).unlink(missing_ok=True)


def _abandon(key: str) -> None:
    _gone(_stage(key))
    Upload.objects.filter(pk=key).update(state="cancelled")
    forget_raw(key)


SHREDDERS["staged_rows"] = Shredder(_staged, lambda key: _gone(_stage(key)))
SHREDDERS["raw_files"] = Shredder(_raw, forget_raw)
SHREDDERS["abandoned_uploads"] = Shredder(_abandoned, _abandon)
SHREDDERS["campaign_sheets"] = Shredder(_sent, lambda key: _gone(_sheets(key)))
SHREDDERS["marked_workbooks"] = files("intake/*/*/marked.*.xlsx")
SHREDDERS["exports"] = files("exports/*")
SHREDDERS["mirror_journals"] = files("mirror/*")
