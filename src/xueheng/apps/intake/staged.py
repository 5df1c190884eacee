"""Uploads as pages show them: what was read, what it changes, who must be decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.intake.models import Upload
from xueheng.apps.intake.shown import Page, page_rows, sees_persons
from xueheng.apps.intake.staging import ASIDE, DIFF, ROWS, document_in
from xueheng.apps.intake.store import first_rows, rows_in, stage_path
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.visibility import visible
from xueheng.standards.words import Words
from xueheng.tables.schema import schema


@dataclass(frozen=True)
class Change:
    """One cell that differs between two versions."""

    column: Words
    before: str | None
    after: str | None


@dataclass(frozen=True)
class DiffRow:
    """One row that is added, changed or missing, by name."""

    kind: str
    key: str
    name: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Diff:
    """差异 against the version that holds now: counts, and the first rows of each kind."""

    added: int = 0
    changed: int = 0
    same: int = 0
    missing: int = 0
    rows: tuple[DiffRow, ...] = ()


def uploads(actor: Actor, *, limit: int = 50) -> list[Upload]:
    """上传, the latest first."""
    found = visible(Upload.objects.select_related("org", "uploaded_by__person", "dataset"), actor, "data.see")
    return list(found.order_by("-uploaded_at", "-pk")[:limit])


def upload(actor: Actor, id: UUID | str) -> Upload:
    """The upload of that id, as far as the actor may see it."""
    found = Upload.objects.select_related("org", "uploaded_by__person", "dataset")
    return one_of(visible(found, actor, "data.see"), id)


def one_of(queryset: QuerySet[Any], id_: UUID | str) -> Any:
    """The row of that id; NotFound for every other text as well."""
    try:
        found = queryset.filter(pk=id_).first()
    except (ValidationError, ValueError):
        found = None
    if found is None:
        raise NotFound(_("没有这项内容，或您的岗位看不到。"))
    return found


def rows(actor: Actor, upload: Upload, *, offset: int = 0, limit: int = 50, search: str = "") -> Page:
    """The rows as they were read."""
    actor.require("data.see", upload.org)
    path = stage_path(upload.pk, upload.attempt) / ROWS
    if upload.state not in ("read", "committed") or not path.is_file():
        return Page((), (), 0, offset, limit)
    table = (rows_in(path) if search else first_rows(path, offset + limit)).drop_columns(list(ASIDE))
    found = page_rows(table, upload.table, upload.org, actor, offset=offset, limit=limit, search=search)
    return found if search else replace(found, total=pq.read_metadata(path).num_rows)


def diff(actor: Actor, upload: Upload) -> Diff:
    """差异 of the upload against the version that held when it was read; rows for who may see the persons."""
    actor.require("data.see", upload.org)
    said = document_in(stage_path(upload.pk, upload.attempt) / DIFF)
    if said is None:
        return Diff()
    labels = {c.name: c.label for c in schema(upload.table).columns}
    told = tuple(diff_row(row, labels) for row in said.pop("rows"))
    return Diff(**said, rows=told if sees_persons(actor, upload.table, upload.org) else ())


def diff_row(said: dict[str, Any], labels: dict[str, Words]) -> DiffRow:
    """A row of a difference, its columns in words."""
    changes = tuple(
        Change(labels.get(c["column"], Words(c["column"], c["column"])), c["before"], c["after"])
        for c in said["changes"]
    )
    return DiffRow(said["kind"], said["key"], said["name"], changes)
