"""各人自己的: what is told to each of those kept together: the own values, and whose were not enough."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.methods.admission_match.batch import Batch
from xueheng.methods.admission_match.keys_of import number_text
from xueheng.methods.admission_match.texts import difference, shown
from xueheng.methods.admission_match.told import Told

Columns = dict[str, pa.DictionaryArray]
SHARED = "together: "  # before a need that those kept together miss, but not this one alone


def apart(batch: Batch, said: Told, at: IntArray, columns: Columns) -> Columns:
    """The columns with the own key, difference and need of everybody whose unit another stands for.

    `at` holds the unit's choice of each row; a need that only another of the unit misses is told as theirs
    together.
    """
    lists = batch.world.lists
    if lists.size.max(initial=1) == 1:
        return columns
    many = np.flatnonzero(at >= 0)
    lead = lists.lead[lists.unit_of[lists.student[many]]]
    rows = many[lists.student[many] != lead]
    for one in (_compared, _under_line):
        columns = one(batch, said, (rows, at[rows]), columns) if rows.size else columns
    return _barred(batch, said, at, columns) if said.barred else columns


def _compared(batch: Batch, said: Told, where: tuple[IntArray, IntArray], columns: Columns) -> Columns:
    """The own key of those compared, and where the own difference lies."""
    rows, at = (held[said.compared[0, where[1]] >= 0] for held in where)
    student = batch.world.lists.student[rows]
    mine = shown(batch, said.compared[0, at], student=student)
    columns = _with(columns, "own_key", rows, mine.text)
    lost = np.flatnonzero(said.compared[1, at] >= 0)
    mine = shown(batch, said.compared[0, at[lost]], student=student[lost])
    differs, needs, is_below = difference(mine, shown(batch, said.compared[1, at[lost]]))
    columns = _with(columns, "differs", rows[lost[is_below]], differs.filter(pa.array(is_below)))
    return _needing(columns, rows[lost], needs, is_below)


def _under_line(batch: Batch, said: Told, where: tuple[IntArray, IntArray], columns: Columns) -> Columns:
    """The own mark of those whose unit is below a line."""
    rows, at = (held[np.isin(where[1], said.under)] for held in where)
    people = batch.world.entry.people
    if not rows.size:
        return columns
    mark = people.number(people.scores[0])[0][batch.world.lists.student[rows]]
    own = pc.binary_join_element_wise(f"{people.scores[0]}=", number_text(mark), "")
    needs = said.needs.take(pa.array(at)).dictionary_decode()
    is_below = mark < said.least[np.searchsorted(said.under, at)]
    return _needing(_with(columns, "own_key", rows, own), rows, needs, is_below)


def _needing(columns: Columns, rows: IntArray, needs: pa.Array, is_own: BoolArray) -> Columns:
    """The need of each; what another of the unit alone misses is said of those kept together."""
    whole = columns["needs"].take(pa.array(rows)).cast(pa.string())
    shared = pc.binary_join_element_wise(SHARED, whole, "")
    return _with(columns, "needs", rows, pc.if_else(pa.array(is_own), needs, shared))


def _barred(batch: Batch, said: Told, at: IntArray, columns: Columns) -> Columns:
    """The own value under a rule that another of the unit does not meet, and whose it is."""
    entry, lists = batch.world.entry, batch.world.lists
    rows = np.flatnonzero(np.isin(at, list(said.barred))).tolist()
    rows = [r for r in rows if said.barred[int(at[r])][0] != lists.student[r]]
    own, needs = [], []
    for row in rows:
        whom, group, why = said.barred[int(at[row])]
        student = int(lists.student[row])
        misses = int(entry.why(np.array([student]), np.array([group]))[0]) == why
        held = entry.said(student if misses else whom, group, why)
        own.append(held[1] if misses else entry.own(student, group, why))
        needs.append(held[2] if misses else f"{SHARED}{held[2]}")
    where = np.array(rows, np.int64)
    columns = _with(columns, "own_key", where, pa.array(own, pa.string()))
    return _with(columns, "needs", where, pa.array(needs, pa.string()))


def _with(columns: Columns, name: str, rows: IntArray, texts: pa.Array) -> Columns:
    """The columns with these texts in these rows of one."""
    held = columns[name]
    at = pc.fill_null(held.indices, -1).to_numpy(zero_copy_only=False).copy()
    at[rows] = len(held.dictionary) + np.arange(rows.size)
    words = pa.concat_arrays([held.dictionary.cast(pa.string()), texts.cast(pa.string())])
    return columns | {name: pa.DictionaryArray.from_arrays(pa.array(at, mask=at < 0), words)}
