"""独立核对: whether an outcome keeps the rules, from the tables alone; shares no code with the mechanisms.

It looks for two seats of one applicant, groups above their seats, applicants who may not be where they are,
applicants for whom a seat was there when their turn came, and reasons that the tables do not bear out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_match.check_case import Case, Ints, case_of, place_in, texts_of
from xueheng.methods.admission_match.check_keys import Compared, compared
from xueheng.methods.admission_match.check_pairs import Pairs, pairs_of
from xueheng.methods.admission_match.check_reasons import off_line, unborne

MOST = 100
EXCUSES = "WISH_UNMET"  # the remark that names those whose wish no stable outcome can meet
ONCE = ("student", "batch", "rank", "program")


def check(
    inputs: Mapping[str, pa.Table],
    params: Any,
    tables: Mapping[str, pa.Table],
    *,
    excused: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """What does not hold, at most a hundred sentences; nothing when all holds.

    `excused` are applicants who are told that no stable outcome can meet their wish.
    """
    first = [*_one_reason_each(inputs["choices"], tables["reasons"])]
    if first:
        return tuple(first)
    case = case_of(inputs, params, tables)
    pairs = pairs_of(case)
    keys = compared(case, pairs)
    found = [*_seats(case, tables), *_blocking(case, pairs, keys, excused), *unborne(case, pairs, keys)]
    found += off_line(case, pairs)
    return tuple(found[:MOST])


def _one_reason_each(choices: pa.Table, reasons: pa.Table) -> Iterator[str]:
    """Every choice has one reason, and every reason is of a choice."""
    held = [_sorted(table) for table in (choices, reasons)]
    if not held[0].equals(held[1]):
        yield f"reasons: {choices.num_rows} choices, {reasons.num_rows} reasons, not the same"


def _sorted(table: pa.Table) -> pa.Table:
    columns = {name: texts_of(table, name) for name in ONCE if name != "rank"}
    columns["batch"] = pc.fill_null(columns["batch"], "1")
    columns["rank"] = table["rank"].combine_chunks()
    return pa.table(columns).sort_by([(name, "ascending") for name in ONCE])


def _seats(case: Case, tables: Mapping[str, pa.Table]) -> Iterator[str]:
    """One row each; no group above its seats but by what was declared; and the numbers that are told."""
    matches = tables["matches"]["student"].combine_chunks()
    if len(matches) != len(case.ids) or len(matches.unique()) != len(matches):
        yield "matches: not one row for each applicant"
    over = np.maximum(case.filled - case.seats - case.gained, 0)
    for at in np.flatnonzero(np.bincount(case.offer_of, weights=over) > case.extra):
        yield f"{case.offer_name(int(at))}: more admitted than there are seats"
    yield from _told_seats(case, tables["programs"], by_group=False)
    if not case.params.revert:
        yield from _told_seats(case, tables["groups"], by_group=True)


def _told_seats(case: Case, told: pa.Table, *, by_group: bool) -> Iterator[str]:
    """The numbers of admitted in a table are those of the matches."""
    offer = case.offer_at(texts_of(told, "program"), texts_of(told, "batch"))
    at = case.group_at(offer, texts_of(told, "group")) if by_group else offer
    filled = case.filled if by_group else np.bincount(case.offer_of, weights=case.filled)
    given = np.bincount(at, weights=told["filled"].to_numpy(), minlength=filled.size)
    for wrong in np.flatnonzero(given != filled):
        name = case.offer_name(int(case.offer_of[wrong] if by_group else wrong))
        yield f"{name}: {int(given[wrong])} told as admitted, {int(filled[wrong])} are"


def _blocking(case: Case, pairs: Pairs, keys: Compared, excused: frozenset[str]) -> Iterator[str]:
    """Nobody is where he may not be, and whoever was refused found no seat when his turn came."""
    for row in np.flatnonzero(case.is_own & (pairs.own < 0)):
        yield f"{case.row_name(int(row))}: may not enter {case.placed_group(int(row))}"
    free = _free(case, pairs, keys)
    rows = np.unique(pairs.row[free])
    rows = rows[~np.isin(case.student[rows], place_in(pa.array(sorted(excused), pa.string()), case.ids))]
    for row in rows:
        yield f"{case.row_name(int(row))}: a seat was free or given to one who stands behind"


def _free(case: Case, pairs: Pairs, keys: Compared) -> Ints:
    """The refused pairs that would have found their seats."""
    size, group = keys.size[pairs.row], pairs.group
    seats = case.seats[group] + np.where(size == 1, case.gained[group], 0)
    is_refused = pairs.may & case.is_refused[pairs.row] & pairs.is_compared & keys.is_whole
    left = seats - keys.before
    over = np.bincount(case.offer_of, weights=np.maximum(case.filled - case.seats - case.gained, 0))
    spare = (case.extra - over)[case.offer_of[group]]
    found = left >= size
    if case.params.together_fit == "expand":
        found |= (left > 0) & (size - left <= spare)
    if case.params.tie_at_cutoff == "admit_all":
        found |= (left <= 0) & keys.is_tied & (size <= spare) & (seats > 0)
    return np.flatnonzero(is_refused & found)
