"""导出: a Dataset as a file of its own, in which no cell can become a formula; and the marked workbook."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotAllowed, NotFound
from xueheng.apps.intake.export_files import FORMATS
from xueheng.apps.intake.frozen import load
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.releasing import Taking, admit, persons_in
from xueheng.apps.intake.shown import sees_persons
from xueheng.apps.intake.staging import issue_of, issues_in, laid_in
from xueheng.apps.intake.store import frozen_path, home, stage_path, suffix_of
from xueheng.apps.intake.withheld import lawful
from xueheng.apps.roster.actor import Actor
from xueheng.standards.words import Words, plain
from xueheng.tables.marking.marked import write_marked
from xueheng.tables.schema import schema
from xueheng.tables.whole import whole_file


def export(actor: Actor, dataset: Dataset, format: str) -> Path:
    """导出 of a Dataset; NotAllowed where the actor may not see the persons in it."""
    _require(actor, dataset, format)
    held = load(dataset)
    table = lawful(held, dataset.table, on=timezone.localdate())
    if format == "parquet" and table is held:
        return frozen_path(dataset.sha256)
    made = home() / "exports" / f"{_name(dataset, table, is_whole=table is held)}.{format}"
    if not made.is_file():
        with whole_file(made) as path:
            FORMATS[format](table, schema(dataset.table), path)
    return made


def _name(dataset: Dataset, table: pa.Table, *, is_whole: bool) -> str:
    """Of what is exported: another one where other cells are left out."""
    if is_whole:
        return dataset.sha256
    told = sha256(dataset.sha256.encode())
    for column in table.columns:
        told.update(pc.is_null(column).to_numpy().tobytes())
    return told.hexdigest()


def marked(actor: Actor, upload: Upload) -> Path:
    """标红 of the user's own workbook, made once for each language; for who may see the persons."""
    _require(actor, upload)
    folder = stage_path(upload.pk, upload.attempt)
    laid = laid_in(folder)
    if not laid:
        raise NotFound(_("这个文件没有读出表格，不能标红。"))
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    made = folder / f"marked.{lang}.xlsx"
    if not made.is_file():
        issues = [issue_of(said) for said in issues_in(folder)]
        source = folder / f"upload{suffix_of(upload.file_name)}"
        write_marked(source, made, issues=issues, laid=laid, lang=lang)  # type: ignore[arg-type]
    return made


@transaction.atomic
def take_out(dataset: Dataset, format: str, *, actor: Actor, now: datetime) -> Path:
    """导出 to keep: an act that the audit knows of, and of many persons one that two agree on."""
    path = export(actor, dataset, format)
    _kept(dataset, "dataset", actor, now, format=format, persons=persons_in(dataset.table, dataset.rows))
    return path


@transaction.atomic
def take_marked(upload: Upload, *, actor: Actor, now: datetime) -> Path:
    """标红的原表 to keep, an act that the audit knows of: who brought the file has it back freely."""
    path = marked(actor, upload)
    is_own = actor.account is not None and actor.account == upload.uploaded_by_id
    n = 0 if is_own else persons_in(upload.table, upload.rows)
    _kept(upload, "upload", actor, now, format="xlsx", persons=n)
    return path


def _kept(
    held: Dataset | Upload, kind: str, actor: Actor, now: datetime, *, format: str, persons: int
) -> None:
    said = plain(f"{held.org.name} {held.period} {held.label}".strip())
    what = Words("{table}（{said}）", "{table} ({said})").fill(table=schema(held.table).label, said=said)
    admit(Taking(kind, str(held.pk), format, held.org, persons, what), actor=actor, now=now)
    told = {"table": held.table, "format": format, "rows": held.rows}
    record(actor.label, "intake.exported", subject=(kind, held.pk), org=held.org_id, now=now, details=told)


def _require(actor: Actor, held: Dataset | Upload, format: str = "xlsx") -> None:
    actor.require("data.see", held.org)
    if format not in FORMATS:
        raise NotFound(_("没有这种格式。"))
    if not sees_persons(actor, held.table, held.org):
        raise NotAllowed(_("这批数据含有个人信息，您的岗位不能导出。"))
