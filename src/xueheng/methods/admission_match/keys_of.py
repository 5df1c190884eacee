"""排序依据: the columns that a group compares, as components, and as text that a family can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.keys import Component, Order, grades, higher_first, lower_first, ordered
from xueheng.engine.admission.market import IntArray
from xueheng.methods.admission_match.found import Findings, column
from xueheng.methods.admission_match.people import SCALE, People

HIGHER, LOWER = ("score", "points"), ("tier", "rank", "position")
GRADES = "grades"


@dataclass(frozen=True)
class Part:
    """A column compared: its component, and how a value of it is written."""

    component: Component
    shown: pa.Array  # (applicants)
    raw: IntArray  # (applicants) the value as it stands in the table, scaled where it is a number
    sign: str  # ">" where more is better


@dataclass(frozen=True)
class Key:
    """排序依据 of a group, and the order of all applicants by it."""

    names: tuple[str, ...]
    parts: tuple[Part, ...]
    order: Order


def default_names(people: People, found: Findings) -> tuple[str, ...]:
    """The columns compared where a group names none of its own."""
    if people.params.key:
        return people.params.key
    known = people.table.column_names
    first = [n for n in ("tier", "points") if n in known and people.table[n].null_count < len(people.ids)]
    if people.scores and people.grades and people.params.grade_order:
        found.whole("KEY_UNSAID")
    rest = people.scores or ((GRADES,) if people.grades else ())
    return (*first, *rest)


def key_of(names: Sequence[str], people: People, found: Findings) -> Key:
    """The order of all applicants by these columns, then by ticket and number."""
    parts = tuple(part for name in names if (part := _part(name, people, found)) is not None)
    order = ordered([p.component for p in parts], ticket=people.ticket, identity=people.identity)
    return Key(tuple(names), parts, order)


def _part(name: str, people: People, found: Findings) -> Part | None:
    if name == GRADES or name.startswith("grade_"):
        return _grade_part(name, people, found)
    if name not in people.table.column_names:
        found.whole("KEY_UNKNOWN", value=name, known=people.known)
        return None
    values, has = people.number(name)
    if not has.all():
        found.at("KEY_NUMBER", people.table, name, np.flatnonzero(~has))
        return None
    shown = number_text(values)
    if any(name.startswith(word) or name.endswith(f"_{word}") for word in HIGHER):
        return Part(higher_first(name, values), shown, values, ">")
    if any(name.startswith(word) or name.endswith(f"_{word}") for word in LOWER):
        return Part(lower_first(name, values), shown, values, "<")
    found.whole("KEY_DIRECTION", value=name)
    return None


def _grade_part(name: str, people: People, found: Findings) -> Part | None:
    order = people.params.grade_order
    if not order:
        found.whole("POLICY_UNSAID", value="grade_order", known="A,B,C,…")
        return None
    names = people.grades if name == GRADES else (name,)
    known = pa.array(order)
    places = np.empty((len(people.ids), len(names)), np.int64)
    for at, one in enumerate(names):
        place = pc.index_in(column(people.table, one), value_set=known)
        found.at(
            "GRADE_UNKNOWN",
            people.table,
            one,
            pc.indices_nonzero(place.is_null()).to_pylist(),
            known="、".join(order),
        )
        places[:, at] = pc.fill_null(place, len(order)).to_numpy(zero_copy_only=False)
    component = grades(name, places)
    counts = pa.array(np.sort(places, axis=1).tolist())
    words = ["".join(order[p] if p < len(order) else "?" for p in row) for row in counts.to_pylist()]
    return Part(component, pa.array(words), component.values, "<")


def number_text(values: IntArray) -> pa.Array:
    """Scaled integers as exact decimals without trailing zeros."""
    unique, at = np.unique(values, return_inverse=True)
    return pa.array([written(int(v)) for v in unique], pa.string()).take(pa.array(at))


def written(value: int) -> str:
    """A scaled integer as an exact decimal without trailing zeros."""
    whole, rest = divmod(abs(value), SCALE)
    text = f"{whole}.{rest:04d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if value < 0 else text
