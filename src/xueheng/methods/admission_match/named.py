"""所指: whether the rows beside the lists name programs, batches and groups of seats that there are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.admission_match.found import Findings, column
from xueheng.methods.admission_match.plan import FIRST_BATCH, GENERAL

BY_PROGRAM = ("tickets", "tiers", "priorities", "restrictions")


def check_named(tables: Mapping[str, pa.Table], found: Findings) -> None:
    """Nothing is said of a program, a batch or a group of seats that does not exist."""
    programs = tables["programs"]
    for name in BY_PROGRAM:
        if name in tables:
            _known(tables[name], "program", column(tables[name], "program"), programs["id"], found)
    if "groups" in tables:
        pairs = _paired(tables["groups"], "program")
        known = pc.is_in(column(tables["groups"], "program"), value_set=programs["id"].combine_chunks())
        mine = pc.if_else(known, pairs, pa.scalar(None, pa.string()))
        _known(tables["groups"], "batch", mine, _paired(programs, "id"), found)
    if "restrictions" in tables:
        given = tables.get("groups")
        names = pa.array([GENERAL.zh, *([] if given is None else given["name"].to_pylist())], pa.string())
        _known(tables["restrictions"], "group", column(tables["restrictions"], "group"), names, found)


def _known(
    table: pa.Table, name: str, values: pa.Array, known: pa.Array | pa.ChunkedArray, found: Findings
) -> None:
    held = known.combine_chunks() if isinstance(known, pa.ChunkedArray) else known
    is_lost = pc.and_(values.is_valid(), pc.invert(pc.is_in(values, value_set=held)))
    found.at("ENTRY_UNKNOWN", table, name, np.flatnonzero(is_lost.to_numpy(zero_copy_only=False)))


def _paired(table: pa.Table, name: str) -> pa.Array:
    batch = pc.fill_null(column(table, "batch"), FIRST_BATCH)
    return pc.binary_join_element_wise(column(table, name), batch, "\x1f")
