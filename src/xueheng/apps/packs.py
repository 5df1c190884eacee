"""What each function of the bureau declares in its `pack.yaml`: read as data, run by name."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from xueheng.standards.words import Words


@dataclass(frozen=True)
class Job:
    """A job of the bureau's year: in which month it is due, by whom, where it is done."""

    id: str
    label: Words
    role: str
    month: int
    day: int
    address: str  # within the platform, may hold {year}
    primary: Words  # the words of the one button


@dataclass(frozen=True)
class Showing:
    """What a sealed run of a method may show to an audience, and who makes the projection."""

    method: str
    audience: str  # public, schools, families; read on demand: points, child, class
    label: Words
    by: str  # dotted path of a function (run, publication facts) -> Report; see apps/publish

    def function(self) -> Callable[..., Any]:
        """The function itself, imported when it is needed."""
        return named(self.by)


@dataclass(frozen=True)
class Pack:
    """A function of the bureau."""

    name: str
    number: str
    label: Words
    tables: tuple[str, ...]
    methods: tuple[str, ...]
    jobs: tuple[Job, ...]
    showings: tuple[Showing, ...]
    on_commit: Mapping[str, str]  # table: dotted path of (dataset, table, actor, now), same transaction
    on_undo: Mapping[str, str]
    mirrors: Mapping[str, Mapping[str, Any]]  # table of a national export: its side here, see intake


@cache
def packs() -> tuple[Pack, ...]:
    """Every pack that is installed, by its number."""
    found = [_pack(p.name, p / "pack.yaml") for p in files("xueheng.packs").iterdir() if p.is_dir()]
    return tuple(sorted((p for p in found if p), key=lambda pack: int(pack.number)))


def named(path: str) -> Callable[..., Any]:
    """The function at `package.module:name`."""
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def _pack(name: str, file: Any) -> Pack | None:
    if not file.is_file():
        return None
    said = yaml.safe_load(file.read_text("utf-8"))
    return Pack(
        name,
        str(said["number"]),
        _words(said["label"]),
        tuple(said.get("tables", ())),
        tuple(said.get("methods", ())),
        tuple(_job(job) for job in said.get("calendar", ())),
        tuple(_showing(one) for one in said.get("shows", ())),
        said.get("on_commit", {}),
        said.get("on_undo", {}),
        said.get("mirrors", {}),
    )


def _job(said: Mapping[str, Any]) -> Job:
    label, primary = _words(said["label"]), _words(said["primary"])
    return Job(said["id"], label, said["role"], said["month"], said["day"], said["address"], primary)


def _showing(said: Mapping[str, Any]) -> Showing:
    return Showing(said["method"], said["audience"], _words(said["label"]), said["by"])


def _words(said: Mapping[str, str]) -> Words:
    return Words(said["zh"], said["en"])
