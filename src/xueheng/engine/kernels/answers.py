"""What every rung answered, who is last in every group, and which rung of a choice came nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.admission.market import IntArray, Ladders, Market
from xueheng.engine.kernels import kernel

NOT_ASKED, BELOW, CLOSED, NO_ROOM, UNDER_LINE, ADMITTED, HIGHER, NO_RUNG = range(8)
NOBODY = -1
FAR = np.iinfo(np.int64).max
Codes = NDArray[np.int8]
Units = NDArray[np.int32]


@kernel
def tally(market: Market, rung: IntArray) -> tuple[IntArray, IntArray]:
    """Seats that each group gave, and the unit of highest rank that it admitted, NOBODY for none."""
    ladders, many = market.ladders, market.groups.seats.size
    given, last = np.zeros(many, np.int64), np.full(many, NOBODY)
    for unit in range(rung.size):
        at = rung[unit]
        if at >= 0:
            group = ladders.group[at]
            given[group] += market.size[unit]
            if last[group] < 0 or ladders.rank[at] > ladders.rank[rung[last[group]]]:
                last[group] = unit
    return given, last


@kernel
def answer(
    market: Market, rung: IntArray, holder: IntArray, index: IntArray, said: Codes, last: Units
) -> None:
    """The rungs above the one of each unit, at their `index`, have said why not; the others nothing."""
    ladders, seats = market.ladders, market.groups.seats
    for unit in range(rung.size):
        start = ladders.first_rung[ladders.first_choice[unit]]
        stop = ladders.first_rung[ladders.first_choice[unit + 1]]
        for at in range(start, stop):
            group, code, other = ladders.group[at], NOT_ASKED, NOBODY
            if rung[unit] < 0 or at < rung[unit]:
                code, other = NO_ROOM, holder[group]
                if seats[group] == 0:
                    code = CLOSED
                elif other >= 0 and ladders.rank[at] > ladders.rank[rung[other]]:
                    code = BELOW
            said[index[at]], last[index[at]] = code, other


@kernel
def weigh(market: Market, rung: IntArray, said: Codes, last: Units) -> tuple[Codes, IntArray]:
    """The code of each choice, and the rung that admitted or came nearest, -1 where none was asked."""
    ladders = market.ladders
    many = ladders.first_rung.size - 1
    code, near = np.full(many, NO_RUNG, np.int8), np.full(many, -1)
    for unit in range(rung.size):
        for choice in range(ladders.first_choice[unit], ladders.first_choice[unit + 1]):
            start, stop = ladders.first_rung[choice], ladders.first_rung[choice + 1]
            if 0 <= rung[unit] < start:
                code[choice] = HIGHER
            elif start <= rung[unit] < stop:
                code[choice], near[choice] = ADMITTED, rung[unit]
            elif start < stop:
                code[choice], near[choice] = nearest(ladders, start, stop, rung, said, last)
    return code, near


@kernel
def nearest(
    ladders: Ladders, start: int, stop: int, rung: IntArray, said: Codes, last: Units
) -> tuple[int, int]:
    """What the rung that came nearest said, and that rung; NOT_ASKED and -1 where none was asked."""
    code, near, least, gap = NOT_ASKED, -1, 4, FAR
    for at in range(start, stop):
        way = said[at]
        order = 0 if way == NO_ROOM else 1 if way == UNDER_LINE else 2 if way == BELOW else 3
        distance = ladders.rank[at] - ladders.rank[rung[last[at]]] if way == BELOW else 0
        if way != NOT_ASKED and (order < least or (order == least and distance < gap)):
            code, near, least, gap = way, at, order, distance
    return code, near
