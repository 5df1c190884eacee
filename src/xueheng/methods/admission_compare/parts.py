"""人群: the groups in which gains and losses are counted: school of origin, sex and other columns, seats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.methods.admission_compare import Params
from xueheng.methods.admission_compare.places import Places
from xueheng.methods.admission_compare.settings import ALL, ORIGIN, PACKAGE, SEATS
from xueheng.methods.admission_match.found import column
from xueheng.methods.declare import ROW
from xueheng.tables.issues import Refused, finding

COMPARED = re.compile(rf"id|ticket|together|points|{ROW}|(score|grade)_\d+")
LEVELS = 20  # a column with more different values, or with one for each pupil, is no grouping


@dataclass(frozen=True)
class Part:
    """Applicants in groups of one kind; those of no group come last."""

    by: str
    values: pa.Array

    @cached_property
    def _coded(self) -> tuple[list[str | None], IntArray]:
        coded = pc.dictionary_encode(self.values.cast(pa.string()), null_encoding="encode")
        return coded.dictionary.to_pylist(), np.asarray(coded.indices)

    @property
    def groups(self) -> list[str | None]:
        """The names of the groups."""
        return self._coded[0]

    @property
    def size(self) -> IntArray:
        """The applicants of each."""
        return self.count(np.ones(len(self.values), bool))

    def count(self, who: BoolArray) -> IntArray:
        """How many of these are in each group."""
        names, at = self._coded
        return np.bincount(at[who], minlength=len(names))


def parts_of(students: pa.Table, base: Places, params: Params) -> list[Part]:
    """Everybody, then by origin, by the named columns or all that group pupils, and by seats held."""
    table = students.combine_chunks().sort_by("id")
    if missing := [name for name in params.by if name not in table.column_names]:
        known = "、".join(n for n in table.column_names if n != ROW)
        said: dict[str, Any] = {"value": "、".join(missing), "known": known}
        raise Refused([finding("BY_UNKNOWN", "error", package=PACKAGE, **said)])
    names = params.by or tuple(_grouping(table))
    everybody = Part(ALL, pa.repeat(pa.scalar(ALL), table.num_rows))
    seats = Part(SEATS, base.matches["group"].combine_chunks())
    return [everybody, *(Part(name, column(table, name)) for name in names), seats]


def _grouping(table: pa.Table) -> Iterator[str]:
    """The columns that part the applicants into a few groups; a name or an address does not."""
    for name in table.column_names:
        if COMPARED.fullmatch(name) or table[name].null_count == table.num_rows:
            continue
        levels = pc.count_distinct(table[name]).as_py()
        if name == ORIGIN or levels <= min(LEVELS, max(2, table.num_rows - 1)):
            yield name
