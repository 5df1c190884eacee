"""Least conflicts: examinees change seats until no neighbours are of one school, then of one class."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.kernels import kernel
from xueheng.engine.placement.stream import Stream, drawn

IntArray = NDArray[np.int64]
SCHOOL = 64  # a pair of one school weighs more than all pairs of one class round a seat


@kernel
def around(seat: int, near: IntArray, school: IntArray, form: IntArray, as_: int, but: int) -> int:
    """What the neighbours of a seat weigh for whoever sits at `as_`, one neighbour left aside."""
    weight = 0
    for other in near[seat]:
        if other < 0:
            break
        if other != but:
            if school[other] == school[as_] and school[as_] >= 0:
                weight += SCHOOL
            if form[other] == form[as_] and form[as_] >= 0:
                weight += 1
    return weight


@kernel
def gain(a: int, b: int, near: IntArray, school: IntArray, form: IntArray) -> int:
    """By how much conflicts change when two examinees change seats."""
    after = around(a, near, school, form, b, b) + around(b, near, school, form, a, a)
    return after - around(a, near, school, form, a, b) - around(b, near, school, form, b, a)


@kernel
def change(a: int, b: int, who: IntArray, school: IntArray, form: IntArray) -> None:
    """The two have changed seats."""
    who[a], who[b] = who[b], who[a]
    school[a], school[b] = school[b], school[a]
    form[a], form[b] = form[b], form[a]


@kernel
def partner(
    a: int,
    school: IntArray,
    form: IntArray,
    near: IntArray,
    room: IntArray,
    first: IntArray,
    state: Stream,
    tries: int,
) -> int:
    """With whom to change seats: the best of the room, else whoever gains elsewhere; -1 where nobody."""
    best, at, ties = 1, -1, 0
    for b in range(first[room[a]], first[room[a] + 1]):
        by = gain(a, b, near, school, form) if b != a else 1
        if by < best:
            best, at, ties = by, b, 1
        elif by == best and at >= 0:
            ties += 1
            at = b if drawn(state, ties) == 0 else at
    for _ in range(tries if best >= 0 else 0):
        b = int(np.int64(drawn(state, room.size)))
        if room[b] != room[a] and gain(a, b, near, school, form) < 0:
            return b
    return at


@kernel
def separate(
    who: IntArray,
    school: IntArray,
    form: IntArray,
    near: IntArray,
    room: IntArray,
    first: IntArray,
    state: Stream,
    patience: int,
    tries: int,
) -> None:
    """Seats are changed in place, inside rooms first, until nothing is left or patience ends."""
    least, waited = -1, 0
    while waited < patience:
        total = 0
        for a in range(who.size):
            here = around(a, near, school, form, a, -1)
            total += here
            if here > 0:
                b = partner(a, school, form, near, room, first, state, tries)
                if b >= 0:
                    change(a, b, who, school, form)
        if total == 0:
            break
        waited = 0 if total < least or least < 0 else waited + 1
        least = total if least < 0 else min(least, total)
