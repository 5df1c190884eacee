"""核对所据: the tables of a run as arrays: who is asked about, what is offered, what was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueheng.methods.admission_match.check_groups import gained_by, groups_of, seats_of

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """Rows are reasons; an offer is a program in a batch, and holds groups of seats."""

    params: Any
    inputs: Mapping[str, pa.Table]
    people: pa.Table  # sorted by number
    offers: pa.Table  # program and batch
    groups: pa.Table  # of the offers, the general one that holds the other seats among them
    offer_of: Ints  # (groups)
    seats: Ints  # (groups)
    gained: Ints  # (groups) seats left over elsewhere that may come to it
    reasons: pa.Table
    student: Ints  # (rows)
    offer: Ints  # (rows)
    time: Ints  # (rows) batch and rank as one number
    number: Ints  # (rows) place in the list of the batch, from 0
    place: Ints  # (applicants) group, -1 for none
    place_time: Ints  # (applicants)
    filled: Ints  # (groups)

    @property
    def ids(self) -> pa.Array:
        """The numbers of the applicants."""
        return self.people["id"].combine_chunks()

    @property
    def is_own(self) -> Truths:
        """The rows of the choices at which their applicants stand."""
        return np.asarray((self.place[self.student] >= 0) & (self.place_time[self.student] == self.time))

    @property
    def is_refused(self) -> Truths:
        """The rows of choices above the one at which their applicants stand."""
        return np.asarray((self.place[self.student] < 0) | (self.time < self.place_time[self.student]))

    @property
    def is_open(self) -> Truths:
        """The groups that anybody may enter."""
        named = [self.groups[name].combine_chunks().is_valid() for name in ("origin", "eligible")]
        return ~np.asarray(pc.or_(*named).to_numpy(zero_copy_only=False), bool)

    @property
    def marks(self) -> Ints:
        """The first score of each applicant, in ten-thousandths."""
        return scaled(self.people["score_1"].combine_chunks())

    @property
    def extra(self) -> int:
        """The seats that one program may add."""
        may = self.params.tie_at_cutoff == "admit_all" or self.params.together_fit == "expand"
        return int(self.params.max_extra or 0) if may else 0

    def offer_at(self, program: pa.Array, batch: pa.Array) -> Ints:
        """The offer of each program and batch."""
        return place_in(_pair(program, batch), _pair(self.offers["program"], self.offers["batch"]))

    def group_at(self, offer: Ints, name: pa.Array) -> Ints:
        """The group of that name in each offer, -1 for none."""
        return place_in(_numbered(offer, name), _numbered(self.offer_of, self.groups["name"]))

    def offer_name(self, at: int) -> str:
        """Program and batch."""
        return f"{self.offers['program'][at]} / {self.offers['batch'][at]}"

    def row_name(self, row: int) -> str:
        """Applicant, batch and rank."""
        return " / ".join(str(self.reasons[name][row]) for name in ("student", "batch", "rank"))

    def placed_group(self, row: int) -> str:
        """Program, batch and group where the applicant of a row stands."""
        at = int(self.place[self.student[row]])
        return f"{self.offer_name(int(self.offer_of[at]))} / {self.groups['name'][at]}"


def texts_of(table: pa.Table, name: str) -> pa.Array:
    """A column as plain texts, all null where the table lacks it."""
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    return table[name].combine_chunks().cast(pa.string())


def scaled(values: pa.Array) -> Ints:
    """Exact decimals in ten-thousandths, 0 where there is none."""
    exact = pc.multiply(values.cast(pa.decimal128(28, 12)), pa.scalar(Decimal(10_000)))
    return np.asarray(pc.fill_null(exact.cast(pa.int64(), safe=False), 0).to_numpy(zero_copy_only=False))


def place_in(values: pa.Array, known: pa.Array) -> Ints:
    """The place of each value among the known ones, -1 for none."""
    found = pc.fill_null(pc.index_in(values, value_set=known), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def case_of(inputs: Mapping[str, pa.Table], params: Any, tables: Mapping[str, pa.Table]) -> Case:
    """The case as its tables have it."""
    people, reasons, matches = inputs["students"].sort_by("id"), tables["reasons"], tables["matches"]
    offers = pa.table({n: _batch(inputs["programs"], n) for n in ("program", "batch")})
    groups = groups_of(inputs, offers)
    batches = params.batches or tuple(offers["batch"].unique().to_pylist())
    known, rank = pa.array(batches), reasons["rank"].to_numpy()
    wide = int(rank.max(initial=0)) + 1
    offer = _offers_at(offers, reasons)
    student = place_in(texts_of(reasons, "student"), people["id"].combine_chunks())
    time = place_in(texts_of(reasons, "batch"), known) * wide + rank
    of = _offers_at(offers, groups)
    placed = matches.filter(pc.is_valid(matches["program"]))
    who = place_in(texts_of(placed, "student"), people["id"].combine_chunks())
    at = place_in(
        _numbered(_offers_at(offers, placed), texts_of(placed, "group")), _numbered(of, groups["name"])
    )
    place, place_time = np.full(people.num_rows, -1), np.full(people.num_rows, -1)
    place[who] = at
    place_time[who] = place_in(texts_of(placed, "batch"), known) * wide + placed["rank"].to_numpy()
    filled = np.bincount(at[at >= 0], minlength=groups.num_rows)
    seats = seats_of(groups, of, filled, [batches.index(b) for b in offers["batch"].to_pylist()], params)
    number = _numbers(student, time // wide, rank)
    return Case(
        params, inputs, people, offers, groups, of, seats, gained_by(groups, of, seats - filled, params),
        reasons, student, offer, time, number, place, place_time, filled,
    )  # fmt: skip


def _batch(programs: pa.Table, name: str) -> pa.Array:
    return texts_of(programs, "id") if name == "program" else pc.fill_null(texts_of(programs, "batch"), "1")


def _offers_at(offers: pa.Table, table: pa.Table) -> Ints:
    batch = pc.fill_null(texts_of(table, "batch"), "1")
    return place_in(
        _pair(texts_of(table, "program"), batch),
        _pair(texts_of(offers, "program"), texts_of(offers, "batch")),
    )


def _numbers(student: Ints, batch: Ints, rank: Ints) -> Ints:
    """The place of each row in its list."""
    order = np.lexsort((rank, batch, student))
    one = student[order] * (batch.max(initial=0) + 1) + batch[order]
    starts = np.flatnonzero(np.diff(one, prepend=-1))
    number = np.empty(student.size, np.int64)
    number[order] = np.arange(student.size) - np.repeat(starts, np.diff(starts, append=student.size))
    return number


def _pair(one: pa.Array, other: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(_whole(one), _whole(other), "\x1f")


def _numbered(number: Ints, name: pa.Array) -> pa.Array:
    return _pair(pa.array(number).cast(pa.string()), name)


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
