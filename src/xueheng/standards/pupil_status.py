"""学籍状态与变动: statuses of pupils, ways in and ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, Validity, load_dated


@dataclass(frozen=True)
class Status:
    """学籍状态: its words, and whether the pupil takes a seat in the class."""

    label: Words
    is_present: bool


@dataclass(frozen=True)
class Exit:
    """离校方式: its words and what became of the pupil."""

    label: Words
    outcome: Literal["moved", "finished", "stopped", "ended", "corrected"]


@dataclass(frozen=True)
class PupilStatus:
    """学籍状态与变动 by one document."""

    id: str
    valid: Validity
    source: Source
    statuses: Mapping[str, Status]
    entries: Mapping[str, Words]
    exits: Mapping[str, Exit]


@cache
def _documents() -> tuple[PupilStatus, ...]:
    return load_dated(shipped("pupil_status.yaml"), PupilStatus)


def pupil_status(*, on: date | None = None) -> PupilStatus:
    """学籍状态与变动 in force on a day."""
    return entry(_documents(), "pupil-status", on=on)


def present_statuses() -> tuple[str, ...]:
    """The statuses whose pupils sit in class."""
    return tuple(id_ for id_, status in pupil_status().statuses.items() if status.is_present)
