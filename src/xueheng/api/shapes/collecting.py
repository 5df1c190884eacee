"""Campaigns: what was asked, what came back, how it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator

from xueheng.api.shapes.rows import Place

Amount = Annotated[int, BeforeValidator(len)]


class Campaign(Schema):
    """What is asked of schools by a day."""

    id: UUID
    table: str
    org: Place
    period: str
    label: str
    title: str
    basis: str
    minutes: int
    due_on: date
    state: str
    opened_at: datetime
    ended_at: datetime | None
    dataset_id: UUID | None


class SchoolReturn(Schema):
    """How the answer of a school stands."""

    campaign: UUID = Field(alias="it.campaign_id")
    school: Place
    state: str
    is_late: bool
    is_being_read: bool
    errors: int
    doubts: int
    known: int = Field(alias="it.known")
    note: str = Field(alias="it.note")
    filed_at: datetime | None = Field(alias="it.filed_at")
    reminded_at: datetime | None = Field(alias="it.reminded_at")
    upload_id: UUID | None = Field(alias="it.upload_id")


class CampaignBoard(Schema):
    """A campaign, how many schools stand where, and each of them."""

    campaign: Campaign
    counts: dict[str, int]
    is_complete: bool
    lines: list[SchoolReturn]


class Minutes(Schema):
    """How many tables a school was asked for, and the minutes that they take."""

    school: Place
    tables: int
    minutes: int


class TermBudget(Schema):
    """The minutes asked of each school in a term, and in all."""

    since: date
    minutes: int
    schools: list[Minutes]


class Claim(Schema):
    """A row in which a school names a person."""

    school: Place
    name: str
    sheet: str
    row: int


class Doubled(Schema):
    """A person whom several schools name; the number stays in the platform."""

    claims: list[Claim]


class SchoolBalance(Schema):
    """Of the rows that a school was sent, how many came back how."""

    school: Place
    sent: int
    confirmed: int
    changed: Amount
    left_out: Amount
    added: Amount
    strangers: Amount


class CrossChecks(Schema):
    """What only shows when all schools are laid side by side."""

    twice: list[Doubled]
    balances: list[SchoolBalance]
    sums: dict[str, int]


class Because(Schema):
    """A school or a file that was passed by, and why."""

    name: str
    why: str


class JudgedSchools(Schema):
    """The schools that it was done to, and why not to the others."""

    done: list[str]
    passed: list[Because]

    @staticmethod
    def resolve_passed(found: Any) -> Any:
        """By school."""
        return [{"name": name, "why": why} for name, why in found.passed]


class FiledFile(Schema):
    """A file and the school that stands inside it."""

    file: str
    school: Place


class TakenIn(Schema):
    """The files whose school was recognised, and the others with why."""

    filed: list[FiledFile]
    strange: list[Because]

    @staticmethod
    def resolve_filed(found: Any) -> Any:
        """By file."""
        return [{"file": name, "school": school} for name, school in found.filed]

    @staticmethod
    def resolve_strange(found: Any) -> Any:
        """By file."""
        return [{"name": name, "why": why} for name, why in found.strange]
