"""考生: applicants in the order of their numbers, with what is compared as scaled integers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueheng.engine.admission.keys import dense, text
from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.methods.admission_match import Params
from xueheng.methods.admission_match.found import Findings, column, index_in
from xueheng.methods.declare import ROW

SCALE = 10_000
WIDE = pa.decimal128(28, 12)
TRUE, FALSE = ("true", "是", "1", "yes", "y", "√", "有"), ("false", "否", "0", "no", "n", "×", "无")


@dataclass(frozen=True)
class People:
    """Applicants sorted by number, so that the order of the file decides nothing."""

    table: pa.Table
    params: Params

    @cached_property
    def ids(self) -> pa.Array:
        """Their numbers."""
        return self.table["id"].combine_chunks()

    @cached_property
    def identity(self) -> IntArray:
        """The place of each in the order of numbers."""
        return np.arange(self.table.num_rows)

    @property
    def known(self) -> str:
        """The columns that a rule may name."""
        return "、".join(n for n in self.table.column_names if n != ROW)

    @cached_property
    def scores(self) -> tuple[str, ...]:
        """The columns score_1, score_2 … in their order."""
        return self._numbered("score_")

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """The columns grade_1, grade_2 … in their order."""
        return self._numbered("grade_")

    @cached_property
    def together(self) -> IntArray:
        """The group in which each is kept together with others, -1 for none."""
        coded = pc.dictionary_encode(column(self.table, "together"))
        found = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        size = np.bincount(found[found >= 0], minlength=len(coded.dictionary))
        return np.where((found >= 0) & (size[found] > 1 if size.size else False), found, -1)

    @cached_property
    def ticket_text(self) -> pa.Array:
        """The ticket of each, those kept together the least of theirs."""
        tickets = column(self.table, "ticket")
        of = np.flatnonzero(self.together >= 0)
        if not of.size or tickets.null_count == len(tickets):
            return tickets
        held = np.array(tickets.to_pylist(), object)
        least: dict[int, str] = {}
        for one in of:
            if held[one] is not None:
                group = int(self.together[one])
                least[group] = min(least.get(group, held[one]), held[one])
        held[of] = [least.get(int(self.together[one])) for one in of]
        return pa.array(held.tolist(), pa.string())

    @cached_property
    def ticket(self) -> IntArray:
        """The order of the tickets, alike where there are none."""
        return text_order(self.ticket_text)

    def number(self, name: str) -> tuple[IntArray, BoolArray]:
        """A column as scaled integers, and where there is a number."""
        return scaled(column(self.table, name))

    def truth(self, name: str) -> NDArray[np.int8]:
        """A true/false column: 1, 0, and -1 where neither is said."""
        held = pc.utf8_lower(pc.utf8_trim_whitespace(column(self.table, name).cast(pa.string())))
        found = np.full(len(held), -1, np.int8)
        for value, words in ((1, TRUE), (0, FALSE)):
            found[pc.is_in(held, value_set=pa.array(words)).to_numpy(zero_copy_only=False)] = value
        return found

    def _numbered(self, head: str) -> tuple[str, ...]:
        names = [n for n in self.table.column_names if re.fullmatch(head + r"\d+", n)]
        return tuple(sorted(names, key=lambda n: int(n.removeprefix(head))))


def people_of(table: pa.Table, tickets: pa.Table | None, params: Params, found: Findings) -> People:
    """The applicants, with tickets of a table of their own where it names no program."""
    table = table.combine_chunks().sort_by("id")
    if tickets is not None:
        _check_tickets(tickets, "ticket", found)
        known = index_in(tickets["student"].combine_chunks(), table["id"].combine_chunks())
        found.at("STUDENT_UNKNOWN", tickets, "student", np.flatnonzero(known < 0))
    if tickets is not None and not has_values(tickets, "program"):
        at = index_in(table["id"].combine_chunks(), tickets["student"].combine_chunks())
        own = tickets["ticket"].combine_chunks().take(pa.array(at, mask=at < 0))
        table = table.drop_columns([n for n in ("ticket",) if n in table.column_names])
        table = table.append_column("ticket", own)
    people = People(table, params)
    _check_numbers(people, found)
    _check_tickets(table, "ticket", found)
    return people


def has_values(table: pa.Table, name: str) -> bool:
    """True for a column in which something is said."""
    return name in table.column_names and table[name].null_count < table.num_rows


def _check_numbers(people: People, found: Findings) -> None:
    """Scores are there and multiples of the step."""
    step = people.params.step or Decimal(1) / SCALE
    for name in people.scores:
        if not has_values(people.table, name):
            continue
        values = column(people.table, name)
        found.at("SCORE_MISSING", people.table, name, pc.indices_nonzero(values.is_null()).to_pylist())
        fine = pc.multiply(values.cast(WIDE), pa.scalar(Decimal(SCALE))).cast(pa.decimal128(38, 12))
        whole = fine.cast(pa.int64(), safe=False)
        is_odd = pc.not_equal(whole.cast(pa.decimal128(38, 12)), fine)
        in_steps = np.asarray(pc.fill_null(whole, 0)) % int(step * SCALE or 1)
        wrong = np.flatnonzero((in_steps != 0) | np.asarray(pc.fill_null(is_odd, False)))
        for one in wrong.tolist():
            near = (Decimal(values[one].as_py()) / step).to_integral_value() * step
            found.at("SCORE_STEP", people.table, name, [one], step=f"{step:f}", repair=f"{near:f}")


def _check_tickets(table: pa.Table, name: str, found: Findings) -> None:
    """Tickets are of one length and of one alphabet."""
    held = column(table, name)
    if held.null_count == len(held):
        return
    length = pc.utf8_length(held)
    usual = pc.mode(length)[0]["mode"]
    is_fit = pc.and_(pc.equal(length, usual), pc.match_substring_regex(held, "^[0-9a-f]+$"))
    found.at(
        "TICKET_LENGTH", table, name, pc.indices_nonzero(pc.invert(pc.fill_null(is_fit, False))).to_pylist()
    )


def scaled(values: pa.Array) -> tuple[IntArray, BoolArray]:
    """Exact decimals (or their texts) as integers of 1/10000, and where there is one."""
    if pa.types.is_string(values.type):
        is_number = pc.match_substring_regex(values, r"^-?\d{1,13}(\.\d{1,4})?$")
        values = pc.if_else(pc.fill_null(is_number, False), values, pa.scalar(None, pa.string()))
    exact = pc.multiply(values.cast(WIDE), pa.scalar(Decimal(SCALE)))
    whole = exact.cast(pa.int64(), safe=False)
    return np.asarray(pc.fill_null(whole, 0)).astype(np.int64), np.asarray(values.is_valid())


def text_order(values: pa.Array) -> IntArray:
    """The order of texts, byte by byte; nulls alike and last."""
    coded = pc.dictionary_encode(values)
    if not len(coded.dictionary):
        return np.zeros(len(values), np.int64)
    words = np.array([w.encode() for w in coded.dictionary.to_pylist()])
    rank = text("", words).values
    at = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    return dense([np.where(at >= 0, rank[at], words.size)])
