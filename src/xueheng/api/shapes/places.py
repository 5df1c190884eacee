"""Organisations and people: only what a page shows, too."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema

from xueheng.api.shapes.rows import Place
from xueheng.standards.words import Words


class Org(Place):
    """An organisation with its facts."""

    short_name: str
    town: str
    ownership: str
    setting: str
    stages: list[str]
    stage: str
    entered: int | None
    number: str
    valid_from: date | None
    valid_to: date | None
    is_sample: bool


class Grade(Schema):
    """A line of the table of class sizes."""

    name: Words
    classes: int
    pupils: int
    boys: int
    girls: int
    largest: int
    over: int

    @staticmethod
    def resolve_classes(found: Any) -> int:
        """How many classes."""
        return len(found.classes)


class School(Schema):
    """A school with its pupils and classes on a day."""

    school: Org
    kind: Words
    pupils: int
    boys: int
    girls: int
    over: int
    oversize: int
    grades: list[Grade]


class ClassSize(Schema):
    """The pupils of a class, and the band of its size."""

    school: Place
    klass: Place
    grade: int
    pupils: int
    band: str | None


class Named(Schema):
    """A pupil in a list; numbers and births are told of one at a time, or by an export."""

    id: int
    name: str


class Person(Named):
    """A pupil; papers and phones stay in the platform."""

    number: str | None
    sex: str
    born_on: date | None


class Pupil(Schema):
    """A pupil as a list shows one."""

    person: Named
    school: Place
    klass: Place | None
    place: Words
    status: Words
    since: date


class RollLine(Pupil):
    """A pupil as an export of the roll has one."""

    person: Person


class Stay(Schema):
    """A spell of a pupil in words."""

    school: Place
    place: Words
    since: date
    until: date | None
    how: Words
    why: Words
    status: Words


class Child(Schema):
    """A pupil and where it is on a day."""

    person: Person
    school: Place | None
    klass: Place | None
    grade: Words


class OnePupil(Child):
    """A pupil with its way through the schools."""

    stays: list[Stay]


class OwnTold(Schema):
    """How it ended for a child, why, and how to check it."""

    conclusion: Words
    reasons: list[Words]
    check: list[Words]


class OwnResult(Schema):
    """What a published result says of one's own child."""

    label: Words
    publication: UUID
    title: Words
    as_of: date
    told: OwnTold


class ClassResult(Schema):
    """Whom a published placement has put into a class."""

    title: Words
    as_of: date
    pupils: list[str]
