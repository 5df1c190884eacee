"""核对名额: the groups of seats of all programs, and how many each has in the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
GENERAL = "统招"


def groups_of(inputs: Mapping[str, pa.Table], offers: pa.Table) -> pa.Table:
    """The groups that are given, and the general one for the seats of none; seats as they are told."""
    listed = inputs["groups"].to_pylist() if "groups" in inputs else []
    named: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(listed, key=lambda r: r["order"]):
        named.setdefault((row["program"], row.get("batch") or "1"), []).append(dict(row))
    found = []
    for offer, capacity in zip(offers.to_pylist(), inputs["programs"]["capacity"].to_pylist(), strict=True):
        own = named.get((offer["program"], offer["batch"]), [])
        rest = int(capacity) - sum(int(g["seats"]) for g in own)
        general = next((g for g in own if g["name"] == GENERAL), None)
        if general is None:
            general = {"name": GENERAL, "seats": 0, "is_rest": any(g["seats"] for g in own)}
            own = [*own, general]
        general["seats"] = int(general["seats"]) + rest
        found += [{**g, **offer} for g in own]
    names = (
        "program",
        "batch",
        "name",
        "seats",
        "origin",
        "eligible",
        "key",
        "floor",
        "delta",
        "revert_to",
        "is_rest",
    )
    return pa.table({n: pa.array([g.get(n) for g in found], _kind(n)) for n in names})


def _kind(name: str) -> pa.DataType:
    numbers = {
        "seats": pa.int64(),
        "is_rest": pa.bool_(),
        "floor": pa.decimal128(38, 12),
        "delta": pa.decimal128(38, 12),
    }
    return numbers.get(name, pa.string())


def seats_of(groups: pa.Table, of: Ints, filled: Ints, batch: list[int], params: Any) -> Ints:
    """The seats of all groups, what a program had left in one batch added to its next."""
    seats = groups["seats"].to_numpy().copy()
    programs, names = groups["program"].to_pylist(), groups["name"].to_pylist()
    left: dict[str, int] = {}
    members: dict[int, list[int]] = {}
    for at, offer in enumerate(of.tolist()):
        members.setdefault(offer, []).append(at)
    for offer in sorted(members, key=lambda o: batch[o]):
        mine = members[offer]
        general = next(at for at in mine if names[at] == GENERAL)
        seats[general] += left.get(programs[general], 0)
        free = seats[mine] - filled[mine]
        left[programs[general]] = max(int(free.sum() if params.revert else np.maximum(free, 0).sum()), 0)
    return np.asarray(seats)


def gained_by(groups: pa.Table, of: Ints, free: Ints, params: Any) -> Ints:
    """The seats that reserved groups did not fill, where they go."""
    gained = np.zeros(of.size, np.int64)
    rows = groups.to_pylist() if params.revert else []
    at = {(int(o), r["name"]): i for i, (o, r) in enumerate(zip(of, rows, strict=False))}
    for i, row in enumerate(rows):
        if is_open(row):
            continue
        opened = [j for j, r in enumerate(rows) if of[j] == of[i] and is_open(r)]
        target = at.get((int(of[i]), row["revert_to"] or ""), opened[0] if opened else i)
        gained[target] += max(int(free[i]), 0)
    return gained


def is_open(group: Mapping[str, Any]) -> bool:
    """True for a group that anybody may enter."""
    return group["origin"] is None and group["eligible"] is None
