"""机构类别: the kinds of node in a bureau's tree, and what each is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from xueheng.standards.dated import entry, shipped
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, UnknownName, Validity, load_dated

Group = Literal["territory", "department", "office", "union", "school", "campus", "class"]


@dataclass(frozen=True)
class OrgKind:
    """机构类别: its words, its group, and the stages that a school of the kind may hold."""

    label: Words
    group: Group
    stages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.group == "school") != bool(self.stages):
            raise ValueError("a school, and nothing else, names its stages")


@dataclass(frozen=True)
class OrgKinds:
    """机构类别表: the kinds of one document."""

    id: str
    valid: Validity
    source: Source
    kinds: Mapping[str, OrgKind]


@cache
def _documents() -> tuple[OrgKinds, ...]:
    return load_dated(shipped("org_kinds.yaml"), OrgKinds)


def org_kinds(*, on: date | None = None) -> Mapping[str, OrgKind]:
    """机构类别 in force on a day, by id."""
    return entry(_documents(), "org-kinds", on=on).kinds


def org_kind(id_: str) -> OrgKind:
    """机构类别 of that id; an unknown one names the nearest."""
    if id_ not in org_kinds():
        raise UnknownName(id_, org_kinds())
    return org_kinds()[id_]


def kinds_of(group: Group) -> tuple[str, ...]:
    """The ids of the kinds of a group, in the order of the file."""
    return tuple(id_ for id_, kind in org_kinds().items() if kind.group == group)
