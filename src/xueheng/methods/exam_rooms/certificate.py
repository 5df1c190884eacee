"""证明栏: neighbours left, what no seating could avoid, and which schools are too many for their rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from xueheng.engine.seating.seated import Seating


def proof(seated: Sequence[Seating], schools: Sequence[str]) -> dict[str, Any]:
    """The figures on neighbours; with one school in all, its classes are what is kept apart."""
    by_class = len(schools) == 1
    pairs, classes = sum(s.conflicts for s in seated), sum(s.class_conflicts for s in seated)
    said = {
        "status": _status(seated, by_class=by_class),
        "bound": sum(s.class_bound if by_class else s.bound for s in seated),
        "schools": {} if by_class else _over(seated, schools),
        "rooms_proven": sum(s.proven for s in seated),
        "rooms_open": sum(s.left for s in seated),
    }
    level = "class" if by_class else "school"
    left = classes if by_class else pairs
    return {"conflicts": left, "class_conflicts": classes, "level": level, "proof": said}


def _status(seated: Sequence[Seating], *, by_class: bool) -> str:
    counted = [(s.class_conflicts, s.class_bound) if by_class else (s.conflicts, s.bound) for s in seated]
    if not any(pairs for pairs, _ in counted):
        return "no_conflict"
    if all(pairs == bound for pairs, bound in counted):
        return "share_bound"
    return "open" if by_class or any(s.left for s in seated) else "solver"


def _over(seated: Sequence[Seating], schools: Sequence[str]) -> dict[str, int]:
    """Pairs that the number of a school's own examinees makes unavoidable."""
    over: Counter[str] = Counter()
    for seating in seated:
        for code in np.flatnonzero(seating.over).tolist():
            over[schools[code]] += int(seating.over[code])
    return dict(sorted(over.items()))
