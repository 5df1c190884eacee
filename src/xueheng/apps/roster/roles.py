"""Roles and permissions as `roles.yaml` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from xueheng.standards.words import Words


@dataclass(frozen=True)
class Role:
    """岗位: its words and what it may do where it is held."""

    id: str
    label: Words
    may: frozenset[str]
    at: str = ""  # the only kind of organisation where it counts

    def may_at(self, kind: str) -> frozenset[str]:
        """What it may do at an organisation of that kind."""
        return self.may if self.at in ("", kind) else self.may & {"desk.see"}


@cache
def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = yaml.safe_load((files(__package__) / "roles.yaml").read_text("utf-8"))
    return document


@cache
def all_permissions() -> Mapping[str, Words]:
    """Every permission that there is, with its words."""
    return {name: Words(said["zh"], said["en"]) for name, said in _document()["permissions"].items()}


@cache
def roles() -> Mapping[str, Role]:
    """Every role by its id."""
    return {
        name: Role(name, Words(said["zh"], said["en"]), frozenset(said["may"]), said.get("at", ""))
        for name, said in _document()["roles"].items()
    }
