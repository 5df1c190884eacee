"""结果表: matches, reasons, programs, groups and waiting lists of all batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from xueheng.engine.admission.cutoffs import last_admitted, program_cutoffs
from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.engine.admission.phases import REVERTED
from xueheng.engine.admission.waiting import waiting_lists
from xueheng.methods.admission_match import METHOD
from xueheng.methods.admission_match.apart import SHARED, apart
from xueheng.methods.admission_match.batch import WORDS, Batch
from xueheng.methods.admission_match.people import People
from xueheng.methods.admission_match.texts import shown
from xueheng.methods.admission_match.told import CODE, CODES, PHASE1, coded, told
from xueheng.methods.outcome import table_of
from xueheng.standards.words import Words

MOST_TEXTS = 100_000  # rows of reasons that carry their text as well


def given_of(batch: Batch) -> IntArray:
    """The rung of every applicant in this batch, -1 for none."""
    unit = batch.world.lists.unit_of
    return np.where(unit >= 0, batch.course.rung[unit] if batch.course.rung.size else -1, -1)


def match_table(batches: Sequence[Batch], people: People) -> pa.Table:
    """Every applicant's place, empty for those who have none."""
    parts = [_matched(batch) for batch in batches]
    rest = np.flatnonzero(np.all([given_of(batch) < 0 for batch in batches], axis=0))
    nobody = {"student": people.ids.take(pa.array(rest))}
    none = {n: pa.nulls(rest.size, p.type) for n, p in parts[0].items() if n != "student"}
    return pa.concat_tables([table_of(METHOD.table("matches"), part) for part in (*parts, nobody | none)])


def _matched(batch: Batch) -> dict[str, pa.Array]:
    """The places that a batch gave."""
    world, rung = batch.world, given_of(batch)
    placed = np.flatnonzero(rung >= 0)
    at, lists, plan = rung[placed], world.lists, world.entry.plan
    program = world.market.groups.program[world.market.ladders.group[at]]
    return {
        "student": world.entry.people.ids.take(pa.array(placed)),
        "program": plan.ids.take(pa.array(program)),
        "group": pa.array([g.name for g in plan.groups], pa.string()).take(pa.array(_entered(batch)[at])),
        "batch": pa.repeat(pa.scalar(plan.batch), placed.size),
        "rank": pa.array(lists.rank[lists.choice[world.choice[at]]]),
    }


def _entered(batch: Batch) -> IntArray:
    """The group by which each rung is entered: seats that came from another are of the group they came to."""
    group = batch.world.market.ladders.group
    is_given = batch.world.market.ladders.rank >= REVERTED
    return np.where(is_given, batch.world.entry.plan.target[group], group)


def reason_table(batch: Batch, *, is_worded: bool, is_coded: bool) -> pa.Table:
    """One row for each choice of each applicant; `is_coded` leaves texts as places in lists of them."""
    lists, plan, said = batch.world.lists, batch.world.entry.plan, told(batch)
    at = np.where(lists.is_done, -1, lists.choice_of)
    done = CODE["HIGHER_CHOICE_ADMITTED"]
    code = np.where(at >= 0, said.code[at] if said.code.size else done, done)
    columns: dict[str, pa.Array] = {
        "student": coded(lists.student, batch.world.entry.people.ids),
        "batch": coded(np.zeros(at.size, np.int32), pa.array([plan.batch])),
        "program": coded(lists.program, plan.ids),
        "code": coded(code, pa.array(CODES)),
    }
    nothing = pa.array(at, mask=at < 0)
    texts = (said.rule_id, said.own, said.cutoff, said.differs, said.needs)
    for name, held in zip(("rule_id", "own_key", "cutoff_key", "differs", "needs"), texts, strict=True):
        columns[name] = held.take(nothing)
    columns = apart(batch, said, at, columns)
    if is_worded or not is_coded:
        columns = {name: held.dictionary_decode() for name, held in columns.items()}
    columns["rank"] = pa.array(lists.rank)
    return table_of(METHOD.table("reasons"), columns | (_worded(columns) if is_worded else {}))


