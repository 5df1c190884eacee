"""撤销: for a day a Dataset can be taken back, as long as nothing rests on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import PROTECT
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotReady
from xueheng.apps.intake.collected import is_collected
from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.models import Dataset
from xueheng.apps.packs import named, packs
from xueheng.apps.roster.actor import Actor

WRITTEN = point("intake.undo.row_written", "the Dataset is undone, the transaction is still open")
WITHIN = timedelta(hours=24)


@transaction.atomic
def undo(dataset: Dataset, *, actor: Actor, now: datetime) -> Dataset:
    """撤销 a Dataset: the version before it holds again; its file and its row stay as evidence."""
    held = Dataset.objects.select_for_update(of=("self",)).select_related("org").get(pk=dataset.pk)
    actor.require("data.commit", held.org)
    if held.undone_at is not None:
        return held
    if why := why_not(held, now=now):
        raise NotReady(why)
    if not is_collected(held):
        for pack in packs():
            if held.table in pack.on_undo:
                named(pack.on_undo[held.table])(held, load(held), actor=actor, now=now)
    held.changes = {**held.changes, "superseded": str(held.supersedes_id or "")}
    held.undone_at, held.supersedes = now, None
    held.save(update_fields=["changes", "undone_at", "supersedes"])
    held.uploads.update(state="undone")
    subject = ("dataset", held.pk)
    record(
        actor.label, "intake.undone", subject=subject, org=held.org_id, now=now, details={"table": held.table}
    )
    pass_by(WRITTEN)
    return held


def why_not(dataset: Dataset, *, now: datetime) -> str:
    """Why a Dataset cannot be undone; "" when it can."""
    if dataset.undone_at is not None:
        return _("这批数据已经撤销。")
    if now - dataset.committed_at > WITHIN:
        return _("入库超过 24 小时，不能撤销。请上传更正后的文件。")
    if Dataset.objects.filter(supersedes=dataset).exists():
        return _("已有更新的版本，不能撤销这一版。")
    if dataset.uploads.filter(returns__campaign__state="frozen").exists():
        return _("这批数据已汇总，请先撤销汇总的数据集，再重新收表。")
    return _("已有运算用了这批数据，不能撤销。请上传更正后的文件。") if _is_used(dataset) else ""


def _is_used(dataset: Dataset) -> bool:
    """True when a row of an upper app holds on to the Dataset."""
    held = (r for r in Dataset._meta.related_objects if r.on_delete is PROTECT)
    return any(
        r.related_model._default_manager.filter(**{r.field.name: dataset}).exists()
        for r in held
        if r.related_model is not Dataset
    )
