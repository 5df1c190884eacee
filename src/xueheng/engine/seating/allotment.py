"""考场分配: how many examinees each room takes."""

from __future__ import annotations

from collections.abc import Sequence


class TooFewSeats(ValueError):
    """The rooms hold fewer seats than are needed."""

    def __init__(self, need: int, seats: int) -> None:
        self.need, self.seats = need, seats
        super().__init__(f"{need} examinees, {seats} seats")


def filled(need: int, seats: Sequence[int], *, last_room: int) -> list[int]:
    """尾考场: rooms filled in order; a last one of no more than `last_room` joins the one before it."""
    if need > sum(seats):
        raise TooFewSeats(need, sum(seats))
    loads: list[int] = []
    left = need
    for size in seats:
        if left <= 0:
            break
        if loads and left <= last_room:
            break
        loads.append(min(size, left))
        left -= loads[-1]
    if left > 0:
        loads[-1] += left
    return loads
