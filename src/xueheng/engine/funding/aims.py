"""目标: what each aim of the list counts, and in which direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from xueheng.engine.funding.model import Model, Row, Terms
from xueheng.engine.funding.need import IntArray


@dataclass(frozen=True)
class Aim:
    """A sum of columns, as large or as small as can be."""

    name: str
    is_most: bool
    terms: Terms
    is_money: bool = False

    def value(self, values: IntArray) -> int:
        """What a plan reaches."""
        return sum(weight * int(values[column]) for weight, column in self.terms)

    def worth(self, values: IntArray) -> int:
        """The same, more being better."""
        return self.value(values) if self.is_most else -self.value(values)

    def most(self) -> float:
        """What cannot be surpassed whatever is bought."""
        return float(sum(weight for weight, _ in self.terms))


def _safety(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    """As many safety gaps closed as can be."""
    held = tuple((1, m.closed[g]) for g in np.flatnonzero(m.need.safety).tolist())
    if held:
        yield Aim("safety", True, held)


def _below(m: Model, name: str, edge: float) -> Iterator[Aim]:
    """As few schools as can be with an open gap whose share of the standard lies below the edge."""
    with np.errstate(invalid="ignore"):
        low = np.flatnonzero(m.need.ratio < edge).tolist()
    columns = []
    for gap in low:
        column = m.lacks(int(m.need.gap_school[gap]), edge)
        m.rows.append(Row(((1, column), (1, m.closed[gap])), 1, None))
        columns.append(column)
    if columns:
        yield Aim(name, False, tuple((1, column) for column in dict.fromkeys(columns)))


def _floor(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    yield from _below(m, "floor", edges[0]) if edges else ()


def _worst_off(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    """The worst first: schools below each share in turn, from the lowest."""
    for edge in edges[1:]:
        yield from _below(m, f"worst_off<{edge:g}", edge)


def _schools(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    yield Aim("schools", True, tuple((1, column) for column in m.met))


def _pupils(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    yield Aim("pupils", True, tuple(zip(m.need.pupils.tolist(), m.met, strict=True)))


def _gaps(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    yield Aim("gaps", True, tuple((1, column) for column in m.closed))


def _at_standard(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    yield from _schools(m, edges)
    yield from _pupils(m, edges)


def _least_money(m: Model, edges: Sequence[float]) -> Iterator[Aim]:
    """The least money for all that, and of several years the earliest."""
    paid = tuple((m.cost(offer), column) for (offer, _, _), column in m.pay.items())
    yield Aim("least_money", False, paid, is_money=True)
    if m.need.amount.shape[1] > 1:
        yield Aim("early", False, tuple((year, column) for (_, _, year), column in m.pay.items()))


AIMS: dict[str, Callable[[Model, Sequence[float]], Iterator[Aim]]] = {
    "safety": _safety,
    "floor": _floor,
    "worst_off": _worst_off,
    "at_standard": _at_standard,
    "schools": _schools,
    "pupils": _pupils,
    "gaps": _gaps,
    "least_money": _least_money,
}
