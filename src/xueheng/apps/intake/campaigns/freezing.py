"""汇总: all that was accepted becomes one Dataset of the county, or nothing does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotReady
from xueheng.apps.flows.services import cancel_task
from xueheng.apps.intake.campaigns.board import standing
from xueheng.apps.intake.campaigns.checking import twice
from xueheng.apps.intake.campaigns.opening import JOINING, MANAGE, held_open, keep, task_key
from xueheng.apps.intake.differing import difference
from xueheng.apps.intake.frozen import columns_of, load, write_lineage
from xueheng.apps.intake.kinds import table_kind
from xueheng.apps.intake.models import Campaign, Dataset, Return
from xueheng.apps.intake.series import live, next_version, series_of
from xueheng.apps.roster.actor import Actor
from xueheng.tables.schema import schema

WRITTEN = point(
    "intake.campaign.file_written", "the county's Parquet file lies in its place, no Dataset names it"
)
ROW = point("intake.campaign.row_written", "the county's Dataset is there, the transaction is still open")
Excused = Mapping[str, str]  # code of a school without an accepted answer: why the table does without it


def freeze(
    campaign: Campaign, *, excused: Excused, doubles: str = "", actor: Actor, now: datetime
) -> Dataset:
    """汇总: one Dataset of every accepted answer; each missing school is named with a reason."""
    reasons = refuse_unready(campaign, excused=excused, doubles=doubles, actor=actor)
    found = _returns(campaign)
    parts = [one for one in found if standing(one) == "accepted"]
    table = joined(parts, campaign.table)
    lineage = _lineage(campaign, parts, found, reasons, doubles)
    sha256 = write_lineage(table, campaign.table, lineage)
    pass_by(WRITTEN)
    fields = _fields(campaign, table, sha256, lineage["sources"])
    return _settle(campaign, found, fields, actor=actor, now=now)


def refuse_unready(campaign: Campaign, *, excused: Excused, doubles: str, actor: Actor) -> dict[str, str]:
    """Go on only when nothing lacks that the joined table needs; why it does without some schools."""
    actor.require(MANAGE, campaign.org)
    actor.require("data.commit", campaign.org)
    found = _returns(campaign)
    reasons = _missing(found, excused)
    _refuse_doubles(campaign, doubles)
    if all(standing(one) != "accepted" for one in found):
        raise NotReady(_("还没有收下任何学校的表。"))
    return reasons


@transaction.atomic
def reopen(campaign: Campaign, *, actor: Actor, now: datetime) -> Campaign:
    """重新收表: once its Dataset was undone, a frozen campaign is open again."""
    held = (
        Campaign.objects.select_for_update(of=("self",)).select_related("org", "dataset").get(pk=campaign.pk)
    )
    actor.require(MANAGE, held.org)
    if held.state != "frozen" or held.dataset is None or held.dataset.undone_at is None:
        raise NotReady(_("先撤销汇总的数据集，才能重新收表。"))
    held.state, held.ended_at, held.dataset = "open", None, None
    held.save(update_fields=["state", "ended_at", "dataset"])
    keep(held, "reopened", actor, now, {})
    return held


def joined(parts: Sequence[Return], name: str) -> pa.Table:
    """The rows of all schools under each other, every row with its school."""
    tables = [_with_school(load(one.upload.dataset), one, name) for one in parts]
    return pa.concat_tables(tables, promote_options="permissive").combine_chunks()


def _returns(campaign: Campaign) -> list[Return]:
    return list(campaign.returns.select_related("org", "upload__dataset").order_by("org__code"))


def _with_school(rows: pa.Table, one: Return, name: str) -> pa.Table:
    known = {column.name for column in schema(name).columns}
    own = {"school_code": one.org.code, "school": one.org.name}
    if not known.intersection(own):
        own = {"code": one.org.code}
    for column, value in own.items():
        if column in known:
            filled = pa.repeat(pa.scalar(value, pa.string()), rows.num_rows)
            rows = rows.drop_columns([column]) if column in rows.column_names else rows
            rows = rows.append_column(column, filled)
    return rows


def _missing(found: Sequence[Return], excused: Excused) -> dict[str, str]:
    lacking = [one.org for one in found if standing(one) not in ("accepted", "nil")]
    reasons = {school.code: excused.get(school.code, "").strip() for school in lacking}
    unsaid = [school.name for school in lacking if not reasons[school.code]]
    if unsaid:
        said = {"n": len(unsaid), "names": "、".join(unsaid[:5])}
        raise NotReady(_("还缺 %(n)s 所学校（%(names)s）。要不等它们，请逐所写明原因。") % said)
    return reasons


def _refuse_doubles(campaign: Campaign, reason: str) -> None:
    found = twice(campaign)
    if found.twice and found.is_of_pupils:
        raise NotReady(_("还有 %(n)s 名学生两所学校都报了，请先弄清。") % {"n": len(found.twice)})
    if found.twice and not reason.strip():
        raise NotReady(_("有 %(n)s 人两所学校都报了。核实确在两校的，请写明原因。") % {"n": len(found.twice)})


def _lineage(
    campaign: Campaign, parts: Sequence[Return], found: Sequence[Return], reasons: Excused, doubles: str
) -> dict[str, Any]:
    sources = [{"org": one.org.code, "sha256": one.upload.dataset.sha256} for one in parts]
    return {
        "table": campaign.table,
        "table_version": schema(campaign.table).version,
        "org": campaign.org.code,
        "period": campaign.period,
        "label": campaign.label,
        "exam": campaign.exam,
        "campaign": str(campaign.pk),
        "basis": campaign.basis,
        "sources": sources,
        "nil": [one.org.code for one in found if standing(one) == "nil"],
        "excused": dict(reasons),
        "doubles": doubles.strip(),
    }


def _fields(campaign: Campaign, table: pa.Table, sha256: str, sources: Any) -> dict[str, Any]:
    before = live(**series_of(campaign))
    changes = difference(table, load(before) if before else None, key=table_kind(campaign.table).key)
    return {
        **series_of(campaign),
        "version": next_version(campaign),
        "sha256": sha256,
        "source_sha256": hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest(),
        "rows": table.num_rows,
        "columns": columns_of(table, campaign.table),
        "exam": campaign.exam,
        "supersedes": before,
        "changes": {**changes.counts, "remove_missing": False},
        "is_sample": campaign.is_sample,
    }


@transaction.atomic
def _settle(
    campaign: Campaign,
    found: Sequence[Return],
    fields: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> Dataset:
    held = held_open(campaign, actor, states=("open", JOINING))
    again = held.returns.select_related("upload__dataset").order_by("org__code")
    if [_told(one) for one in again] != [_told(one) for one in found]:
        raise NotReady(_("汇总时有学校又交了表，请看过再汇总。"))
    by = {"committed_by_id": actor.account, "committed_by_label": actor.label, "committed_at": now}
    dataset = Dataset.objects.create(**fields, **by)
    held.state, held.ended_at, held.dataset = "frozen", now, dataset
    held.save(update_fields=["state", "ended_at", "dataset"])
    for one in found:
        cancel_task(task_key(one), actor=actor, now=now)
    details = {
        "table": dataset.table,
        "rows": dataset.rows,
        "sha256": dataset.sha256,
        "campaign": str(held.pk),
    }
    subject = ("dataset", dataset.pk)
    record(actor.label, "intake.committed", subject=subject, org=dataset.org_id, now=now, details=details)
    keep(held, "frozen", actor, now, {"dataset": str(dataset.pk), "schools": len(found)})
    pass_by(ROW)
    return dataset


def _told(one: Return) -> tuple[Any, ...]:
    return one.pk, standing(one), one.upload.dataset_id if one.upload else None
