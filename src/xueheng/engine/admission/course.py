"""录取过程: rounds one after another, each final, and why each rung that was asked said no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.admission.market import BoolArray, IntArray, Market, Match, narrowed
from xueheng.engine.admission.rounds import bounds

NOT_ASKED, BELOW, CLOSED, NO_ROOM = range(4)  # what a rung said; a unit's own rung is NOT_ASKED
NOBODY = -1

Round = Callable[[Market], Match]


@dataclass(frozen=True)
class Course:
    """录取过程: where every unit stands after the rounds so far."""

    market: Market
    seats: IntArray  # (groups) still free
    rung: IntArray  # (units) -1 for none
    round_of: IntArray  # (units) the round that admitted it, -1 for none
    said: NDArray[np.int8]  # (rungs) NOT_ASKED, BELOW, CLOSED or NO_ROOM
    last: IntArray  # (rungs) the unit to which it lost, NOBODY where no unit did
    rounds: int
    asked: int


def begun(market: Market) -> Course:
    """Nobody is admitted, every seat is free."""
    n, rungs = market.size.size, market.ladders.group.size
    return Course(
        market,
        market.groups.seats,
        np.full(n, -1),
        np.full(n, -1),
        np.zeros(rungs, np.int8),
        np.full(rungs, NOBODY),
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
    said, last = course.said.copy(), course.last.copy()
    said[index], last[index] = _answers(market, found.rung)
    rung = course.rung.copy()
    rung[new] = index[found.rung[new]]
    return replace(
        course,
        seats=np.maximum(course.seats - taken(market, found.rung), 0),
        rung=rung,
        round_of=np.where(new, course.rounds, course.round_of),
        said=said,
        last=last,
        rounds=course.rounds + 1,
        asked=course.asked + found.asked,
    )


def taken(market: Market, rung: IntArray) -> IntArray:
    """Seats that each group gave."""
    counts = np.zeros(market.groups.seats.size, np.int64)
    placed = np.flatnonzero(rung >= 0)
    np.add.at(counts, market.ladders.group[rung[placed]], market.size[placed])
    return counts


def last_held(market: Market, rung: IntArray) -> IntArray:
    """The unit of highest rank that each group admitted, NOBODY for a group that admitted none."""
    found = np.full(market.groups.seats.size, NOBODY)
    placed = np.flatnonzero(rung >= 0)
    by_rank = placed[np.argsort(market.ladders.rank[rung[placed]], kind="stable")]
    found[market.ladders.group[rung[by_rank]]] = by_rank
    return found


def _rungs_of(market: Market) -> IntArray:
    start, stop = bounds(market)
    return stop - start


def _answers(market: Market, rung: IntArray) -> tuple[NDArray[np.int8], IntArray]:
    """What each rung above the one on which its unit stands said, and the last whom its group holds."""
    ladders, seats = market.ladders, market.groups.seats
    start, stop = bounds(market)
    length = stop - start
    here = np.arange(ladders.group.size)
    is_asked = here < np.repeat(np.where(rung >= 0, rung, stop), length)
    holder = last_held(market, rung)
    worst = np.full(seats.size, np.iinfo(np.int64).max)
    worst[holder >= 0] = ladders.rank[rung[holder[holder >= 0]]]
    said = np.full(here.size, NO_ROOM, np.int8)
    said[ladders.rank > worst[ladders.group]] = BELOW
    said[(seats == 0)[ladders.group]] = CLOSED
    return np.where(is_asked, said, NOT_ASKED).astype(np.int8), holder[ladders.group]
