"""The range and the ticks of a value axis, the same for every panel of a chart."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
NOTHING = 1e-300


@dataclass(frozen=True)
class Scale:
    """An axis from low to high with a tick at every step, shown with so many digits."""

    low: float
    high: float
    step: float
    digits: int


def scale(values: Iterable[float | None], *, percent: bool = False, ticks: int = 6) -> Scale:
    """The tidiest range that holds all values; gaps and what is not finite do not count."""
    known = [value for value in values if value is not None and math.isfinite(value)] or [0.0]
    low, high = _spread(min(known), max(known))
    step = _step((high - low) / ticks)
    if not percent and all(float(value).is_integer() for value in known):
        step = max(step, 1.0)
    places = max(0, -math.floor(math.log10(step)) + (1 if _has_half(step) else 0))
    return Scale(
        low=round(math.floor(low / step + 1e-9) * step, places),
        high=round(math.ceil(high / step - 1e-9) * step, places),
        step=round(step, places),
        digits=max(0, places - 2) if percent else places,
    )


def _spread(low: float, high: float) -> tuple[float, float]:
    """A lone value gets room on both sides; nothing but zeros, or next to them, gets the unit range."""
    if abs(low) < NOTHING and abs(high) < NOTHING:
        return 0.0, 1.0
    return (low, high) if low < high else (low - 1, high + 1)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * step for step in STEPS if power * step >= rough * (1 - 1e-9))


def _has_half(step: float) -> bool:
    lead = step / 10.0 ** math.floor(math.log10(step))
    return not math.isclose(lead, round(lead))