def _worded(columns: dict[str, pa.Array]) -> dict[str, list[str]]:
    """The reason of each row in words."""
    names = ("code", "rank", "rule_id", "own_key", "cutoff_key", "differs", "needs")
    rows = zip(*(columns[name].to_pylist() for name in names), strict=True)
    said = [
        WORDS[row[0]].fill(**{n: "—" if v is None else v for n, v in zip(names, row, strict=True)})
        for row in rows
    ]
    more = [WORDS[PHASE1] if rule == PHASE1 else Words("", "") for rule in columns["rule_id"].to_pylist()]
    texts = list(zip(said, more, strict=True))
    shared = WORDS["together"]
    return {
        "text_zh": [w.zh.replace(SHARED, shared.zh) + m.zh for w, m in texts],
        "text_en": [w.en.replace(SHARED, shared.en) + m.en for w, m in texts],
    }


def text_rows() -> Iterator[tuple[str, str, str]]:
    """The templates of all codes."""
    return ((code, WORDS[code].zh, WORDS[code].en) for code in CODES)


def program_rows(batches: Sequence[Batch]) -> Iterator[tuple[object, ...]]:
    """Seats, and the key of the last admitted to the general seats of every program."""
    for batch in batches:
        plan, groups = batch.world.entry.plan, batch.world.market.groups
        filled = np.bincount(groups.program, weights=_filled(batch), minlength=len(plan.ids)).astype(int)
        free = np.bincount(groups.program, weights=batch.course.seats, minlength=len(plan.ids)).astype(int)
        moved = np.bincount(groups.program, weights=batch.moved, minlength=len(plan.ids)).astype(int)
        keys = _key_texts(batch, program_cutoffs(batch.course, counted=_counted(batch) | _given_on(batch)))
        for at, one in enumerate(plan.ids.to_pylist()):
            yield (
                one,
                plan.batch,
                int(plan.capacity[at]),
                *(int(v[at]) for v in (filled, free, moved)),
                keys[at],
            )


def _given_on(batch: Batch) -> BoolArray:
    """The reserved groups whose last seat came to the general ones."""
    plan, last = batch.world.entry.plan, last_admitted(batch.course)
    rank = batch.world.market.ladders.rank[batch.course.rung[last]] if last.size else last
    return np.asarray((last >= 0) & (rank >= REVERTED) & plan.is_open[plan.target])


def _counted(batch: Batch) -> BoolArray:
    """The general groups, or all of a program that has none."""
    plan, program = batch.world.entry.plan, batch.world.market.groups.program
    has_open = np.isin(np.arange(len(plan.ids)), program[plan.is_open])
    return np.asarray(plan.is_open | ~has_open[program])


def group_rows(batches: Sequence[Batch]) -> Iterator[tuple[object, ...]]:
    """Seats and the last admitted of every group."""
    for batch in batches:
        plan, filled = batch.world.entry.plan, _filled(batch)
        last = np.where(batch.course.seats > 0, -1, last_admitted(batch.course))
        keys, ids = _key_texts(batch, last), plan.ids.to_pylist()
        for at, group in enumerate(plan.groups):
            left = int(batch.course.seats[at])
            yield ids[group.program], plan.batch, group.name, group.seats, int(filled[at]), left, keys[at]


def _filled(batch: Batch) -> IntArray:
    """Applicants in the seats of each group."""
    units = np.flatnonzero(batch.course.rung >= 0)
    group = batch.world.market.ladders.group[batch.course.rung[units]]
    seats = batch.world.market.groups.seats.size
    return np.bincount(group, weights=batch.world.market.size[units], minlength=seats).astype(np.int64)


def _key_texts(batch: Batch, last: IntArray) -> list[str | None]:
    """The keys of these units where they stand, None for nobody."""
    there = np.flatnonzero(last >= 0)
    texts = shown(batch, batch.course.rung[last[there]]).text.to_pylist()
    found: list[str | None] = [None] * last.size
    for at, text in zip(there.tolist(), texts, strict=True):
        found[at] = text
    return found


def waiting_table(batch: Batch) -> pa.Table:
    """Who would be asked next at every program."""
    world = batch.world
    lists = waiting_lists(batch.course, counted=_counted(batch)[world.market.ladders.group])
    many, unit_of = world.lists.size[lists.unit], world.lists.unit_of
    members = np.argsort(unit_of, kind="stable")
    begins = np.searchsorted(unit_of[members], lists.unit)
    inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    columns = {
        "program": world.entry.plan.ids.take(pa.array(np.repeat(lists.program, many))),
        "batch": pa.repeat(pa.scalar(world.entry.plan.batch), inside.size),
        "position": pa.array(np.repeat(lists.position, many)),
        "student": world.entry.people.ids.take(pa.array(members[np.repeat(begins, many) + inside])),
    }
    return table_of(METHOD.table("waiting"), columns)
