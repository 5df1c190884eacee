"""Of each table: who its rows are about, and by what two versions of a row are known to be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from xueheng.tables.schema import schema

SPELL, POST = "spells__school__path__startswith", "posts__org__path__startswith"
TIES = {"pupils": SPELL, "staff": POST}


@dataclass(frozen=True)
class TableKind:
    """What a table holds beside its columns' meanings."""

    key: tuple[tuple[str, ...], ...] = ()
    persons: Mapping[str, str] = field(default_factory=dict)  # of a person: the column that says it
    among: str = ""  # pupils or staff
    sees: str = ""  # who sees its rows, where it is not who sees such persons
    beyond: bool = False
    asked_anew: bool = False

    @property
    def permission(self) -> str:
        """Which permission lets an actor see such persons by name."""
        return f"{self.among}.see"

    @property
    def reading(self) -> str:
        """Which permission lets an actor read the rows with the persons in them."""
        return self.sees or (self.permission if self.among else "data.upload")


@cache
def table_kind(table: str) -> TableKind:
    """The kind of the table of that name; its schema's key where nothing else is said."""
    own = schema(table).key
    said = {"key": [own] if own else [], **_document().get(table, {})}
    return TableKind(**{**said, "key": tuple(tuple(group) for group in said["key"])})


@cache
def _document() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((files(__package__) / "series.yaml").read_text("utf-8"))
    return found
