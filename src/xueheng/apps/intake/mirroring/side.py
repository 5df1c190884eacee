"""一方: what a pack says of its mirror: who may look, what is kept here, what is done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.intake.mirroring.journal import When
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.packs import named, packs
from xueheng.apps.roster.actor import system as everywhere
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.queries import schools
from xueheng.standards.mirrors import NationalSystem, national_system, national_systems
from xueheng.tables.mirrors.reading import exported
from xueheng.tables.mirrors.reconcile import reconcile
from xueheng.tables.mirrors.sides import Entry, Reconciled

COLUMNS = ("number", "name", "sex", "born_on", "school", "grade", "class", "status")


@dataclass(frozen=True)
class Side:
    """一方 of a mirror as `pack.yaml` says it; what is done when rows are committed may be nothing."""

    pack: str
    table: str
    sees: str  # the permission to look
    ours: str  # (Asked) -> Ours
    keeps: str = ""  # the permission to carry out, where anything is
    carry_out: str = ""  # (found, org, journal, when, actor)
    take_off: str = ""  # (persons, org, journal, when)
    restore: str = ""  # (journal)
    adopts: bool = False  # names and births can be taken over from the national system

    @property
    def system(self) -> NationalSystem:
        """国家系统 of the mirror."""
        return national_system(self.table)


@dataclass(frozen=True)
class Asked:
    """What an export speaks of: its rows, of which organisation, on which day, and the Dataset it became."""

    rows: Sequence[Entry]
    system: NationalSystem
    org: Org
    when: When
    period: str = ""
    dataset: Dataset | None = None


@dataclass(frozen=True)
class Ours:
    """我方: what the rows are held against; with a roll, by number, only who is on it can be new."""

    entries: Sequence[Entry]
    roll: Mapping[str, Entry] | None = None


@dataclass(frozen=True)
class Compared:
    """核对 as it was made: the rows of the export, ours, and what was found."""

    asked: Asked
    side: Side
    table: pa.Table = field(repr=False)

    @cached_property
    def found(self) -> Reconciled:
        """核对结果."""
        asked, system = self.asked, self.asked.system
        ours: Ours = named(self.side.ours)(asked)
        known, own = _schools(asked)
        return reconcile(
            asked.rows,
            ours.entries,
            schools=own,
            known=known,
            leaving=system.leaving,
            settled={c for c in (*COLUMNS, *self.table.column_names) if system.winner(c) == "nobody"},
            roll=ours.roll,
        )


def sides() -> dict[str, Side]:
    """一方 of every national system, by the table of its export, in the order of the standards."""
    held = {table: Side(pack.name, table, **said) for pack in packs() for table, said in pack.mirrors.items()}
    return {system.id: held[system.id] for system in national_systems() if system.id in held}


def side_of(table: str) -> Side:
    """一方 of a table; NotFound when it is the export of no national system."""
    found = sides().get(table)
    if found is None:
        raise NotFound(_("这张表不是国家系统的导出表。"))
    return found


def compared(table: pa.Table, thing: Upload | Dataset, *, when: When) -> Compared:
    """核对 the rows of an upload, or of what it became, with what is kept here now."""
    side = side_of(thing.table)
    at = thing.org.code if side.system.of == "schools" else ""
    rows = exported(table, side.system, on=when.day, at=at)
    dataset = thing if isinstance(thing, Dataset) else None
    return Compared(Asked(rows, side.system, thing.org, when, thing.period, dataset), side, table)


def _schools(asked: Asked) -> tuple[set[str], set[str]]:
    """All codes there are, and those of which the export may speak."""
    if asked.system.of == "schools":
        return {asked.org.code}, {asked.org.code}
    every = schools(everywhere("mirror"))
    own = every.filter(path__startswith=asked.org.path)
    return set(every.values_list("code", flat=True)), set(own.values_list("code", flat=True))
