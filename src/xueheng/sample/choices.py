"""志愿的示例: which schools each pupil lists, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.sample.county import County
from xueheng.sample.national import AT
from xueheng.sample.roll import LAST, FloatArray
from xueheng.sample.streams import normal, stream

PAIR = 2
HIGH = -2.0  # where a pupil puts the school of September: before all but what is liked most


def is_paired(pupils: Sequence[dict[str, Any]], at: int) -> bool:
    """True for the first two, where they come from one school."""
    return at < PAIR and pupils[0]["school"] == pupils[1]["school"]


def choices(county: County, schools: Sequence[dict[str, Any]], pupils: Sequence[dict[str, Any]]) -> pa.Table:
    """志愿: all schools by their renown and by taste; who is kept together has one list."""
    order = np.argsort(_dislikes(county, schools, pupils), axis=1, kind="stable").tolist()
    lists = [order[0] if is_paired(pupils, at) else own for at, own in enumerate(order)]
    students = chain.from_iterable([p["id"]] * len(own) for p, own in zip(pupils, lists, strict=True))
    return pa.table(
        {
            "student": list(students),
            "rank": [rank for own in lists for rank in range(1, len(own) + 1)],
            "program": [schools[k]["id"] for own in lists for k in own],
        }
    )


def _dislikes(
    county: County, schools: Sequence[dict[str, Any]], pupils: Sequence[dict[str, Any]]
) -> FloatArray:
    """How far down each pupil puts each school; the one where the pupil is in September stands high."""
    random = stream(county.seed, county.unit.number, "choices")
    taste = normal(random, len(pupils) * len(schools)).reshape(len(pupils), len(schools))
    found: FloatArray = np.arange(len(schools)) - 1.3 * taste
    places, attended = {s["id"]: k for k, s in enumerate(schools)}, _attended(county)
    for at, pupil in enumerate(pupils):
        own = places.get(attended.get(pupil["id"], ""))
        if own is not None:
            found[at, own] = HIGH
    return found


def _attended(county: County) -> dict[str, str]:
    """The senior school of each pupil who began there in September, by number."""
    spells, classes = county.roll.spells, county.roll.classes
    new = np.array([k.stage in ("senior", "vocational") and k.entered == LAST for k in classes])
    rows = np.flatnonzero(spells.on(AT) & new[spells.klass])
    numbers = county.persons["number"].take(spells.person[rows]).to_pylist()
    names = [county.unit.schools[classes[k].school].name for k in spells.klass[rows].tolist()]
    return dict(zip(numbers, names, strict=True))
