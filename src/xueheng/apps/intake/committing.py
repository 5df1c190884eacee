"""入库: all rows of an upload become a frozen Dataset, or none of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotReady
from xueheng.apps.intake.collected import is_collected
from xueheng.apps.intake.differing import difference
from xueheng.apps.intake.frozen import columns_of, final_rows, load, write_frozen
from xueheng.apps.intake.kinds import table_kind
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.reading import wait_again
from xueheng.apps.intake.series import live, next_version, series_of
from xueheng.apps.intake.staging import BEFORE, MATCHES, document_in
from xueheng.apps.intake.store import stage_path
from xueheng.apps.packs import named, packs
from xueheng.apps.roster.actor import Actor

WRITTEN = point("intake.commit.file_written", "the Parquet file lies in its place, no Dataset names it yet")
ROW = point(
    "intake.commit.row_written", "the Dataset and all handlers are done, the transaction is still open"
)
DECIDED = ("corrections", "answers", "matches", "attempt", "state")


def commit(
    upload: Upload, *, actor: Actor, now: datetime, only_good: bool = False, remove_missing: bool = False
) -> Dataset:
    """入库: the rows are a new version of their series; what was frozen before stays as it is."""
    held = Upload.objects.select_related("org").get(pk=upload.pk)
    actor.require("data.commit", held.org)
    if held.state == "committed" and held.dataset is not None:
        return held.dataset
    _refuse_unready(held, only_good=only_good)
    table = final_rows(held, only_good=only_good)
    if not table.num_rows:
        raise NotReady(_("没有可以入库的行。"))
    before = live(**series_of(held))
    if before is not None and before.uploads.filter(pk=held.pk).exists():
        return before  # another click has committed it meanwhile
    _refuse_outdated(held, before)
    changes = difference(table, load(before) if before else None, key=table_kind(held.table).key)
    sha256 = write_frozen(table, held, only_good=only_good)
    pass_by(WRITTEN)
    fields = {
        **series_of(held),
        "version": next_version(held),
        "sha256": sha256,
        "source_sha256": held.sha256,
        "rows": table.num_rows,
        "columns": columns_of(table, held.table),
        "exam": held.exam,
        "supersedes": before,
        "changes": {**changes.counts, "remove_missing": remove_missing},
        "is_sample": held.org.is_sample,
    }
    return _commit(held, fields, table, actor=actor, now=now)


@transaction.atomic
def _commit(upload: Upload, fields: Mapping[str, Any], table: Any, *, actor: Actor, now: datetime) -> Dataset:
    current = Upload.objects.select_for_update().get(pk=upload.pk)
    if current.state == "committed" and current.dataset is not None:
        return current.dataset
    is_moved = any(getattr(current, name) != getattr(upload, name) for name in DECIDED)
    if is_moved or live(**series_of(upload)) != fields["supersedes"]:
        raise NotReady(_("“%(name)s”刚被别人改动，请刷新后再入库。") % {"name": upload.file_name})
    by = {"committed_by_id": actor.account, "committed_by_label": actor.label, "committed_at": now}
    dataset = Dataset.objects.create(**fields, **by)
    Upload.objects.filter(pk=upload.pk).update(state="committed", dataset=dataset)
    if not is_collected(current):
        for pack in packs():
            if upload.table in pack.on_commit:
                named(pack.on_commit[upload.table])(dataset, table, actor=actor, now=now)
    details = {
        "table": dataset.table,
        "rows": dataset.rows,
        "sha256": dataset.sha256,
        "version": dataset.version,
    }
    subject = ("dataset", dataset.pk)
    record(actor.label, "intake.committed", subject=subject, org=dataset.org_id, now=now, details=details)
    pass_by(ROW)
    return dataset


def undecided(upload: Upload) -> int:
    """How many rows still wait for somebody to say who they are."""
    asked = document_in(stage_path(upload.pk, upload.attempt) / MATCHES) or ()
    return sum(one["key"] not in upload.matches for one in asked)


@transaction.atomic
def _compared_again(upload: Upload) -> None:
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if (held.state, held.attempt) == ("read", upload.attempt):
        wait_again(held)


def _refuse_outdated(upload: Upload, before: Dataset | None) -> None:
    """Go on only with the difference that people saw; else it is made anew, for them to see."""
    if upload.counts.get(BEFORE, "") == (str(before.pk) if before else ""):
        return
    _compared_again(upload)
    raise NotReady(
        _("“%(name)s”检查以后，这一期的数据有了变动，正在重新比对。请看过新的比对再入库。")
        % {"name": upload.file_name}
    )


def _refuse_unready(upload: Upload, *, only_good: bool) -> None:
    name = {"name": upload.file_name}
    if upload.state != "read":
        raise NotReady(_("“%(name)s”还没有读完，或不能入库。") % name)
    if upload.questions:
        raise NotReady(_("请先回答关于“%(name)s”的问题。") % name)
    errors = upload.counts.get("severity", {}).get("error", 0)
    if errors and not only_good:
        raise NotReady(
            _("“%(name)s”还有 %(n)s 处错误。请改正，或选择只入库没有错误的行。") % {**name, "n": errors}
        )
    if waiting := undecided(upload):
        raise NotReady(_("还有 %(n)s 行没有认定是谁。") % {"n": waiting})
