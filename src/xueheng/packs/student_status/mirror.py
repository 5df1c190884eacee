"""镜像: what an export of the national registry says beside our roster, before and after it is committed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.intake.frozen import final_rows
from xueheng.apps.intake.frozen import load as frozen_rows
from xueheng.apps.intake.models import Upload
from xueheng.apps.intake.queries import upload as upload_of
from xueheng.apps.roster.actor import Actor
from xueheng.packs.student_status import journal
from xueheng.packs.student_status.applying import take_off
from xueheng.packs.student_status.reconciled import Reconciled
from xueheng.packs.student_status.sides import compared

KEEPS = "pupils.manage"
READABLE = ("read", "committed")


@dataclass(frozen=True)
class Mirror:
    """镜像 of one upload: the comparison as it is now, and what the commit found."""

    upload: Upload
    found: Reconciled
    done: journal.Journal | None  # once it is committed


def mirror(actor: Actor, upload_id: UUID, *, now: datetime) -> Mirror:
    """镜像 of an upload of the registry whose roll the actor keeps; NotFound otherwise."""
    upload = upload_of(actor, upload_id)
    if upload.table != "students" or not actor.may(KEEPS, upload.org):
        raise NotFound(_("没有找到这次学籍导入。"))
    if upload.state not in READABLE:
        raise NotReady(_("这份导出表还没有读完，或已经撤销，不能核对。"))
    dataset = upload.dataset
    table = frozen_rows(dataset) if dataset else final_rows(upload, only_good=True)
    found = compared(table, upload.org, when=journal.when(upload.period, now))
    return Mirror(upload, found, journal.load(dataset.pk) if dataset else None)


@transaction.atomic
def leave(actor: Actor, upload_id: UUID, persons: Collection[int], *, now: datetime) -> int:
    """离籍 of the missing pupils whom the clerk has ticked, each by name; how many they are."""
    shown = mirror(actor, upload_id, now=now)
    if shown.done is None or shown.upload.dataset is None:
        raise NotReady(_("请先把这份导出表入库，再处理导出表中没有的学生。"))
    ticked = {pupil.key for pupil in shown.found.missing} & set(persons)
    if not ticked:
        raise NotReady(_("没有勾选学生，什么也没有改动。"))
    dataset = shown.upload.dataset
    take_off(ticked, shown.done, when=journal.when(dataset.period, now))
    journal.save(shown.done, dataset.pk)
    told = {"n": len(ticked)}
    subject = ("dataset", dataset.pk)
    record(actor.label, "student_status.left", subject=subject, org=dataset.org_id, now=now, details=told)
    return len(ticked)
