"""Roles and permissions as `roles.yaml` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from xueheng.apps.roster.actor import Actor
from xueheng.standards.words import Words


@dataclass(frozen=True)
class Role:
    """岗位: its words and what it may do where it is held."""

    id: str
    label: Words
    may: frozenset[str]
    at: str = ""  # the only kind of organisation where it counts
    needs_second_factor: bool = False
    is_apart: bool = False  # nobody holds two of those that are

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
        name: Role(
            name,
            Words(said["zh"], said["en"]),
            frozenset(said["may"]),
            said.get("at", ""),
            needs_second_factor=said.get("second_factor") == "required",
            is_apart=said.get("apart", False),
        )
        for name, said in _document()["roles"].items()
    }


def needs_second_factor(actor: Actor) -> bool:
    """第二重验证: true for who holds a post that a password alone does not open."""
    return any(roles()[grant.role].needs_second_factor for grant in actor.grants if grant.role in roles())
