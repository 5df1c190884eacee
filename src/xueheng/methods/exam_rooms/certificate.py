"""证明栏: neighbours left, what no seating could avoid, and which schools are too many for their rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from xueheng.engine.seating.seated import Seating


def proof(seated: Sequence[Seating], schools: Sequence[str], *, by_class: bool) -> dict[str, Any]:
    """The figures on neighbours; in an exam of one school, its classes are what is kept apart."""
    pairs = sum(s.conflicts for s in seated)
    said = {
        "status": _status(seated),
        "bound": sum(s.bound for s in seated),
        "schools": {} if by_class else _over(seated, schools),
        "rooms_proven": sum(s.proven for s in seated),
        "rooms_open": sum(s.left for s in seated),
    }
    classes = pairs if by_class else sum(s.class_conflicts for s in seated)
    level = "class" if by_class else "school"
    return {"conflicts": pairs, "class_conflicts": classes, "level": level, "proof": said}


def _status(seated: Sequence[Seating]) -> str:
    if not any(s.conflicts for s in seated):
        return "no_conflict"
    if all(s.conflicts == s.bound for s in seated):
        return "share_bound"
    return "open" if any(s.left for s in seated) else "solver"


def _over(seated: Sequence[Seating], schools: Sequence[str]) -> dict[str, int]:
    """Pairs that the number of a school's own examinees makes unavoidable."""
    over: Counter[str] = Counter()
    for seating in seated:
        for code in np.flatnonzero(seating.over).tolist():
            over[schools[code]] += int(seating.over[code])
    return dict(sorted(over.items()))
