"""核对次序: what is compared at each choice, part by part, and how many stand before it in each group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_match.check_case import Case, Ints, Truths, place_in, texts_of
from xueheng.methods.admission_match.check_columns import Part, columns_of, default_key, ranked, tickets_of
from xueheng.methods.admission_match.check_pairs import Pairs

EXACT = pa.decimal128(38, 12)


@dataclass(frozen=True)
class Compared:
    """The pairs in their order: by what was closed before, by the parts, and by number."""

    parts: tuple[Part, ...]  # of those who stand for their units
    own: tuple[Part, ...]  # of the applicants themselves
    before: Ints  # (pairs) seats given to those who stand before
    closed: Ints  # (pairs) seats given before the turn of this band
    last: Ints  # (groups) the pair of the last admitted, -1 for none
    is_tied: Truths  # (pairs) equal, but for the ticket, to the last within the seats
    size: Ints  # (rows) applicants who move as one
    is_whole: Truths  # (pairs) all of them may enter


def compared(case: Case, pairs: Pairs) -> Compared:
    """The order of all pairs of each group."""
    given, size = _leads(case)
    lead = given[pairs.row]
    student = case.student[pairs.row]
    band, parts = _bands(case, pairs), _parts(case, pairs, lead)
    own = parts if (lead == student).all() else _parts(case, pairs, lead, own=student)
    columns = [*band, *(p.rank for p in parts[:-1])]
    order = np.lexsort((lead, parts[-1].rank, *reversed(columns), pairs.group))
    first = _classes([pairs.group], order)
    is_held = pairs.own[pairs.row] == np.arange(pairs.row.size)
    number, tie = (
        _classes([pairs.group, *columns, parts[-1].rank, lead], order),
        _classes([pairs.group, *columns], order),
    )
    before = _counted(is_held, order, number, first)
    last = np.full(case.seats.size, -1)
    held = order[is_held[order]]
    last[pairs.group[held]] = held
    inside = held[before[held] < (case.seats + case.gained)[pairs.group[held]]]
    edge = np.full(case.seats.size, -1)
    edge[pairs.group[inside]] = tie[inside]
    closed = _counted(is_held, order, _classes([pairs.group, *band], order), first)
    is_tied = tie == edge[pairs.group]
    return Compared(parts, own, before, closed, last, is_tied, size, _whole(pairs, number, size))


def _whole(pairs: Pairs, number: Ints, size: Ints) -> Truths:
    """The pairs of which everybody who moves along may enter the group."""
    return np.asarray(np.bincount(number, weights=pairs.may)[number] >= size[pairs.row])


def _classes(columns: list[Ints], order: Ints) -> Ints:
    """Numbers in the order, equal where all columns are."""
    steps = np.zeros(order.size, bool)
    for column in columns:
        steps[1:] |= np.diff(column[order]) != 0
    found = np.empty(order.size, np.int64)
    found[order] = np.cumsum(steps)
    return found


def _counted(is_held: Truths, order: Ints, class_: Ints, first: Ints) -> Ints:
    """For each pair the held ones of its group that stand in a class before its own."""
    held = np.concatenate(([0], np.cumsum(is_held[order])))
    begins = [np.searchsorted(kind[order], kind) for kind in (class_, first)]
    return np.asarray(held[begins[0]] - held[begins[1]])


def _bands(case: Case, pairs: Pairs) -> list[Ints]:
    """What goes before the key: the band of the choice, or that of the applicant and the choice."""
    number, params = case.number[pairs.row], case.params
    if params.procedure == "application_rejection" and params.band:
        return [number // params.band]
    if params.procedure != "gradient":
        return []
    score = case.people["score_1"].combine_chunks().cast(EXACT)
    under = [pc.less(score, pa.scalar(line, EXACT)) for line in params.gradient_lines]
    band = np.sum([one.to_numpy(zero_copy_only=False) for one in under], axis=0)
    return [band[case.student[pairs.row]], number]


def _leads(case: Case) -> tuple[Ints, Ints]:
    """Of those kept together, who in a batch stands last by the general key, and how many they are."""
    lead, size = case.student.copy(), np.ones(case.student.size, np.int64)
    coded = texts_of(case.people, "together").dictionary_encode().indices
    group = pc.fill_null(coded, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    if case.params.together_fit == "split" or group.max(initial=-1) < 0:
        return lead, size
    standing = np.empty(group.size, np.int64)
    columns = [part.rank for part in columns_of(case, default_key(case))]
    order = np.lexsort((np.arange(group.size), tickets_of(case).rank, *reversed(columns)))
    standing[order] = np.arange(group.size)
    rows = np.flatnonzero(group[case.student] >= 0)
    member = group[case.student[rows]] * (case.offer.max() + 1) + case.offer[rows]
    order = rows[np.lexsort((standing[case.student[rows]], member))]
    starts = np.flatnonzero(np.diff(np.sort(member), prepend=-1))
    many = np.diff(starts, append=order.size)
    lead[order] = np.repeat(case.student[order[starts + many - 1]], many)
    size[order] = np.repeat(many, many)
    return lead, size


def _parts(case: Case, pairs: Pairs, lead: Ints, *, own: Ints | None = None) -> tuple[Part, ...]:
    """All parts that any key compares, of the applicants named, and the ticket of their units."""
    who = lead if own is None else own
    program = case.offers["program"].combine_chunks().take(pa.array(case.offer[pairs.row]))
    tier, place = (_said(case, who, program, *one) for one in (("tiers", "tier"), ("priorities", "rank")))
    named = texts_of(case.groups, "key").to_pylist()
    spelt = [tuple(k.strip() for k in (n or "").replace("、", ",").split(",") if k.strip()) for n in named]
    keys = [one or default_key(case) for one in spelt]
    found = [part for part in (tier, place) if part.text.null_count < len(part.text)]
    for key in dict.fromkeys(keys):
        mine = np.array([one == key for one in keys])[pairs.group] & (place.rank == 0)
        for part in columns_of(case, key) if mine.any() else ():
            text = pc.if_else(pa.array(mine), part.text.take(pa.array(who)), pa.scalar(None, pa.string()))
            found.append(part._replace(rank=np.where(mine, part.rank[who], 0), text=text))
    ticket = tickets_of(case)
    last = ticket._replace(rank=ticket.rank[lead], text=ticket.text.take(pa.array(lead)))
    there = _said(case, lead, program, "tickets", "ticket")
    return (*found, there._replace(sign="<") if there.text.null_count < len(there.text) else last)


def _said(case: Case, lead: Ints, program: pa.Array, table: str, name: str) -> Part:
    """What a table says of an applicant and a program; 0 where it says nothing."""
    nothing = Part(name, "<", np.zeros(lead.size, np.int64), pa.nulls(lead.size, pa.string()))
    rows = case.inputs.get(table)
    if rows is None or "program" not in rows.column_names:
        return nothing
    held = pc.binary_join_element_wise(texts_of(rows, "student"), texts_of(rows, "program"), "\x1f")
    wanted = pc.binary_join_element_wise(case.ids.take(pa.array(lead)), program, "\x1f")
    at = place_in(wanted, held)
    ranks = ranked(rows[name].combine_chunks(), "ascending") + 1
    text = texts_of(rows, name).take(pa.array(at, mask=at < 0))
    return Part(name, "<", np.where(at >= 0, ranks[at] if ranks.size else 0, 0), text)
