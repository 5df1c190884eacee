"""比较: what a new version of a table adds, changes, keeps and lacks against the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SHOWN = 100  # rows of each kind that are told by name
NOTHING = "\0"
Key = tuple[object, ...]
PASSED = ("number", "person")  # a serial number says nothing, and who a row is stands in its key


@dataclass(frozen=True)
class Difference:
    """差异: counts, and the first rows of each kind with what changed in them."""

    added: int = 0
    changed: int = 0
    same: int = 0
    missing: int = 0
    rows: tuple[dict[str, Any], ...] = field(default=())  # {kind, key, name, changes}

    @property
    def counts(self) -> dict[str, int]:
        """The counts alone."""
        return {"added": self.added, "changed": self.changed, "same": self.same, "missing": self.missing}


def difference(new: pa.Table, old: pa.Table | None, *, key: Sequence[Sequence[str]]) -> Difference:
    """差异 by the first group of key columns that a row fills; without a key a row is its cells."""
    if old is None:
        return Difference(added=new.num_rows)
    here, there = _index(new, key), _index(old, key)
    both = [k for k in here if k in there]
    left, right = new.take([here[k] for k in both]), old.take([there[k] for k in both])
    columns, masks = _changes(left, right)
    altered = np.flatnonzero(masks.any(axis=0)) if columns else np.array([], int)
    added, missing = [k for k in here if k not in there], [k for k in there if k not in here]
    told = [
        *(_told("added", k, new, here[k]) for k in added[:SHOWN]),
        *(_altered(both[at], left, right, at, columns, masks) for at in altered[:SHOWN].tolist()),
        *(_told("missing", k, old, there[k]) for k in missing[:SHOWN]),
    ]
    same = len(both) - len(altered)
    return Difference(len(added), len(altered), same, len(missing), tuple(told))


def _index(table: pa.Table, key: Sequence[Sequence[str]]) -> dict[Key, int]:
    """Each row by its key; rows of one key are told apart by their order."""
    seen: Counter[Key] = Counter()
    found: dict[Key, int] = {}
    for at, own in enumerate(_keys(table, key)):
        found[*own, seen[own]] = at
        seen[own] += 1
    return found


def _keys(table: pa.Table, groups: Sequence[Sequence[str]]) -> Iterable[Key]:
    known = [g for g in groups if all(name in table.column_names for name in g)]
    filled = [list(zip(*(_texts(table[name]) for name in g), strict=True)) for g in known]
    names = [n for n in table.column_names if n not in PASSED]
    whole = list(zip(*(_texts(table[n]) for n in names), strict=True)) if not known else []
    for at in range(table.num_rows):
        own = next(((n, *rows[at]) for n, rows in enumerate(filled) if NOTHING not in rows[at]), None)
        yield own or ((-1, *whole[at]) if whole else (-2, at))


def _texts(column: pa.ChunkedArray) -> list[str]:
    texts: list[str] = _plain(column).to_pylist()
    return texts


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.cast(column, pa.string()), NOTHING)


def _changes(left: pa.Table, right: pa.Table) -> tuple[list[str], np.ndarray]:
    """The columns of either, and for each which rows differ in it."""
    names = [n for n in dict.fromkeys((*left.column_names, *right.column_names)) if n not in PASSED]
    masks = [_differs(left, right, name) for name in names]
    return names, np.array(masks).reshape(len(names), left.num_rows)


def _differs(left: pa.Table, right: pa.Table, name: str) -> np.ndarray:
    one, other = (
        _plain(t[name]) if name in t.column_names else pa.chunked_array([[NOTHING] * t.num_rows], pa.string())
        for t in (left, right)
    )
    return np.asarray(pc.not_equal(one, other).to_numpy(zero_copy_only=False), bool)


def _told(kind: str, key: Key, table: pa.Table, at: int) -> dict[str, Any]:
    named = table["name"][at].as_py() if "name" in table.column_names else None
    shown = " ".join(str(part) for part in key[1:-1] if part != NOTHING)
    return {"kind": kind, "key": shown[:80], "name": named, "changes": []}


def _altered(
    key: Key, left: pa.Table, right: pa.Table, at: int, columns: Sequence[str], masks: np.ndarray
) -> dict[str, Any]:
    changes = [
        {"column": name, "before": _cell(right, name, at), "after": _cell(left, name, at)}
        for name, mask in zip(columns, masks, strict=True)
        if mask[at]
    ]
    return _told("changed", key, left, at) | {"changes": changes}


def _cell(table: pa.Table, name: str, at: int) -> str | None:
    value = table[name][at].as_py() if name in table.column_names else None
    return None if value is None else str(value)
