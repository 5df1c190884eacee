"""要点: one thing that a run says of a school, for its head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xueheng.standards.words import Words

Kind = Literal["strength", "gap", "neutral"]


@dataclass(frozen=True)
class Point:
    """要点: a strength, a gap or neither, beside schools like it; never a place in an order."""

    kind: Kind
    words: Words
    value: float | None
    compared: float | None
    n: int  # schools or pupils that it rests on
    source: Words
