"""排序依据的写法: the key of a rung part by part, as values and as one text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.methods.admission_match.batch import Batch
from xueheng.methods.admission_match.found import Findings, index_in
from xueheng.methods.admission_match.ladders import stated
from xueheng.methods.admission_match.people import text_order


@dataclass(frozen=True)
class Shown:
    """Every part that any key of the batch compares, in the order of comparison, for some rungs."""

    names: list[str]
    signs: list[str]
    values: list[IntArray]  # equal where the key has no such part
    shown: list[pa.Array]  # null there
    text: pa.Array


def shown(batch: Batch, rung: IntArray, *, student: IntArray | None = None) -> Shown:
    """The keys of these rungs, of those who stand for their units or of the applicants named."""
    world = batch.world
    tier, priority = world.tier[rung], world.priority[rung]
    if student is not None:
        tier, priority = (_own(batch, one, rung, student) for one in ("tiers", "priorities"))
    student = world.students(rung) if student is None else student
    key = world.key_of[world.market.ladders.group[rung]]
    ranked = priority >= 0
    parts: list[tuple[str, str, IntArray, pa.Array]] = []
    _chosen(parts, "tier", tier)
    _chosen(parts, "rank", priority)
    for at, one in enumerate(world.keys):
        mine = (key == at) & ~ranked
        for part in one.parts if mine.any() else ():
            values = np.where(mine, part.component.values[student], 0)
            texts = pc.if_else(
                pa.array(mine), part.shown.take(pa.array(student)), pa.scalar(None, pa.string())
            )
            parts.append((part.component.name, part.sign, values, texts))
    ticket = world.entry.people.ticket_text.take(pa.array(student)).cast(pa.string())
    values = world.entry.people.ticket[student]
    if world.tickets is not None:
        ticket = world.tickets.take(pa.array(world.choice[rung]))
        values = text_order(world.tickets)[world.choice[rung]]
    parts.append(("ticket", "<", values, ticket))
    names, signs, held, texts = (list(column) for column in zip(*parts, strict=True))
    return Shown(names, signs, held, texts, _joined(names, texts))


def difference(mine: Shown, theirs: Shown) -> tuple[pa.Array, pa.Array, BoolArray]:
    """The first part in which each key differs, the least of it that would be enough, and who is behind.

    An equal value is enough where the parts after it speak for the one who asks.
    """
    many = len(mine.text)
    differs, needs = pa.array(["id"] * many, pa.string()), pa.nulls(many, pa.string())
    is_behind, wins = np.ones(many, bool), np.zeros(many, bool)
    for name, sign, one, other, text in reversed(
        list(zip(mine.names, mine.signs, mine.values, theirs.values, theirs.shown, strict=True))
    ):
        is_other = one != other
        enough = pc.binary_join_element_wise(name, pc.if_else(pa.array(wins), f"{sign}=", sign), text, "")
        differs = pc.if_else(pa.array(is_other), name, differs)
        needs = pc.if_else(pa.array(is_other), enough, needs)
        is_behind = np.where(is_other, one > other, is_behind)
        wins = np.where(is_other, one < other, wins)
    return differs, needs, is_behind


def _own(batch: Batch, table: str, rung: IntArray, student: IntArray) -> IntArray:
    """What a table says of these applicants themselves at the programs of these rungs."""
    world = batch.world
    held, name = (world.tier, "tier") if table == "tiers" else (world.priority, "rank")
    if table not in world.tables:
        return held[rung]
    keys, rows, _ = stated(world.tables[table], world.entry, Findings())
    program = world.market.groups.program[world.market.ladders.group[rung]]
    at = index_in(pa.array(student * world.entry.plan.capacity.size + program), pa.array(keys))
    values = np.asarray(world.tables[table][name].combine_chunks())[rows]
    return np.where(at >= 0, values[at] if values.size else 0, held[rung])


def _chosen(parts: list[tuple[str, str, IntArray, pa.Array]], name: str, values: IntArray) -> None:
    """A part that a choice has of its own, where it has one."""
    if (values >= 0).any():
        texts = pa.array(values, mask=values < 0).cast(pa.string())
        parts.append((name, "<", values, texts))


def _joined(names: list[str], texts: list[pa.Array]) -> pa.Array:
    """All parts as one text: `score_1=601; ticket=0a3f`."""
    said = [pc.binary_join_element_wise(name, text, "=") for name, text in zip(names, texts, strict=True)]
    return pc.binary_join_element_wise(*said, "; ", null_handling="skip")
