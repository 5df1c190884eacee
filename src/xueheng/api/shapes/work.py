"""What is done with data, and who agreed to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from xueheng.api.shapes.rows import Place
from xueheng.standards.words import Words


class Approval(Schema):
    """What waits for a second person."""

    id: int
    kind: str
    subject_id: str
    title: Words
    org: Place
    permission: str
    asked_by_name: str
    asked_at: datetime
    reason: str
    state: str
    decided_by_name: str
    decided_at: datetime | None
    remark: str


class Entry(Schema):
    """An entry of the audit."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    details: dict[str, Any]
    previous: str
    hash: str


class Account(Schema):
    """An account."""

    id: int
    username: str
    name: str | None = Field(None, alias="person.name")
    is_active: bool


class Dataset(Schema):
    """Frozen rows."""

    id: UUID
    table: str
    org: Place
    period: str
    label: str
    version: int
    rows: int
    columns: list[dict[str, Any]]
    exam: dict[str, Any]
    changes: dict[str, Any]
    sha256: str
    source_sha256: str
    committed_at: datetime
    undone_at: datetime | None
    is_sample: bool


class Upload(Schema):
    """A file on its way in."""

    id: UUID
    table: str
    org: Place
    period: str
    label: str
    file_name: str
    sha256: str
    size: int
    state: str
    progress: int
    verdict: str
    rows: int | None
    good_rows: int | None
    counts: dict[str, Any]
    questions: list[dict[str, Any]]
    answers: dict[str, Any]
    uploaded_at: datetime
    dataset_id: UUID | None


class Fitting(Schema):
    """An input of a method and the Datasets that fit."""

    name: str
    label: Words
    is_required: bool
    is_one_of: bool
    datasets: list[UUID]

    @staticmethod
    def resolve_datasets(found: Any) -> list[UUID]:
        """Their ids."""
        return [dataset.pk for dataset in found.datasets]


class Run(Schema):
    """A method carried out on Datasets."""

    id: UUID
    method: str
    title: str
    org: Place
    params: dict[str, Any]
    is_rehearsal: bool
    state: str
    stage: str
    asked_at: datetime
    computed_at: datetime | None
    sealed_at: datetime | None
    issues: list[dict[str, Any]]
    result_sha256: str
    bundle_sha256: str
    incident: str


class OneRun(Run):
    """A run with its inputs by name and its figures."""

    inputs: dict[str, UUID]
    figures: dict[str, Any]

    @staticmethod
    def resolve_inputs(found: Any) -> dict[str, UUID]:
        """The Dataset of each input."""
        return {given.name: given.dataset_id for given in found.inputs.all()}


class Publication(Schema):
    """What an audience may read of a sealed run."""

    id: UUID
    run_id: UUID
    method: str = Field(alias="run.method")
    org: Place
    audience: str
    title: Words
    state: str
    sha256: str
    withheld: dict[str, int]
    published_at: datetime | None
    until: date | None
    superseded_by_id: UUID | None
