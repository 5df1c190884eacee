"""Personal data: what it is used for, who agreed, what leaves and what goes; notices, sign-ins and posts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from xueheng.api.shapes.rows import Place
from xueheng.apps.intake import releases
from xueheng.standards.words import Words


class Use(Schema):
    """What personal data is used for, in the words that a family reads."""

    id: str
    kind: str
    version: str
    label: Words
    why: Words
    what: Words
    where: Words
    keep: Words
    refusing: Words


class Decided(Schema):
    """A use that a guardian is asked about, and what was last decided."""

    purpose: str = Field(alias="purpose.id")
    notice: str = Field(alias="purpose.version")
    decision: str
    decided_at: datetime | None


class Answered(Schema):
    """How many families of a school have answered; never what."""

    school: Place = Field(alias="org")
    pupils: int
    answered: int
    open: int


class Pending(Schema):
    """A pupil whose family has not answered."""

    id: int
    name: str


class Leaving(Schema):
    """What somebody asks to take out, and how that stands."""

    id: int
    kind: str
    format: str
    what: Words
    org: Place
    persons: int
    reason: str
    asked_at: datetime
    open_until: datetime | None
    taken_at: datetime | None
    state: str

    @staticmethod
    def resolve_state(found: Any, context: Any) -> str:
        """draft, waiting, refused, open, taken or over."""
        return releases.state_of(found, context["request"].now)


class Term(Schema):
    """A kind of personal data, and how much of it is past its term."""

    kind: str = Field(alias="kind.id")
    label: Words = Field(alias="kind.label")
    said: Words = Field(alias="kind.said")
    is_shredded: bool = Field(alias="kind.shredded")
    n: int
    oldest: datetime | None
    approval: int | None = Field(None, alias="waiting.id")


class Part(Schema):
    """A part of what is held of a person: whether it goes, and if not, why."""

    id: str
    label: Words
    goes: bool
    kept: Words | None


class Erasure(Schema):
    """What of a person would go."""

    person: int
    parts: list[Part]


class Note(Schema):
    """What the owner of the token was told."""

    id: int
    kind: str
    words: Words
    address: str
    at: datetime
    read_at: datetime | None


class SignIn(Schema):
    """A browser in which the owner of the token is signed in."""

    id: int
    ip: str
    user_agent: str
    created_at: datetime


class HeldPost(Schema):
    """A post from one day until before another."""

    id: int
    org: Place
    role: str
    valid_from: date
    valid_to: date | None


class Appointee(Schema):
    """Whom a post may be given, with the posts that the actor may end."""

    id: int
    name: str
    posts: list[HeldPost]
