"""名单: the rows of a roll, the units that are drawn, and the fingerprint of all that a row says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from xueheng.engine.lottery.digests import Algorithm, digest_of, of_lines


@dataclass(frozen=True)
class Entry:
    """名单一行: its number on the listing, who it is, with whom kept together, and the seats needed."""

    number: int
    id: str
    together: str | None
    size: int

    @property
    def unit(self) -> str:
        """What the ticket is drawn for."""
        return self.together or self.id


def entries_of(roll: pa.Table, *, is_numbered: bool) -> list[Entry]:
    """The rows as they stand where numbers are drawn, else in the order of the bytes of their ids."""
    n = roll.num_rows
    groups = roll["together"].to_pylist() if "together" in roll.column_names else [None] * n
    sizes = roll["size"].to_pylist() if "size" in roll.column_names else [None] * n
    rows = list(zip(roll["id"].to_pylist(), groups, sizes, strict=True))
    if not is_numbered:
        rows.sort(key=lambda row: row[0].encode())
    return [Entry(at, one, group, size or 1) for at, (one, group, size) in enumerate(rows, 1)]


def units_of(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Units in the order of the listing, the members of each by the bytes of their ids."""
    units: dict[str, list[Entry]] = {}
    for entry in entries:
        units.setdefault(entry.unit, []).append(entry)
    return {name: sorted(held, key=lambda one: one.id.encode()) for name, held in units.items()}


def listing_hash(entries: Iterable[Entry], algorithm: Algorithm) -> str:
    """名单全文指纹: of number, id, group and seats of every row, so that nobody is regrouped unseen."""
    lines = (f"{one.number}\t{one.id}\t{one.together or ''}\t{one.size}" for one in entries)
    return of_lines(digest_of(algorithm), lines)
