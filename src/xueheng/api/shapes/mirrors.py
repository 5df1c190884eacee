"""Exports of the national systems: what was found, what is to be settled, what is taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Schema

from xueheng.standards.words import Words


class MirrorLine(Schema):
    """A national system: its last export, what it found, what waits."""

    system: str = Field(alias="side.table")
    label: Words = Field(alias="side.system.short")
    dataset_id: UUID | None = Field(None, alias="dataset.id")
    upload_id: UUID | None = Field(None, alias="upload.id")
    waiting_id: UUID | None = Field(None, alias="waiting.id")
    counts: dict[str, int]

    @staticmethod
    def resolve_counts(found: Any) -> dict[str, int]:
        """By part."""
        return {part: n for part, _words, n in found.counts}


class Finding(Schema):
    """A line of one part: who or what, which column, both values, and why."""

    key: int
    name: str
    school_code: str
    school: str
    column: Words
    ours: str
    national: str
    why: Words
    can_adopt: bool
    is_settled: bool


class Sheet(Schema):
    """A table to keep, by its headings."""

    name: Words
    heads: list[Words]
    rows: list[list[str | Words]]


class Done(Schema):
    """To how many it was done."""

    n: int
