"""志愿: the lists of a batch, and the units that go down them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.methods.admission_match.found import Findings, column, index_in
from xueheng.methods.admission_match.keys_of import default_names, key_of
from xueheng.methods.admission_match.people import People
from xueheng.methods.admission_match.plan import FIRST_BATCH, Plan


@dataclass(frozen=True)
class Lists:
    """All choices of a batch by applicant and rank; the lists of the units among them."""

    table: pa.Table  # the choices as given, for issues
    student: IntArray  # (rows)
    program: IntArray  # (rows)
    rank: IntArray  # (rows) as written
    is_done: BoolArray  # (rows) of an applicant whom an earlier batch admitted
    lead: IntArray  # (units) the applicant whose key and list count
    size: IntArray  # (units)
    unit_of: IntArray  # (applicants) -1 for those who take no part
    first: IntArray  # (units + 1) where the choices of each unit begin
    choice: IntArray  # (unit choices) the row of each
    choice_of: IntArray  # (rows) the unit's choice that each row stands for, -1 where it is done


def check_choices(table: pa.Table, plans: dict[str, pa.Table], people: People, found: Findings) -> None:
    """Every choice names an applicant and a program of its batch."""
    at = index_in(table["student"].combine_chunks(), people.ids)
    found.at("STUDENT_UNKNOWN", table, "student", np.flatnonzero(at < 0))
    batches = pc.fill_null(column(table, "batch"), FIRST_BATCH)
    known = pc.is_in(batches, value_set=pa.array(list(plans), pa.string()))
    for row in np.flatnonzero(~np.asarray(known)):
        _unknown(table, int(row), batches[int(row)].as_py(), [], found)
    for batch, programs in plans.items():
        ids = programs["id"].combine_chunks()
        mine = np.asarray(pc.equal(batches, batch))
        missing = index_in(table["program"].combine_chunks(), ids) < 0
        for row in np.flatnonzero(mine & missing):
            _unknown(table, int(row), batch, ids.to_pylist(), found)


def _unknown(table: pa.Table, row: int, batch: str, known: list[str], found: Findings) -> None:
    near = difflib.get_close_matches(table["program"][row].as_py(), known, n=1)
    wording = "" if near else "PROGRAM_UNKNOWN.plain"
    repair = near[0] if near else None
    found.at("PROGRAM_UNKNOWN", table, "program", [row], batch=batch, repair=repair, wording=wording)


def lists_of(table: pa.Table, plan: Plan, people: People, *, done: BoolArray, found: Findings) -> Lists:
    """The lists of a batch; those kept together go down one list as a unit, unless they are split."""
    student = index_in(table["student"].combine_chunks(), people.ids)
    rank = table["rank"].to_numpy(zero_copy_only=False)
    if not _is_in_order(student, rank):
        order = np.lexsort((rank, student))
        student, rank, table = student[order], rank[order], table.take(pa.array(order))
    program = index_in(table["program"].combine_chunks(), plan.ids)
    start = np.searchsorted(student, np.arange(done.size + 1))
    lead = _leads(people, done, (start, program, table), found)
    listed = np.diff(start) > 0
    units = np.flatnonzero(listed & ~done & (lead == np.arange(done.size)))
    unit_at = np.full(done.size, -1)
    unit_at[units] = np.arange(units.size)
    unit_of = np.where(listed & ~done, unit_at[lead], -1)
    size = np.bincount(unit_of[unit_of >= 0], minlength=units.size)
    long = np.diff(start)[units]
    first = np.concatenate(([0], np.cumsum(long)))
    choice = np.repeat(start[units] - first[:-1], long) + np.arange(first[-1])
    unit = unit_of[student]
    choice_of = np.where(unit >= 0, first[unit] + np.arange(student.size) - start[student], -1)
    return Lists(table, student, program, rank, done[student], units, size, unit_of, first, choice, choice_of)


def _is_in_order(student: IntArray, rank: IntArray) -> bool:
    before, after = student[:-1], student[1:]
    return bool(((before < after) | ((before == after) & (rank[:-1] < rank[1:]))).all())


def _leads(
    people: People, done: BoolArray, listed: tuple[IntArray, IntArray, pa.Table], found: Findings
) -> IntArray:
    """Of those kept together the last by key stands for all; the others stand for themselves."""
    start, program, table = listed
    lead = np.arange(done.size)
    listed_any = np.diff(start) > 0
    of = np.flatnonzero((people.together >= 0) & ~done)
    if not of.size or people.params.together_fit == "split":
        return lead
    groups: dict[int, list[int]] = {}
    for one in of:
        groups.setdefault(int(people.together[one]), []).append(int(one))
    shared = {g: m for g, m in groups.items() if len(m) > 1 and listed_any[m].any()}
    if shared and people.params.together_fit is None:
        found.whole("POLICY_UNSAID", value="together_fit", known="expand | skip | split")
    standing = _standing(people) if shared else lead
    for members in shared.values():
        lists = {one: tuple(program[start[one] : start[one + 1]]) for one in members}
        first = next(one for one in members if lists[one])
        wrong = [one for one in members if lists[one] and lists[one] != lists[first]]
        if not all(lists.values()):
            wrong = [first]  # another of them has no list at all
        found.at("TOGETHER_DIFFERS", table, "student", [int(start[one]) for one in wrong])
        lead[members] = max(members, key=lambda one: standing[one])
    return lead


def _standing(people: People) -> IntArray:
    """The place of each in the order of those who are compared by the general key."""
    aside = Findings()  # the same is said again, and refused, where the keys of the groups are made
    return key_of(default_names(people, aside), people, aside).order.rank
