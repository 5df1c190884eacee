"""核对所比: each column that a key compares, as ranks and as texts, for every applicant."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_match.check_case import Case, Ints, place_in, texts_of

EXACT = pa.decimal128(38, 12)
HIGHER = ("score", "points")


class Part(NamedTuple):
    """A part of the keys, for each pair: lower rank first; no text where the pair has no such part."""

    name: str
    sign: str
    rank: Ints
    text: pa.Array


def default_key(case: Case) -> tuple[str, ...]:
    """What is compared where a group names nothing of its own."""
    if case.params.key:
        return tuple(case.params.key)
    held = [n for n in case.people.column_names if case.people[n].null_count < case.people.num_rows]
    scores = sorted((n for n in held if n.startswith("score_")), key=lambda n: int(n[6:]))
    has_grades = any(n.startswith("grade_") for n in held)
    first = [n for n in ("tier", "points") if n in held]
    return (*first, *(scores or (["grades"] if has_grades else [])))


def columns_of(case: Case, names: tuple[str, ...]) -> list[Part]:
    """The parts of a key, for each applicant."""
    return [_grades(case, n) if n.startswith("grade") else _number(case, n) for n in names]


def _number(case: Case, name: str) -> Part:
    higher = any(name.startswith(w) or name.endswith(f"_{w}") for w in HIGHER)
    values = case.people[name].combine_chunks().cast(EXACT)
    coded = values.dictionary_encode()
    words = [_plain(f"{v:f}") for v in coded.dictionary.to_pylist()]
    rank = ranked(values, "descending" if higher else "ascending")
    return Part(name, ">" if higher else "<", rank, pa.array(words, pa.string()).take(coded.indices))


def _plain(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grades(case: Case, name: str) -> Part:
    """等第: the best first, one grade after another."""
    best = list(case.params.grade_order)
    all_ = [n for n in case.people.column_names if n.startswith("grade_")] if name == "grades" else [name]
    held = np.sort([place_in(texts_of(case.people, n), pa.array(best)) for n in all_], axis=0)
    kinds, rank = np.unique(held, axis=1, return_inverse=True)
    words = ["".join(best[one] for one in column) for column in kinds.T.tolist()]
    return Part(name, "<", rank.astype(np.int64), pa.array(words).take(pa.array(rank)))


def tickets_of(case: Case) -> Part:
    """The ticket of each applicant, those kept together the least of theirs."""
    rows, text = case.inputs.get("tickets"), texts_of(case.people, "ticket")
    if rows is not None and texts_of(rows, "program").null_count == rows.num_rows:
        at = place_in(case.ids, texts_of(rows, "student"))
        text = texts_of(rows, "ticket").take(pa.array(at, mask=at < 0))
    rank = ranked(text, "ascending")
    group = texts_of(case.people, "together")
    if group.null_count < len(group):
        own = pc.coalesce(group, pc.binary_join_element_wise("\x1f", case.ids, ""))
        coded = own.dictionary_encode().indices.to_numpy()
        by_rank = np.lexsort((rank, coded))
        starts = np.flatnonzero(np.diff(coded[by_rank], prepend=-1))
        least = by_rank[starts][coded]
        rank, text = rank[least], text.take(pa.array(least))
    return Part("ticket", "<", rank, text)


def ranked(values: pa.Array, way: str) -> Ints:
    """Equal values alike, blanks last."""
    return np.asarray(pc.rank(values, sort_keys=way, tiebreaker="dense").to_numpy(), np.int64)
