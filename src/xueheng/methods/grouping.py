"""分组: which group each row of a table belongs to, by a column, groups sorted by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Grouping:
    """A level: the group of each row (-1 for none) and the names of the groups, sorted."""

    level: str
    code: IntArray
    names: tuple[str, ...]

    def rows(self) -> Iterator[tuple[str, NDArray[np.intp]]]:
        """Each group with the places of its rows, ascending."""
        order = np.argsort(self.code, kind="stable")
        ends = np.searchsorted(self.code[order], np.arange(len(self.names) + 1))
        for at, name in enumerate(self.names):
            yield name, order[ends[at] : ends[at + 1]]


def grouping_of(level: str, names: pa.Array) -> Grouping:
    """The groups that the texts of a column make; a null is in none."""
    encoded = pc.dictionary_encode(names)
    found = encoded.dictionary.to_pylist()
    order = sorted(range(len(found)), key=found.__getitem__)
    place = np.empty(len(found) + 1, np.int64)
    place[order] = np.arange(len(found))
    place[-1] = -1
    code = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return Grouping(level, place[code], tuple(found[i] for i in order))


def group_names(table: pa.Table, column: str, level: str) -> pa.Array:
    """The names of a level as text; a class is named after its school where there is one."""
    names = table[column].combine_chunks()
    texts = names if pa.types.is_string(names.type) else names.cast(pa.string())
    if level == "class" and "school" in table.column_names:
        return pc.binary_join_element_wise(table["school"].combine_chunks(), texts, "/")
    return texts
