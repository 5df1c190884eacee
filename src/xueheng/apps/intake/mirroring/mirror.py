"""镜像: what an export of a national system says beside what is kept here, before and after the commit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotReady
from xueheng.apps.intake.collected import is_collected
from xueheng.apps.intake.frozen import final_rows
from xueheng.apps.intake.frozen import load as frozen_rows
from xueheng.apps.intake.mirroring import journal
from xueheng.apps.intake.mirroring.humans import bring_up_to_date
from xueheng.apps.intake.mirroring.side import Compared, Side, compared, side_of, sides
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.staged import upload as upload_of
from xueheng.apps.packs import named
from xueheng.apps.roster.actor import Actor
from xueheng.tables.mirrors.sides import Difference, Reconciled

READABLE = ("read", "committed")
ADOPTED = ("other_name", "other_birth")  # doubts that the national value settles, once somebody has looked


@dataclass(frozen=True)
class Mirror:
    """镜像 of one upload: the comparison as it is now, and what the commit found."""

    upload: Upload
    compared: Compared
    done: journal.Journal | None  # once it is committed

    @property
    def side(self) -> Side:
        """一方."""
        return self.compared.side

    @property
    def found(self) -> Reconciled:
        """核对结果."""
        return self.compared.found


def mirrors(actor: Actor, upload: Upload) -> bool:
    """True when an upload is the export of a national system and the actor may see it held against ours."""
    side = sides().get(upload.table)
    return side is not None and actor.may(side.sees, upload.org) and not is_collected(upload)


def mirror(actor: Actor, upload_id: UUID, *, now: datetime) -> Mirror:
    """镜像 of an upload that the actor sees; NotAllowed without the permission for what it is about."""
    upload = upload_of(actor, upload_id)
    actor.require(side_of(upload.table).sees, upload.org)
    if is_collected(upload):
        raise NotReady(_("这是学校交回的表，不是国家系统的导出表，不能核对。"))
    if upload.state not in READABLE:
        raise NotReady(_("这份导出表还没有读完，或已经撤销，不能核对。"))
    dataset, when = upload.dataset, journal.when(upload.period, now)
    table = frozen_rows(dataset) if dataset else final_rows(upload, only_good=True)
    made = compared(table, dataset or upload, when=when)
    return Mirror(upload, made, journal.load(dataset.pk) if dataset else None)


@transaction.atomic
def leave(actor: Actor, upload_id: UUID, persons: Collection[int], *, now: datetime) -> int:
    """离籍、离岗 of those missing whom the clerk has ticked, each by name; how many they are."""
    shown, done, dataset = _kept(actor, upload_id, now=now)
    ticked = {one.key for one in shown.found.missing} & set(persons)
    if not ticked or not shown.side.take_off:
        raise NotReady(_("没有勾选人员，什么也没有改动。"))
    named(shown.side.take_off)(ticked, dataset.org, done, when=shown.compared.asked.when)
    journal.save(done, dataset.pk)
    kept(shown.side, "left", dataset, actor=actor, now=now, details={"n": len(ticked)})
    return len(ticked)


@transaction.atomic
def adopt(actor: Actor, upload_id: UUID, rows: Collection[int], *, now: datetime) -> int:
    """采用国家系统的值: names and births of the ticked rows become what the export says; how many have."""
    shown, done, dataset = _kept(actor, upload_id, now=now)
    side = shown.side
    ticked = [
        Difference(one.said, one.held)
        for one in shown.found.contradicting
        if one.held and one.reason in ADOPTED and one.said.key in rows
    ]
    is_law = side.adopts and all(side.system.winner(column) == "national" for column in ("name", "born_on"))
    if not ticked or not is_law:
        raise NotReady(_("没有勾选人员，什么也没有改动。"))
    n = bring_up_to_date(ticked, done)
    journal.save(done, dataset.pk)
    kept(side, "adopted", dataset, actor=actor, now=now, details={"n": n})
    return n


def kept(
    side: Side, act: str, thing: Dataset | Upload, *, actor: Actor, now: datetime, details: dict[str, int]
) -> None:
    """留痕: how many rows of a mirror something was done with, and no names."""
    kind = "dataset" if isinstance(thing, Dataset) else "upload"
    subject, org = (kind, thing.pk), thing.org_id
    record(actor.label, f"{side.pack}.{act}", subject=subject, org=org, now=now, details=details)


def _kept(actor: Actor, upload_id: UUID, *, now: datetime) -> tuple[Mirror, journal.Journal, Dataset]:
    """The mirror of a committed export, for who keeps what it is about."""
    shown = mirror(actor, upload_id, now=now)
    actor.require(shown.side.keeps, shown.upload.org)
    if shown.done is None or shown.upload.dataset is None:
        raise NotReady(_("请先把这份导出表入库，再处理查出的人员。"))
    return shown, shown.done, shown.upload.dataset
