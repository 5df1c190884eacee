"""用途: what personal data of pupils is used for, on what it rests, and what refusing means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import Source, load_list


@dataclass(frozen=True)
class Purpose:
    """用途: one use of personal data, in the words that a family reads."""

    id: str
    kind: Literal["statutory", "optional"]
    version: str
    label: Words
    why: Words
    what: Words
    where: Words
    keep: Words
    refusing: Words
    source: Source
    columns: tuple[str, ...] = ()

    @property
    def is_optional(self) -> bool:
        """True when it needs a guardian's consent."""
        return self.kind == "optional"


@cache
def purposes() -> tuple[Purpose, ...]:
    """Every purpose, in the order of the file."""
    return load_list(files(__package__) / "purposes.yaml", Purpose)


def optional() -> tuple[Purpose, ...]:
    """The purposes that a guardian is asked about."""
    return tuple(purpose for purpose in purposes() if purpose.is_optional)


def purpose(id_: str) -> Purpose:
    """用途 of that id; NotFound otherwise."""
    found = next((one for one in purposes() if one.id == id_), None)
    if found is None:
        raise NotFound(_("没有这项用途。"))
    return found
