"""核对理由: whether each reason is what the tables say: code, rule, own key, cut-off, difference, need."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_match.check_case import Case, Ints, Truths, place_in, scaled, texts_of
from xueheng.methods.admission_match.check_columns import Part
from xueheng.methods.admission_match.check_keys import Compared
from xueheng.methods.admission_match.check_pairs import Pairs

BARRED = ("NOT_ELIGIBLE", "BELOW_FLOOR")
EARLIER = ("application_rejection", "gradient", "two_phase")
SHOWN = 100


def unborne(case: Case, pairs: Pairs, keys: Compared) -> Iterator[str]:
    """A sentence for each reason that the tables do not bear out."""
    code = texts_of(case.reasons, "code")
    has_open = np.bincount(pairs.row[pairs.may], minlength=len(code)) > 0
    is_one = keys.size == 1
    is_barred = pc.is_in(code, pa.array(BARRED)).to_numpy(zero_copy_only=False)
    under = _is(texts_of(case.reasons, "rule_id"), "delta")
    higher = _is(code, "HIGHER_CHOICE_ADMITTED")
    refused = case.is_refused
    wrong = {
        "should be ADMITTED": case.is_own != _is(code, "ADMITTED"),
        "should be HIGHER_CHOICE_ADMITTED": (~case.is_own & ~refused) != higher,
        "may enter no group": refused & is_one & ~has_open & ~is_barred,
        "may enter a group": refused & has_open & is_barred & ~under & is_one,
        "names a rule that does not keep out": refused & is_one & is_barred & ~under & ~_ruled(case, pairs),
        "is not below its floor": _is(code, "BELOW_FLOOR") & _reaches(case),
        "no band was closed": _is(code, "BAND_CLOSED") & is_one & ~_closed(case, pairs, keys),
        "is compared otherwise": ~_borne(case, pairs, keys),
    }
    for said, mask in wrong.items():
        for row in np.flatnonzero(mask)[:SHOWN]:
            yield f"{case.row_name(int(row))}: {said}"


def off_line(case: Case, pairs: Pairs) -> Iterator[str]:
    """两段录取线: a sentence for each quota seat below its line, and for each line that is told otherwise.

    Nothing where the general seats of the first phase cannot be told from others.
    """
    if case.params.procedure != "two_phase" or case.params.phase1 != "final" or case.params.revert:
        return
    own = pairs.own[pairs.own >= 0]
    line = np.full(case.offers.num_rows, np.iinfo(np.int64).min // 2)
    marks, group, first = case.marks, pairs.group[own], own[case.is_open[pairs.group[own]]]
    line[case.offer_of[pairs.group[first]]] = np.iinfo(np.int64).max
    np.minimum.at(line, case.offer_of[pairs.group[first]], marks[case.student[pairs.row[first]]])
    default = pa.scalar(case.params.delta or 0, pa.decimal128(38, 12))
    delta = scaled(pc.fill_null(case.groups["delta"].combine_chunks(), default))
    least = line[case.offer_of] - delta
    under = ~case.is_open[group] & (marks[case.student[pairs.row[own]]] < least[group])
    for row in pairs.row[own[under]][:SHOWN]:
        yield f"{case.row_name(int(row))}: is below the line"
    told = pc.replace_substring_regex(texts_of(case.reasons, "needs"), "^(together: )?score_1>=", "")
    rows = np.flatnonzero(_is(texts_of(case.reasons, "rule_id"), "delta"))
    needs = np.zeros(case.student.size, np.int64)
    needs[rows] = scaled(told.take(pa.array(rows)))
    borne = pairs.row[~case.is_open[pairs.group] & (needs[pairs.row] == least[pairs.group])]
    for row in rows[~np.isin(rows, borne)][:SHOWN]:
        yield f"{case.row_name(int(row))}: names another line"


def _is(column: pa.Array, word: str) -> Truths:
    return np.asarray(pc.fill_null(pc.equal(column, word), False).to_numpy(zero_copy_only=False), bool)


def _ruled(case: Case, pairs: Pairs) -> Truths:
    """The rows of which the rule that is told is one that keeps out, here or by the school of origin."""
    told = texts_of(case.reasons, "rule_id")
    same = pc.fill_null(pc.equal(pairs.rule, told.take(pa.array(pairs.row))), False)
    found = np.bincount(pairs.row[same.to_numpy(zero_copy_only=False)], minlength=len(told)) > 0
    has_origin = case.groups["origin"].combine_chunks().is_valid().to_numpy(zero_copy_only=False)
    many = np.bincount(case.offer_of[has_origin], minlength=case.offers.num_rows)[case.offer]
    inside = np.bincount(pairs.row[has_origin[pairs.group]], minlength=len(told))
    return np.asarray(found | (_is(told, "origin") & (many > inside)))


def _reaches(case: Case) -> Truths:
    """The rows whose own score is not below what is needed, or is below what only the others miss."""
    own, needs = (
        pc.replace_substring_regex(texts_of(case.reasons, name), r"^(together: )?score_1>?=", "")
        for name in ("own_key", "needs")
    )
    exact = r"^-?\d+(\.\d+)?$"
    is_read = pc.and_(pc.match_substring_regex(own, exact), pc.match_substring_regex(needs, exact))
    none = pa.scalar(None, pa.string())
    one, other = (pc.if_else(is_read, v, none).cast(pa.decimal128(38, 12)) for v in (own, needs))
    is_shared = pc.fill_null(pc.starts_with(texts_of(case.reasons, "needs"), "together: "), False)
    wrong = pc.fill_null(pc.xor(pc.greater_equal(one, other), is_shared), True)
    return np.asarray(wrong.to_numpy(zero_copy_only=False), bool)


def _closed(case: Case, pairs: Pairs, keys: Compared) -> Truths:
    """The rows of which every group had given its seats before the turn of their band."""
    if case.params.procedure not in EARLIER:
        return np.zeros(case.student.size, bool)
    if case.params.procedure == "two_phase":
        return np.ones(case.student.size, bool)
    still = pairs.may & (keys.closed < case.seats[pairs.group])
    return np.asarray(np.bincount(pairs.row[still], minlength=case.student.size) == 0)


def _borne(case: Case, pairs: Pairs, keys: Compared) -> Truths:
    """The rows whose keys, first difference and need are those of the applicant and of the last admitted."""
    cutoff = texts_of(case.reasons, "cutoff_key")
    told = cutoff.is_valid().to_numpy(zero_copy_only=False)
    chosen = np.flatnonzero(pairs.may & told[pairs.row] & case.is_refused[pairs.row])
    other = _others(case, pairs, keys, chosen, cutoff)
    chosen, other = chosen[other >= 0], other[other >= 0]
    differs, needs = _told(keys, chosen, other)
    same = np.ones(chosen.size, bool)
    row = pa.array(pairs.row[chosen])
    for name, made in (("own_key", _text(keys.own, chosen)), ("differs", differs), ("needs", needs)):
        given = texts_of(case.reasons, name).take(row)
        alike = pc.equal(pc.fill_null(given, ""), pc.fill_null(made, ""))
        same &= alike.to_numpy(zero_copy_only=False)
    found = np.bincount(pairs.row[chosen[same]], minlength=told.size) > 0
    return np.asarray(found | ~told)


def _others(case: Case, pairs: Pairs, keys: Compared, chosen: Ints, cutoff: pa.Array) -> Ints:
    """For each chosen pair the admitted one whose key is told: the last of the group where that is sure."""
    group, told = pairs.group[chosen], cutoff.take(pa.array(pairs.row[chosen]))
    of_one_turn = case.params.procedure in EARLIER and keys.size.max(initial=1) > 1  # more came later
    if case.params.procedure == "two_phase" or case.params.revert or of_one_turn:
        held = np.flatnonzero(pairs.own[pairs.row] == np.arange(pairs.row.size))
        offer = case.offer_of[pairs.group[held]]
        known = _numbered(offer, _text(keys.parts, held))
        at = place_in(_numbered(case.offer_of[group], told), known)
        return np.where(at >= 0, held[at] if held.size else -1, -1)
    other = keys.last[group]
    alike = pc.equal(_text(keys.parts, np.maximum(other, 0)), told).to_numpy(zero_copy_only=False)
    return np.where(alike, other, -1)


def _told(keys: Compared, one: Ints, other: Ints) -> tuple[pa.Array, pa.Array]:
    """First difference and need: the own, or of those together where the own key was not what was missing."""
    differs, needs, _ = _difference(keys.parts, keys, one, other)
    if keys.own is keys.parts:
        return differs, needs
    own_differs, own_needs, is_behind = _difference(keys.own, keys, one, other)
    behind, shared = pa.array(is_behind), pc.binary_join_element_wise("together: ", needs, "")
    return pc.if_else(behind, own_differs, differs), pc.if_else(behind, own_needs, shared)


def _difference(
    mine: tuple[Part, ...], keys: Compared, one: Ints, other: Ints
) -> tuple[pa.Array, pa.Array, Truths]:
    """The first part in which they differ, what would have been enough, and who stands behind."""
    differs = pa.array(["id"] * one.size, pa.string())
    needs, order = pa.nulls(one.size, pa.string()), np.zeros(one.size, np.int64)
    for part, held in reversed(list(zip(mine, keys.parts, strict=True))):
        step = np.sign(part.rank[one] - held.rank[other])
        sign = pc.if_else(pa.array(order < 0), f"{part.sign}=", part.sign)
        enough = pc.binary_join_element_wise(part.name, sign, _taken(held.text, other), "")
        differs = pc.if_else(pa.array(step != 0), part.name, differs)
        needs = pc.if_else(pa.array(step != 0), enough, needs)
        order = np.where(step != 0, step, order)
    return differs, needs, order >= 0


def _text(parts: tuple[Part, ...], at: Ints) -> pa.Array:
    """The whole keys of these pairs."""
    said = [pc.binary_join_element_wise(p.name, _taken(p.text, at), "=") for p in parts]
    return pc.binary_join_element_wise(*said, "; ", null_handling="skip")


def _taken(texts: pa.Array, at: Ints) -> pa.Array:
    return texts.take(pa.array(at))


def _numbered(number: Ints, text: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(pa.array(number).cast(pa.string()), text, "\x1f")
