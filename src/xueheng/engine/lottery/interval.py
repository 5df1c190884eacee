"""起始号加间隔数: the legacy draw round a circle of numbers; neighbours are not drawn independently."""

from __future__ import annotations


def drawn(pool: int, *, start: int, interval: int, select: int) -> list[int]:
    """Numbers from `start`, each `interval` still undrawn places after the one before, round the circle."""
    if not 1 <= start <= pool or interval < 1:
        raise ValueError(f"start {start} and interval {interval} do not fit {pool} numbers")
    left, at, found = list(range(1, pool + 1)), start - 1, []
    for _ in range(min(select, pool)):
        found.append(left.pop(at))
        at = (at + interval - 1) % len(left) if left else 0
    return found
