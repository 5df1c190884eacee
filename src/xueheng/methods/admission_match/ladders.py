"""志愿梯: under every choice of a unit the groups that it may enter, each with its rank there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from xueheng.engine.admission.keys import dense, stacked
from xueheng.engine.admission.market import IntArray, Ladders, Market
from xueheng.engine.admission.phases import REVERTED
from xueheng.methods.admission_match.entry import MAY, Entry, Why
from xueheng.methods.admission_match.found import Findings, index_in
from xueheng.methods.admission_match.keys_of import Key, default_names, key_of
from xueheng.methods.admission_match.lists import Lists
from xueheng.methods.admission_match.pairs import pairs_of
from xueheng.methods.admission_match.people import People, has_values, text_order

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
    tables: Mapping[str, pa.Table]
    barred: tuple[IntArray, IntArray, Why, IntArray]  # choice, group, why and whom, of pairs that may not be

    def students(self, rung: IntArray) -> IntArray:
        """The applicants who stand for the units of these rungs."""
        return self.lists.lead[np.searchsorted(self.lists.first, self.choice[rung], side="right") - 1]


def world_of(lists: Lists, entry: Entry, tables: Mapping[str, pa.Table], found: Findings) -> World:
    """Every choice expanded into the groups that the unit may enter, in their order of precedence."""
    plan, people = entry.plan, entry.people
    params = people.params
    reverts = bool(params.revert) and (params.procedure, params.phase1) != ("two_phase", "final")
    choice, group = pairs_of(lists, entry, is_whole=reverts)
    unit_of = np.repeat(np.arange(lists.size.size), np.diff(lists.first))
    why, whom = _why(entry, lists, unit_of[choice], group)
    out = np.flatnonzero(why != MAY)
    barred = (choice[out], group[out], why[out], whom[out])
    block = np.zeros(0, np.int64)
    if reverts:
        choice, group, block = _reverted(entry, (choice, group, why))
    elif out.size:
        choice, group = choice[why == MAY], group[why == MAY]
    tier = _of_rung(lists, entry, tables.get("tiers"), ("tier", "TIER_MISSING"), found, choice)
    priority = _of_rung(lists, entry, tables.get("priorities"), ("rank", "PRIORITY_MISSING"), found, choice)
    keys, key_at = _keys(entry, found)
    found.refuse()
    tickets = _tickets(lists, entry, tables.get("tickets"), found)
    found.refuse()
    student = lists.lead[unit_of[choice]]
    rank, tie = _ranks(people, keys, key_at[group], student, (tier, priority), tickets, choice)
    for values in (rank, tie) if block.any() else ():
        values += np.where(block > 0, REVERTED, 0)
    first_rung = np.searchsorted(choice, np.arange(lists.choice.size + 1))
    ladders = Ladders(lists.first, first_rung, group, rank, tie)
    market = Market(ladders, lists.size, plan.seats(people.params))
    return World(market, lists, entry, keys, key_at, choice, tier, priority, tickets, tables, barred)


def _why(entry: Entry, lists: Lists, unit: IntArray, group: IntArray) -> tuple[Why, IntArray]:
    """What keeps a unit out, and which of its applicants: its lead, or else one of the others."""
    whom = lists.lead[unit]
    why = entry.why(whom, group)
    for unit_, one in _others(lists):
        mine = np.arange(*np.searchsorted(unit, (unit_, unit_ + 1)))
        other = entry.why(np.full(mine.size, one), group[mine])
        whom[mine[other > why[mine]]] = one
        why[mine] = np.maximum(why[mine], other)
    return why, whom


def _others(lists: Lists) -> list[tuple[int, int]]:
    """Unit and applicant, of those kept together who do not lead."""
    taking = np.flatnonzero(lists.unit_of >= 0)
    rest = taking[lists.lead[lists.unit_of[taking]] != taking]
    return [(int(lists.unit_of[one]), int(one)) for one in rest]


def _reverted(entry: Entry, pairs: tuple[IntArray, IntArray, Why]) -> tuple[IntArray, IntArray, IntArray]:
    """After the groups a unit may enter, those whose seats come to its own when they are left over."""
    choice, group, why = pairs
    may = np.flatnonzero(why == MAY)
    target, groups = entry.plan.target, len(entry.plan.groups)
    entered = choice[may] * groups + group[may]
    has_line = entry.people.params.procedure == "two_phase"  # one below it stands with all others then
    outside = np.flatnonzero(((why != MAY) | has_line) & (target[group] >= 0))
    wanted = choice[outside] * groups + target[group[outside]]
    more = outside[np.isin(wanted, entered)]
    at = np.concatenate((may, more))
    block = np.repeat((0, 1), (may.size, more.size))
    order = np.lexsort((group[at], block, choice[at]))
    return choice[at][order], group[at][order], block[order]


def _of_rung(
    lists: Lists,
    entry: Entry,
    table: pa.Table | None,
    name: tuple[str, str],
    found: Findings,
    choice: IntArray,
) -> IntArray:
    """What a table says of the choice of each rung; NONE where there is no table."""
    if table is None:
        return np.broadcast_to(np.int64(NONE), choice.size)
    return _by_choice(lists, entry, table, name[0], found, name[1])[choice]


def _by_choice(
    lists: Lists, entry: Entry, table: pa.Table, name: str, found: Findings, code: str
) -> IntArray:
    """What a table says of a unit and a program, for each choice; NONE for programs it does not name."""
    keys, values, programs = stated(table, entry, found)
    own = lists.program[lists.choice]
    unit = np.searchsorted(lists.first, np.arange(lists.choice.size), side="right") - 1
    wanted = lists.lead[unit].astype(np.int64) * entry.plan.capacity.size + own
    order = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys[order], wanted), max(keys.size - 1, 0))
    is_there = keys[order][at] == wanted if keys.size else np.zeros(wanted.size, bool)
    missing = np.isin(own, programs) & ~is_there
    found.at(code, lists.table, "program", lists.choice[missing])
    given = np.asarray(table[name].combine_chunks().take(pa.array(values[order])))
    return np.where(is_there, given[at] if keys.size else NONE, NONE).astype(np.int64)


def stated(table: pa.Table, entry: Entry, found: Findings) -> tuple[IntArray, IntArray, IntArray]:
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


def _tickets(lists: Lists, entry: Entry, table: pa.Table | None, found: Findings) -> pa.Array | None:
    """Tickets that a table gives by program, for each choice."""
    if table is None or not has_values(table, "program"):
        return None
    table = table.append_column("at", pa.array(np.arange(table.num_rows)))
    rows = _by_choice(lists, entry, table, "at", found, "TICKET_ABSENT")
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
        mine = np.flatnonzero(key == at) if len(keys) > 1 else slice(None)
        rank[mine], tie[mine] = one.order.rank[student[mine]], one.order.tie[student[mine]]
    own = None if tickets is None else text_order(tickets)[choice]
    if own is not None:
        rank = dense([tie, own, student])
    has = priority >= 0
    if has.any():
        ticket = people.ticket[student] if own is None else own
        rank = np.where(has, stacked(priority, dense([ticket, student])), rank)
        tie = np.where(has, priority, tie)
    if (tier >= 0).any():
        rank, tie = stacked(tier, rank), stacked(tier, tie)
    return rank, tie
