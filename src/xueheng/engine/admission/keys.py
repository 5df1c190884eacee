"""排序键: components compared one after another, and the one strict order that they make of all.

A component holds an integer for each of those compared (units, or rungs where a choice has a value of its
own), lower first whatever the direction of what it stands for. The ticket decides between equals, and the
id between equal tickets: the order never depends on the rows of a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.admission.market import IntArray


@dataclass(frozen=True)
class Component:
    """One part of a key: what it is called, and its values, lower first."""

    name: str
    values: IntArray


@dataclass(frozen=True)
class Order:
    """The order of all those compared: 0, 1, 2 … without gaps, lower first."""

    rank: IntArray  # no two alike
    tie: IntArray  # alike where only ticket or id tells two apart


def higher_first(name: str, values: IntArray) -> Component:
    """A component of scaled integers of which the higher stands first, such as a score or points."""
    return Component(name, -np.asarray(values, np.int64))


def lower_first(name: str, values: IntArray) -> Component:
    """A component of integers of which the lower stands first, such as a tier or a position."""
    return Component(name, np.asarray(values, np.int64))


def grades(name: str, places: IntArray) -> Component:
    """等第: who has more of the best grade stands first, then who has more of the next: 6A before 5A1B.

    `places` (those compared x subjects) holds the place of each grade in the declared order, 0 the best.
    """
    steps = range(int(places.max(initial=0)) + 1)
    return Component(name, dense([-(places == step).sum(axis=1) for step in steps]))


def text(name: str, values: NDArray[np.bytes_]) -> Component:
    """A component of texts (UTF-8, fixed width) compared byte by byte, such as tickets or ids."""
    rank = np.zeros(values.size, np.int64)
    for word in _words(values):
        if _span(rank) == values.size:
            break
        rank = dense([rank, word])
    return Component(name, rank)


def ordered(components: Sequence[Component], *, ticket: IntArray, identity: IntArray) -> Order:
    """The order by the components, then by ticket, then by identity, of which no two are alike."""
    tie = dense([part.values for part in components]) if components else np.zeros(identity.size, np.int64)
    return Order(dense([tie, ticket, identity]), tie)


def stacked(values: IntArray, within: IntArray) -> IntArray:
    """Ranks by `values` (tiers of single choices, reversion blocks) first, then by the ranks `within`."""
    return _joined(np.asarray(values, np.int64), within)


def dense(columns: Sequence[IntArray]) -> IntArray:
    """0, 1, 2 … by the first column, then by the next; alike where all columns are alike."""
    whole = columns[0]
    for column in columns[1:]:
        whole = _joined(whole, column)
    return _ranked(whole)


def first_difference(components: Sequence[Component], one: IntArray, other: IntArray) -> IntArray:
    """The first component in which each of `one` differs from its pair in `other`; their number for none."""
    found = np.full(one.size, len(components))
    for place in range(len(components) - 1, -1, -1):
        values = components[place].values
        found[values[one] != values[other]] = place
    return found


def _joined(first: IntArray, then: IntArray) -> IntArray:
    """One column in the order of the two."""
    if not first.size:
        return first
    if _span(first) * _span(then) >= 1 << 63:
        return _joined(_ranked(first), _ranked(then))
    return np.asarray((first - first.min()) * _span(then) + (then - then.min()))


def _span(values: IntArray) -> int:
    return int(values.max()) - int(values.min()) + 1 if values.size else 0


def _ranked(values: IntArray) -> IntArray:
    order = np.argsort(values)
    steps = np.diff(values[order]) != 0
    rank = np.zeros(values.size, np.int64)
    rank[order[1:]] = np.cumsum(steps)
    return rank


def _words(values: NDArray[np.bytes_]) -> NDArray[np.int64]:
    """Eight bytes of every text at a time, as integers in the same order."""
    width = -(-max(values.itemsize, 1) // 8) * 8
    whole = np.ascontiguousarray(values.astype(f"S{width}")).view(">u8").reshape(values.size, -1)
    return (whole.astype(np.uint64) ^ np.uint64(1 << 63)).view(np.int64).T
