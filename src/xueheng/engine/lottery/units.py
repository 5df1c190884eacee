"""派位单元: pupils drawn as one, who of them is admitted, and into which class they come."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapreplace
from typing import Literal

LastUnit = Literal["expand", "skip", "split"]


def admitted(
    units: Sequence[Sequence[int]], *, seats: int | None, select: int | None, last_unit: LastUnit
) -> list[list[bool]]:
    """录取: of each unit in order of the draw, which members have a seat; members need so many seats each."""
    left = sum(map(sum, units)) if seats is None else seats
    turns = len(units) if select is None else select
    found = []
    for turn, unit in enumerate(units):
        parts = [[size] for size in unit] if last_unit == "split" and len(unit) > 1 else [unit]
        taken: list[bool] = []
        for part in parts:
            need = sum(part)
            is_in = turn < turns and (need <= left or (last_unit == "expand" and left > 0))
            left -= need if is_in else 0
            taken += [is_in] * len(part)
        found.append(taken)
    return found


def dealt(sizes: Sequence[int], *, classes: int) -> list[int]:
    """派班: each unit in order of its ticket into the smallest class, the lowest number first."""
    held, found = [(0, number) for number in range(1, classes + 1)], []
    for size in sizes:
        n, number = held[0]
        heapreplace(held, (n + size, number))
        found.append(number)
    return found
