"""录取过程: rounds one after another, each final, and why each rung that was asked said no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.admission.market import BoolArray, IntArray, Market, Match, narrowed
from xueheng.engine.admission.rounds import bounds
from xueheng.engine.kernels.answers import (
    ADMITTED,
    BELOW,
    CLOSED,
    HIGHER,
    NO_ROOM,
    NO_RUNG,
    NOBODY,
    NOT_ASKED,
    UNDER_LINE,
    answer,
    tally,
)

__all__ = ["ADMITTED", "BELOW", "CLOSED", "HIGHER", "NOBODY", "NOT_ASKED", "NO_ROOM", "NO_RUNG", "UNDER_LINE"]

Round = Callable[[Market], Match]


@dataclass(frozen=True)
class Course:
    """录取过程: where every unit stands after the rounds so far."""

    market: Market
    seats: IntArray  # (groups) still free
    rung: IntArray  # (units) -1 for none
    round_of: IntArray  # (units) the round that admitted it, -1 for none
    said: NDArray[np.int8]  # (rungs) NOT_ASKED (also the own rung), BELOW, CLOSED, NO_ROOM or UNDER_LINE
    last: NDArray[np.int32]  # (rungs) the unit to which it lost, NOBODY where no unit did
    rounds: int
    asked: int
    wished: tuple[int, ...] = ()  # units for which pupils kept together leave no stable end: see Match


def begun(market: Market) -> Course:
    """Nobody is admitted, every seat is free."""
    n, rungs = market.size.size, market.ladders.group.size
    return Course(
        market,
        market.groups.seats,
        np.full(n, -1),
        np.full(n, -1),
        np.zeros(rungs, np.int8),
        np.full(rungs, NOBODY, np.int32),
        rounds=0,
        asked=0,
    )


def then(course: Course, round_: Round, *, open_to: BoolArray) -> Course:
    """One round more on the rungs of `open_to`, for the units that stand nowhere yet."""
    waiting = np.repeat(course.rung < 0, _rungs_of(course.market))
    looked_at = waiting & open_to
    groups = course.market.groups._replace(seats=course.seats)
    market, index = narrowed(course.market._replace(groups=groups), looked_at)
    found = round_(market)
    new = found.rung >= 0
    given, holder = tally(market, found.rung)
    said, last = course.said.copy(), course.last.copy()
    answer(market, found.rung, holder, index, said, last)
    rung = course.rung.copy()
    rung[new] = index[found.rung[new]]
    return replace(
        course,
        seats=np.maximum(course.seats - given, 0),
        rung=rung,
        round_of=np.where(new, course.rounds, course.round_of),
        said=said,
        last=last,
        rounds=course.rounds + 1,
        asked=course.asked + found.asked,
        wished=course.wished + found.wished,
    )


def _rungs_of(market: Market) -> IntArray:
    start, stop = bounds(market)
    return stop - start
