"""A heap whose top is the last of those held: a segment of one long array for each group."""

from __future__ import annotations

from xueheng.engine.admission.market import IntArray
from xueheng.engine.kernels import kernel


@kernel
def push(ranks: IntArray, units: IntArray, base: int, count: int, rank: int, unit: int) -> None:
    """The unit is held as well."""
    at = count
    while at > 0:
        above = (at - 1) // 2
        if ranks[base + above] >= rank:
            break
        ranks[base + at], units[base + at] = ranks[base + above], units[base + above]
        at = above
    ranks[base + at], units[base + at] = rank, unit


@kernel
def replace_last(ranks: IntArray, units: IntArray, base: int, count: int, rank: int, unit: int) -> None:
    """The unit is held instead of the last."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and ranks[base + below + 1] > ranks[base + below]:
            below += 1
        if ranks[base + below] <= rank:
            break
        ranks[base + at], units[base + at] = ranks[base + below], units[base + below]
        at = below
    ranks[base + at], units[base + at] = rank, unit
