"""核对准入: each choice that was asked with the groups of its program, and what keeps the applicant out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_match.check_case import Case, Ints, Truths, place_in, texts_of

YES = ("true", "是", "1", "yes", "y", "√", "有")
SCORE = pa.decimal128(38, 12)


@dataclass(frozen=True)
class Pairs:
    """Rows with groups; those of other schools of origin are left out."""

    row: Ints
    group: Ints
    rule: pa.Array  # that keeps out, null for none
    may: Truths
    is_compared: Truths  # the applicant's turn came there
    own: Ints  # (rows) the pair where the applicant stands, -1 for none


def pairs_of(case: Case) -> Pairs:
    """All pairs of the choices that were asked."""
    row, group = _matched(case)
    rule = _rules(case, row, group)
    may = rule.is_null().to_numpy(zero_copy_only=False)
    own, there = np.full(case.student.size, -1), np.flatnonzero(case.is_own[row])
    there = there[(case.place[case.student[row[there]]] == group[there]) & may[there]]
    own[row[there]] = there
    return Pairs(row, group, rule, may, _compared(case, row, group, own), own)


def _matched(case: Case) -> tuple[Ints, Ints]:
    rows = np.flatnonzero(case.is_own | case.is_refused)
    origin = texts_of(case.people, "origin")
    words = pc.unique(case.groups["origin"].combine_chunks().drop_null())
    many = len(words) + 1
    wanted = place_in(case.groups["origin"].combine_chunks(), words) + 1
    rest = _true(case.groups["is_rest"].combine_chunks())
    held = np.where(rest & (case.seats == 0), -1, case.offer_of * many + wanted)
    own = place_in(origin, words)[case.student[rows]] + 1
    offer = case.offer[rows] * many
    parts = [_joined(offer, held), *([_joined(offer + own, held, but=own > 0)] if many > 1 else [])]
    return np.concatenate([rows[a] for a, _ in parts]), np.concatenate([b for _, b in parts])


def _joined(wanted: Ints, held: Ints, *, but: Truths | None = None) -> tuple[Ints, Ints]:
    """Places of equal keys in the one and in the other."""
    order = np.argsort(held, kind="stable")
    start, stop = (np.searchsorted(held[order], wanted, side=side) for side in ("left", "right"))
    many = (stop - start) * (1 if but is None else but)
    at = np.repeat(np.arange(wanted.size), many)
    inside = np.arange(at.size) - np.repeat(np.cumsum(many) - many, many)
    return at, order[start[at] + inside]


def _rules(case: Case, row: Ints, group: Ints) -> pa.Array:
    """The rule that keeps the applicant of each pair out of its group; the floor comes last."""
    student, found = case.student[row], pa.nulls(row.size, pa.string())
    requires = texts_of(case.inputs["programs"], "requires").take(pa.array(case.offer_of))
    for names in (texts_of(case.groups, "eligible"), requires):
        for name in names.drop_null().unique().to_pylist():
            if name in case.people.column_names:
                out = _is_named(names, name)[group] & ~_truth(case, name)[student]
                found = _put(found, out, pa.scalar(name))
    found = _restricted(case, student, group, found)
    floor = case.groups["floor"].combine_chunks()
    if floor.null_count == len(floor):
        return found
    score = case.people["score_1"].combine_chunks().cast(SCORE).take(pa.array(student))
    return _put(found, _true(pc.less(score, floor.take(pa.array(group)))), pa.scalar("floor"))


def _restricted(case: Case, student: Ints, group: Ints, found: pa.Array) -> pa.Array:
    """The rules of the restrictions: of a program, of a group, or of a group wherever it stands."""
    table = case.inputs.get("restrictions")
    if table is None or not table.num_rows:
        return found
    who = place_in(texts_of(table, "student"), case.ids)
    near = np.flatnonzero(np.isin(student, who))
    one, at = pa.array(student[near]).cast(pa.string()), pa.array(group[near])
    program, name = (case.groups[n].combine_chunks().take(at) for n in ("program", "name"))
    blank = pa.nulls(near.size, pa.string())
    keys = [pa.array(who).cast(pa.string()), texts_of(table, "program"), texts_of(table, "group")]
    held = _key(*keys)
    for part in ((program, blank), (program, name), (blank, name), (blank, blank)):
        row = place_in(_key(one, *part), held)
        out = np.zeros(student.size, bool)
        out[near] = row >= 0
        rules = pa.nulls(student.size, pa.string())
        rules = pc.replace_with_mask(
            rules, pa.array(out), texts_of(table, "rule_id").take(pa.array(row[row >= 0]))
        )
        found = pc.coalesce(found, rules)
    return found


def _compared(case: Case, row: Ints, group: Ints, own: Ints) -> Truths:
    """Whether a turn came there: in two phases only for those without a seat, and above the line."""
    if case.params.procedure != "two_phase":
        return np.ones(row.size, bool)
    student = case.student[row]
    mark = case.marks
    least = np.full(case.seats.size, np.iinfo(np.int64).max)
    held = own[own >= 0]
    np.minimum.at(least, group[held], mark[student[held]])
    batch = case.offers["batch"].combine_chunks().dictionary_encode().indices.to_numpy()
    here = (case.place[student] >= 0) & (batch[case.offer_of[case.place[student]]] == batch[case.offer[row]])
    turns = ~here if case.params.phase1 == "final" else np.ones(row.size, bool)
    return np.asarray(turns & (case.is_open[group] | (mark[student] >= least[group])))


def _truth(case: Case, name: str) -> Truths:
    return _true(pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(texts_of(case.people, name))), pa.array(YES)))


def _is_named(names: pa.Array, name: str) -> Truths:
    return _true(pc.equal(names, name))


def _put(found: pa.Array, where: Truths, rule: pa.Scalar) -> pa.Array:
    return pc.coalesce(found, pc.if_else(pa.array(where), rule, pa.scalar(None, pa.string())))


def _true(mask: pa.Array) -> Truths:
    return np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), bool)


def _key(*parts: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*(pc.fill_null(part, "") for part in parts), "\x1f")
