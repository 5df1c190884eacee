"""志愿梯: under every choice of a unit the groups that it may enter, each with its rank there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.admission.keys import dense, stacked
from xueheng.engine.admission.market import BoolArray, IntArray, Ladders, Market
from xueheng.engine.admission.phases import REVERTED
from xueheng.methods.admission_match.entry import MAY, Entry, Why
from xueheng.methods.admission_match.found import Findings, index_in
from xueheng.methods.admission_match.keys_of import Key, default_names, key_of
from xueheng.methods.admission_match.lists import Lists
from xueheng.methods.admission_match.people import People, text_order

NONE = -1


@dataclass(frozen=True)
class World:
    """A batch ready to be run, and what it takes to say why."""

    market: Market
    lists: Lists
    entry: Entry
    keys: tuple[Key, ...]
    key_of: IntArray  # (groups)
    choice: IntArray  # (rungs) the unit's choice
    tier: IntArray  # (rungs) of the choice, NONE where there are no tiers
    priority: IntArray  # (rungs) place in the program's own order, NONE where it has none
    tickets: pa.Array | None  # (unit choices) tickets by program
    barred: tuple[IntArray, IntArray, Why]  # choice, group and why, of the pairs that may not be

    @property
    def unit(self) -> IntArray:
        """The unit of every rung."""
        return np.searchsorted(self.lists.first, self.choice, side="right") - 1

    @property
    def student(self) -> IntArray:
        """The applicant who stands for the unit of every rung."""
        return self.lists.lead[self.unit]


def world_of(lists: Lists, entry: Entry, tables: Mapping[str, pa.Table], found: Findings) -> World:
    """Every choice expanded into the groups that the unit may enter, in their order of precedence."""
    plan, people = entry.plan, entry.people
    choice, group = _pairs(lists, plan.seats(people.params).program, plan.capacity.size)
    unit = np.searchsorted(lists.first, choice, side="right") - 1
    why = _why(entry, lists, unit, group)
    may = why == MAY
    block = np.zeros(choice.size, np.int64)
    if people.params.revert and (people.params.procedure, people.params.phase1) != ("two_phase", "final"):
        choice, group, block, may = _reverted(entry, (choice, group, why), may)
    barred = (choice[: why.size][why != MAY], group[: why.size][why != MAY], why[why != MAY])
    order = np.flatnonzero(may)
    if block.any():
        order = order[np.lexsort((group[order], block[order], choice[order]))]
    choice, group, block = choice[order], group[order], block[order]
    tier = _by_choice(lists, entry, tables.get("tiers"), "tier", found, "TIER_MISSING")[choice]
    priority = _by_choice(lists, entry, tables.get("priorities"), "rank", found, "PRIORITY_MISSING")[choice]
    keys, key_at = _keys(entry, found)
    found.refuse()
    tickets = _tickets(lists, entry, tables.get("tickets"))
    student = lists.lead[np.searchsorted(lists.first, choice, side="right") - 1]
    ranked = _ranks(people, keys, key_at[group], student, (tier, priority), tickets, choice)
    rank, tie = (values + np.where(block > 0, REVERTED, 0) for values in ranked)
    first_rung = np.searchsorted(choice, np.arange(lists.choice.size + 1))
    ladders = Ladders(lists.first, first_rung, group, rank, tie)
    market = Market(ladders, lists.size, plan.seats(people.params))
    return World(market, lists, entry, keys, key_at, choice, tier, priority, tickets, barred)


def _pairs(lists: Lists, program_of: IntArray, programs: int) -> tuple[IntArray, IntArray]:
    """Every choice with every group of its program."""
    start = np.searchsorted(program_of, np.arange(programs + 1))
    program = lists.program[lists.choice]
    many = np.diff(start)[program]
    choice = np.repeat(np.arange(lists.choice.size), many)
    before = np.cumsum(many) - many
    return choice, np.repeat(start[program] - before, many) + np.arange(choice.size)


def _why(entry: Entry, lists: Lists, unit: IntArray, group: IntArray) -> Why:
    """What keeps a unit out: what keeps out its lead, or else one of the others."""
    why = entry.why(lists.lead[unit], group)
    for unit_, one in _others(lists):
        mine = np.flatnonzero(unit == unit_)
        why[mine] = np.maximum(why[mine], entry.why(np.full(mine.size, one), group[mine]))
    return why


def _others(lists: Lists) -> list[tuple[int, int]]:
    """Unit and applicant, of those kept together who do not lead."""
    taking = np.flatnonzero(lists.unit_of >= 0)
    rest = taking[lists.lead[lists.unit_of[taking]] != taking]
    return [(int(lists.unit_of[one]), int(one)) for one in rest]


def _reverted(
    entry: Entry, pairs: tuple[IntArray, IntArray, Why], may: BoolArray
) -> tuple[IntArray, IntArray, IntArray, BoolArray]:
    """After the groups a unit may enter, those whose seats come to its own when they are left over."""
    choice, group, why = pairs
    target, groups = entry.plan.target, len(entry.plan.groups)
    entered = choice[may] * groups + group[may]
    outside = np.flatnonzero((why != MAY) & (target[group] >= 0))
    wanted = choice[outside] * groups + target[group[outside]]
    more = outside[np.isin(wanted, entered)]
    return (
        np.concatenate((choice, choice[more])),
        np.concatenate((group, group[more])),
        np.concatenate((np.zeros(choice.size, np.int64), np.ones(more.size, np.int64))),
        np.concatenate((may, np.ones(more.size, bool))),
    )


def _by_choice(
    lists: Lists, entry: Entry, table: pa.Table | None, name: str, found: Findings, code: str
) -> IntArray:
    """What a table says of a unit and a program, for each choice; NONE for programs it does not name."""
    if table is None:
        return np.full(lists.choice.size, NONE)
    keys, values, programs = _said(table, entry, found)
    own = lists.program[lists.choice]
    unit = np.searchsorted(lists.first, np.arange(lists.choice.size), side="right") - 1
    wanted = lists.lead[unit] * entry.plan.capacity.size + own
    order = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys[order], wanted), max(keys.size - 1, 0))
    is_there = keys[order][at] == wanted if keys.size else np.zeros(wanted.size, bool)
    missing = np.isin(own, programs) & ~is_there
    found.at(code, lists.table, "program", lists.choice[missing])
    given = np.asarray(table[name].combine_chunks().take(pa.array(values[order])))
    return np.where(is_there, given[at] if keys.size else NONE, NONE).astype(np.int64)


def _said(table: pa.Table, entry: Entry, found: Findings) -> tuple[IntArray, IntArray, IntArray]:
    """Applicant and program as one number, the row that says it, and the programs named."""
    student = index_in(table["student"].combine_chunks(), entry.people.ids).astype(np.int64)
    program = index_in(table["program"].combine_chunks(), entry.plan.ids).astype(np.int64)
    found.at("STUDENT_UNKNOWN", table, "student", np.flatnonzero(student < 0))
    rows = np.flatnonzero((student >= 0) & (program >= 0))
    return student[rows] * entry.plan.capacity.size + program[rows], rows, np.unique(program[rows])


def _keys(entry: Entry, found: Findings) -> tuple[tuple[Key, ...], IntArray]:
    """The different keys of the groups, and which of them each group has."""
    default = default_names(entry.people, found)
    names = [g.key or default for g in entry.plan.groups]
    kinds = list(dict.fromkeys((default, *names)))
    keys = tuple(key_of(one, entry.people, found) for one in kinds)
    return keys, np.array([kinds.index(one) for one in names], np.int64)


def _tickets(lists: Lists, entry: Entry, table: pa.Table | None) -> pa.Array | None:
    """Tickets that a table gives by program, for each choice."""
    if table is None or "program" not in table.column_names or table["program"].null_count == table.num_rows:
        return None
    rows = _by_choice(
        lists, entry, table.append_column("at", pa.array(np.arange(table.num_rows))), "at", Findings(), ""
    )
    return table["ticket"].combine_chunks().take(pa.array(rows, mask=rows < 0))


def _ranks(
    people: People,
    keys: tuple[Key, ...],
    key: IntArray,
    student: IntArray,
    of_choice: tuple[IntArray, IntArray],
    tickets: pa.Array | None,
    choice: IntArray,
) -> tuple[IntArray, IntArray]:
    """Rank and tie of each rung."""
    tier, priority = of_choice
    rank, tie = np.empty(student.size, np.int64), np.empty(student.size, np.int64)
    for at, one in enumerate(keys):
        mine = key == at
        rank[mine], tie[mine] = one.order.rank[student[mine]], one.order.tie[student[mine]]
    ticket = people.ticket[student]
    if tickets is not None:
        ticket = text_order(tickets)[choice]
        rank = dense([tie, ticket, student])
    has = priority >= 0
    if has.any():
        rank = np.where(has, stacked(priority, dense([ticket, student])), rank)
        tie = np.where(has, priority, tie)
    if (tier >= 0).any():
        rank, tie = stacked(tier, rank), stacked(tier, tie)
    return rank, tie
