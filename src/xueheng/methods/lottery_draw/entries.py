"""名单: the rows of a roll by column, the units drawn, and the fingerprint of all that a row says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueheng.engine.lottery.digests import Algorithm, digest_of, of_lines

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Listing:
    """名单: rows in the order of their numbers, from 1; and what tickets are drawn for."""

    ids: pa.Array
    together: pa.Array
    size: IntArray
    unit: IntArray  # of each row
    names: list[str]  # of the units, in the order of the listing

    @property
    def is_single(self) -> bool:
        """True when every unit is one person who needs one seat."""
        return len(self.names) == self.size.size and bool((self.size == 1).all())

    def in_order(self, units: list[int]) -> IntArray:
        """Rows, those of the first unit first, the members of each by the bytes of their ids."""
        rank = np.empty(len(units), np.int64)
        rank[units] = np.arange(len(units))
        by_id: IntArray = pc.sort_indices(self.ids).to_numpy().astype(np.int64)
        return by_id[np.argsort(rank[self.unit[by_id]], kind="stable")]


def listing_of(roll: pa.Table, *, is_numbered: bool) -> Listing:
    """The rows as they stand where numbers are drawn, else in the order of the bytes of their ids."""
    rows = roll if is_numbered else roll.sort_by("id")
    empty = {"together": pa.nulls(rows.num_rows, pa.string()), "size": pa.nulls(rows.num_rows, pa.int64())}
    held = {name: rows[name] if name in rows.column_names else empty[name] for name in empty}
    ids, together = (_whole(column) for column in (rows["id"], held["together"]))
    coded = pc.coalesce(together, ids).dictionary_encode()
    size = _whole(pc.fill_null(held["size"], 1)).to_numpy().astype(np.int64)
    unit = coded.indices.to_numpy().astype(np.int64)
    return Listing(ids, together, size, unit, coded.dictionary.to_pylist())


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def listing_hash(listing: Listing, algorithm: Algorithm) -> str:
    """名单全文指纹: of number, id, group and seats of every row, so that nobody is regrouped unseen."""
    cells = (listing.ids.to_pylist(), listing.together.to_pylist(), listing.size.tolist())
    rows = enumerate(zip(*cells, strict=True), 1)
    lines = (f"{number}\t{one}\t{group or ''}\t{size}" for number, (one, group, size) in rows)
    return of_lines(digest_of(algorithm), lines)
