"""逐志愿理由: code, rule, own key, cut-off key, first difference and what would have been enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.course import (
    ADMITTED,
    BELOW,
    CLOSED,
    HIGHER,
    NO_ROOM,
    NO_RUNG,
    NOT_ASKED,
    UNDER_LINE,
)
from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.engine.admission.reasons import Reasons, reasons
from xueheng.methods.admission_match.batch import Batch
from xueheng.methods.admission_match.entry import FLOOR
from xueheng.methods.admission_match.keys_of import number_text
from xueheng.methods.admission_match.lines import least_of, mark_of, passed_by, without_line
from xueheng.methods.admission_match.texts import difference, shown

CODES = (
    "ADMITTED",
    "HIGHER_CHOICE_ADMITTED",
    "BELOW_CUTOFF",
    "BELOW_FLOOR",
    "NOT_ELIGIBLE",
    "FULL_AT_YOUR_TURN",
    "BAND_CLOSED",
    "TOGETHER_DOES_NOT_FIT",
)
CODE = {name: at for at, name in enumerate(CODES)}
TURNS = ("serial_dictatorship",)
PHASE1 = "phase1"  # the rule that keeps one from a seat of a later phase
LOST = ("BELOW_CUTOFF", "FULL_AT_YOUR_TURN")


@dataclass(frozen=True)
class Told:
    """The reasons of all choices of the units of a batch."""

    code: IntArray  # (unit choices) place in CODES
    rule_id: pa.Array
    own: pa.Array
    cutoff: pa.Array
    differs: pa.Array
    needs: pa.Array
    compared: IntArray  # (2, unit choices) the rung compared and that of the last admitted, -1 for none
    under: IntArray  # the unit choices below a line
    least: IntArray  # (under) the mark that is let in
    barred: Mapping[
        int, tuple[int, int, int]
    ]  # unit choice to applicant, group and why, where one is told for all


def told(batch: Batch) -> Told:
    """One reason for each choice of each unit."""
    found = without_line(batch, _without_room(batch, reasons(batch.course)))
    code = _codes(batch, found)
    texts = _Texts(code.size)
    compared = _compared(batch, found, texts)
    barred = _barred(batch, found, code, texts)
    passed = passed_by(batch, found)
    texts.put(0, passed, pa.array([PHASE1] * passed.size, pa.string()))
    under, least = _under_line(batch, found, texts)
    rule, own, cutoff, differs, needs = (texts.column(at) for at in range(5))
    return Told(code, rule, own, cutoff, differs, needs, compared, under, least, barred)


def coded(at: IntArray, texts: pa.Array) -> pa.DictionaryArray:
    """A column held as places in a list of texts, null where the place is below 0."""
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32), mask=at < 0), texts)


class _Texts:
    """Five columns of texts that few choices have."""

    def __init__(self, n: int) -> None:
        self.at = np.full((5, n), -1, np.int32)
        self.held: list[list[pa.Array]] = [[pa.array([], pa.string())] for _ in range(5)]

    def put(self, column: int, where: IntArray, texts: pa.Array) -> None:
        """These choices have these texts."""
        begun = sum(len(part) for part in self.held[column])
        self.at[column, where] = begun + np.arange(where.size)
        self.held[column].append(texts)

    def column(self, column: int) -> pa.DictionaryArray:
        """The whole column, null where nothing was put."""
        return coded(self.at[column], pa.concat_arrays(self.held[column]))


def _codes(batch: Batch, found: Reasons) -> IntArray:
    is_serial = batch.world.entry.people.params.procedure in TURNS
    full = CODE["FULL_AT_YOUR_TURN" if is_serial else "BELOW_CUTOFF"]
    places = {
        ADMITTED: CODE["ADMITTED"],
        HIGHER: CODE["HIGHER_CHOICE_ADMITTED"],
        BELOW: full,
        NO_ROOM: full,
        CLOSED: CODE["FULL_AT_YOUR_TURN" if is_serial else "BAND_CLOSED"],
        UNDER_LINE: CODE["BELOW_FLOOR"],
        NO_RUNG: CODE["NOT_ELIGIBLE"],
        NOT_ASKED: CODE["BAND_CLOSED"],
    }
    table = np.array([places[at] for at in range(8)])
    code = table[found.code]
    if batch.course.rounds == 1 and not is_serial:
        code[found.code == CLOSED] = CODE["BELOW_CUTOFF"]  # the program has no seats at all
    together = (batch.world.market.size > 1) | _is_wished(batch)
    code[(found.code == NO_ROOM) & together[_units(batch)]] = CODE["TOGETHER_DOES_NOT_FIT"]
    return code


def _without_room(batch: Batch, found: Reasons) -> Reasons:
    """Where a seat is free, only pupils kept together keep out a unit whose wish is unmet."""
    below = np.flatnonzero((found.code == BELOW) & _is_wished(batch)[_units(batch)])
    free = below[batch.course.seats[batch.world.market.ladders.group[found.rung[below]]] > 0]
    found.code[free] = NO_ROOM
    return found


def _is_wished(batch: Batch) -> BoolArray:
    is_wished = np.zeros(batch.world.market.size.size, bool)
    is_wished[list(batch.course.wished)] = True
    return is_wished


def _units(batch: Batch) -> IntArray:
    first = batch.world.lists.first
    return np.repeat(np.arange(first.size - 1), np.diff(first))


def _compared(batch: Batch, found: Reasons, texts: _Texts) -> IntArray:
    """Own key and cut-off key of those who were compared and lost, and of those admitted their own.

    The rungs compared, and those of the last admitted, -1 for none.
    """
    own = np.flatnonzero((found.rung >= 0) & ((found.code == ADMITTED) | (found.code == BELOW)))
    texts.put(1, own, shown(batch, found.rung[own]).text)
    lost = np.flatnonzero((found.code == BELOW) & (found.last >= 0))
    rung, other = found.rung[lost], batch.course.rung[found.last[lost]]
    mine, theirs = shown(batch, rung), shown(batch, other)
    texts.put(2, lost, theirs.text)
    differs, needs, _ = difference(mine, theirs)
    texts.put(3, lost, differs)
    texts.put(4, lost, needs)
    held = np.full((2, found.rung.size), -1)
    held[0, own], held[1, lost] = found.rung[own], other
    return held


def _barred(batch: Batch, found: Reasons, code: IntArray, texts: _Texts) -> dict[int, tuple[int, int, int]]:
    """The rule that came nearest to letting in those who may enter no group of a program.

    Of those kept together: whose it is, in which group.
    """
    choice, group, why, whom = batch.world.barred
    none = found.code[choice] == NO_RUNG
    order = np.lexsort((-why, choice))
    order = order[none[order]]
    _, at = np.unique(choice[order], return_index=True)
    chosen = order[at]
    code[choice[chosen][why[chosen] == FLOOR]] = CODE["BELOW_FLOOR"]
    triples = list(zip(whom[chosen].tolist(), group[chosen].tolist(), why[chosen].tolist(), strict=True))
    said = [batch.world.entry.said(*one) for one in triples]
    for column, place in ((0, 0), (1, 1), (4, 2)):
        texts.put(column, choice[chosen], pa.array([one[place] for one in said], pa.string()))
    together = batch.world.market.size[_units(batch)[choice[chosen]]] > 1
    return {int(choice[chosen[at]]): triples[at] for at in np.flatnonzero(together)}


def _under_line(batch: Batch, found: Reasons, texts: _Texts) -> tuple[IntArray, IntArray]:
    """Those below the general line by more than the delta, and the least mark that is let in."""
    under = np.flatnonzero(found.code == UNDER_LINE)
    if not under.size:
        return under, under
    rung = found.rung[under]
    least, people = least_of(batch, rung), batch.world.entry.people
    mark = number_text(mark_of(batch, rung))
    texts.put(0, under, pa.array(["delta"] * under.size))
    texts.put(1, under, pc.binary_join_element_wise(f"{people.scores[0]}=", mark, ""))
    texts.put(4, under, pc.binary_join_element_wise(f"{people.scores[0]}>=", number_text(least), ""))
    return under, least
