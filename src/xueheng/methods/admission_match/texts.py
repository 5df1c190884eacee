"""排序依据的写法: the key of a rung part by part, as values and as one text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.market import IntArray
from xueheng.methods.admission_match.batch import Batch
from xueheng.methods.admission_match.people import text_order


@dataclass(frozen=True)
class Shown:
    """Every part that any key of the batch compares, in the order of comparison, for some rungs."""

    names: list[str]
    signs: list[str]
    values: list[IntArray]  # equal where the key has no such part
    shown: list[pa.Array]  # null there
    text: pa.Array


def shown(batch: Batch, rung: IntArray) -> Shown:
    """The keys of these rungs."""
    world = batch.world
    student = world.students(rung)
    key = world.key_of[world.market.ladders.group[rung]]
    ranked = world.priority[rung] >= 0
    parts: list[tuple[str, str, IntArray, pa.Array]] = []
    _chosen(parts, "tier", world.tier[rung])
    _chosen(parts, "rank", world.priority[rung])
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


def _chosen(parts: list[tuple[str, str, IntArray, pa.Array]], name: str, values: IntArray) -> None:
    """A part that a choice has of its own, where it has one."""
    if (values >= 0).any():
        texts = pa.array(values, mask=values < 0).cast(pa.string())
        parts.append((name, "<", values, texts))


def _joined(names: list[str], texts: list[pa.Array]) -> pa.Array:
    """All parts as one text: `score_1=601; ticket=0a3f`."""
    said = [pc.binary_join_element_wise(name, text, "=") for name, text in zip(names, texts, strict=True)]
    return pc.binary_join_element_wise(*said, "; ", null_handling="skip")
