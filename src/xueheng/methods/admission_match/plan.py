"""招生计划: the programs of a batch and their groups of seats, in their order of precedence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.admission.market import BoolArray, Groups, IntArray
from xueheng.methods.admission_match import Params
from xueheng.methods.admission_match.found import PACKAGE, Findings, column
from xueheng.methods.admission_match.people import SCALE
from xueheng.standards.words import catalogue

FIRST_BATCH = "1"
GENERAL = catalogue(PACKAGE)["general"]
OPEN_WORDS = ("general", GENERAL.zh)
REST = 1 << 40  # seats of no group come after all groups


@dataclass(frozen=True)
class Group:
    """名额: seats of a program for those whom its rule lets in."""

    program: int
    order: int
    name: str
    seats: int
    origin: str | None = None
    eligible: str | None = None
    key: tuple[str, ...] = ()
    floor: int | None = None
    delta: int | None = None
    revert_to: str | None = None
    row: int | None = None  # in the table of groups

    @property
    def is_open(self) -> bool:
        """True when anybody may enter."""
        return self.origin is None and self.eligible is None


@dataclass(frozen=True)
class Plan:
    """The programs of one batch, by id, and their groups."""

    batch: str
    table: pa.Table  # programs of the batch, sorted by id
    capacity: IntArray
    groups: tuple[Group, ...]

    @cached_property
    def ids(self) -> pa.Array:
        """The programs."""
        return self.table["id"].combine_chunks()

    @cached_property
    def is_open(self) -> BoolArray:
        """Which groups anybody may enter."""
        return np.array([g.is_open for g in self.groups], bool)

    @cached_property
    def target(self) -> IntArray:
        """Where the seats of each reserved group go that are left over, -1 for none."""
        named = {(g.program, g.name): at for at, g in enumerate(self.groups)}
        opened = {g.program: at for at, g in reversed([*enumerate(self.groups)]) if g.is_open}
        found = [
            -1 if g.is_open else named.get((g.program, g.revert_to or ""), opened.get(g.program, -1))
            for g in self.groups
        ]
        return np.array(found, np.int64)

    def seats(self, params: Params) -> Groups:
        """The groups as the engine takes them."""
        program = np.array([g.program for g in self.groups], np.int64)
        seats = np.array([g.seats for g in self.groups], np.int64)
        return Groups(program, seats, np.full(self.capacity.size, params.max_extra or 0))


def batches_of(programs: pa.Table, params: Params, found: Findings) -> tuple[str, ...]:
    """The batches in the order in which they are run."""
    there = {b or FIRST_BATCH for b in column(programs, "batch").to_pylist()}
    if (len(there) > 1 or params.batches) and set(params.batches) != there:
        found.whole("BATCHES_UNSAID", value=",".join(sorted(there)))
        found.refuse()
    return params.batches or tuple(there)


def plan_of(
    batch: str, tables: Mapping[str, pa.Table], params: Params, *, left: Mapping[str, int], found: Findings
) -> Plan:
    """The plan of a batch: what was left over before is added to a program's general seats."""
    table = _of_batch(tables["programs"], batch).sort_by("id").combine_chunks()
    ids = table["id"].to_pylist()
    own = table["capacity"].to_numpy(zero_copy_only=False).astype(np.int64)
    capacity = own + np.array([left.get(one, 0) for one in ids], np.int64)
    given = tables.get("groups")
    listed = [] if given is None else list(_given(_of_batch(given, batch), given, ids, found))
    _reverting(listed, None if given is None else _of_batch(given, batch), found)
    taken = Counter[int]()
    for group in listed:
        taken[group.program] += group.seats
    for at, free in enumerate(capacity - np.array([taken[i] for i in range(len(ids))], np.int64)):
        if free < 0:
            found.at("CAPACITY_BELOW_GROUPS", table, "capacity", [at], repair=str(taken[at]))
        elif free > 0 or not taken[at]:
            listed.append(Group(at, REST, GENERAL.zh, int(free)))
    _precedence_said(listed, params, found)
    return Plan(batch, table, capacity, tuple(sorted(listed, key=lambda g: _place(g, params))))


def _of_batch(table: pa.Table, batch: str) -> pa.Table:
    mine = [(b or FIRST_BATCH) == batch for b in column(table, "batch").to_pylist()]
    return table.filter(pa.array(mine, pa.bool_()))


def _given(mine: pa.Table, whole: pa.Table, ids: list[str], found: Findings) -> Iterator[Group]:
    known = {one: at for at, one in enumerate(ids)}
    for row, said in enumerate(mine.to_pylist()):
        if said["program"] not in known:
            found.at("GROUP_UNKNOWN", mine, "program", [row])
            continue
        words: dict[str, Any] = {n: said.get(n) for n in ("origin", "eligible", "revert_to")}
        key = tuple(k.strip() for k in (said.get("key") or "").replace("、", ",").split(",") if k.strip())
        words |= {n: _scaled(said.get(n)) for n in ("floor", "delta")}
        words |= {n: said[n] for n in ("order", "name", "seats")}
        yield Group(known[said["program"]], key=key, row=row, **words)


def _reverting(listed: list[Group], table: pa.Table | None, found: Findings) -> None:
    """Left-over seats go to a group of the same program, or to the general ones."""
    named = {(g.program, g.name) for g in listed}
    for group in listed:
        target = group.revert_to or GENERAL.zh
        if table is not None and (group.program, target) not in named and target not in OPEN_WORDS:
            known = "、".join(name for program, name in named if program == group.program)
            found.at("REVERT_UNKNOWN", table, "revert_to", [group.row or 0], known=known)


def _scaled(value: Any) -> int | None:
    return None if value is None else int(value * SCALE)


def _place(group: Group, params: Params) -> tuple[int, int, int, str]:
    side = {"open_first": not group.is_open, "reserve_first": group.is_open}.get(
        params.precedence or "", False
    )
    return (group.program, int(side), group.order, group.name)


def _precedence_said(groups: list[Group], params: Params, found: Findings) -> None:
    """Both kinds of groups in one program: which goes first must be said."""
    sides: dict[int, set[bool]] = {}
    for group in groups:
        sides.setdefault(group.program, set()).add(group.is_open)
    if (
        any(len(s) > 1 for s in sides.values())
        and params.precedence is None
        and params.procedure != "two_phase"
    ):
        found.whole("POLICY_UNSAID", value="precedence", known="as_ordered | open_first | reserve_first")
