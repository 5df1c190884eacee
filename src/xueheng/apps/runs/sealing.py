"""封存: what was computed becomes the run's result for good, with its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.queries import head_before
from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotReady
from xueheng.apps.flows.approving import JOB as APPROVAL
from xueheng.apps.flows.handlers import on_decided
from xueheng.apps.flows.models import Approval
from xueheng.apps.intake.store import settle
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.roles import roles
from xueheng.apps.runs import store
from xueheng.apps.runs.models import Run
from xueheng.methods.receipt import write_bundles
from xueheng.methods.signature import KeyFile, load_private

KIND = "run"
BUNDLE_WRITTEN = point("runs.seal.bundle_written", "存证已写，运算未封存 / receipt written, run not sealed")
ROW_WRITTEN = point("runs.seal.row_written", "已记为封存，事务未提交 / sealed in the row, not committed")


@on_decided(KIND)
def decided(approval: Approval, actor: Actor, now: datetime) -> None:
    """运算 is sealed when a second person agreed, else refused, or cancelled when it was taken back."""
    run = Run.objects.select_for_update(of=("self",)).select_related("org").get(pk=approval.subject_id)
    if run.state != "computed":
        raise NotReady(_("这次运算已经不在等待复核。"))
    if approval.state == "approved":
        since = head_before(APPROVAL, approval.pk)
        seal(run, approvals=(_said(approval, actor),), since=since, actor=actor, now=now)
        return
    run.state = "refused" if approval.state == "refused" else "cancelled"
    run.save(update_fields=["state"])
    record(actor.label, f"runs.{run.state}", subject=(KIND, run.pk), org=run.org_id, now=now)


@transaction.atomic
def seal(
    run: Run, *, approvals: tuple[Mapping[str, Any], ...], since: str, actor: Actor, now: datetime
) -> None:
    """封存: receipts with the audit head `since` stand beside the outcome; the row has their digests."""
    place = store.folder(run)
    if run.files != store.digests(place, (store.OUTCOME, store.INPUTS)):
        raise NotReady(_("存储的结果与算出时不一致，不能封存。请重新运算，并告诉系统管理员。"))
    written = write_bundles(
        store.read_outcome(run), place / store.BUNDLE, key=_key(), approvals=approvals, audit_head=since
    )
    settle(place)
    pass_by(BUNDLE_WRITTEN)
    run.files |= store.digests(place, (path.name for path in written))
    run.state, run.sealed_at, run.bundle_sha256 = "sealed", now, run.files[store.BUNDLE]
    run.save()
    told = {"result": run.result_sha256, "bundle": run.bundle_sha256}
    record(actor.label, "runs.sealed", subject=(KIND, run.pk), org=run.org_id, now=now, details=told)
    pass_by(ROW_WRITTEN)


def _key() -> KeyFile | None:
    path = Path(settings.XUEHENG_HOME) / "keys" / "signing.pem"
    return load_private(path) if path.is_file() else None


def _said(approval: Approval, actor: Actor) -> dict[str, Any]:
    """An approval as the receipt tells it: offices and audit labels, no names of persons."""
    held = [g.role for g in actor.grants if approval.permission in g.permissions]
    offices = [roles()[role].label for role in held if role in roles()]
    return {
        "kind": approval.kind,
        "permission": approval.permission,
        "asked_by": approval.asked_by,
        "asked_at": f"{approval.asked_at:%Y-%m-%dT%H:%M:%S%z}",
        "decided_by": approval.decided_by,
        "decided_at": f"{approval.decided_at:%Y-%m-%dT%H:%M:%S%z}",
        "office": {"zh": "、".join(o.zh for o in offices), "en": ", ".join(o.en for o in offices)},
    }
