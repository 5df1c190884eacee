"""One round of admission: serial turns, or proposals down every ladder of the market."""

from __future__ import annotations

import numpy as np

from xueheng.engine.admission.market import IntArray, Manner, Market, Match
from xueheng.engine.kernels.bundles import empty, first_wished, release, settle
from xueheng.engine.kernels.proposals import propose
from xueheng.engine.kernels.turns import take_turns

MOST_RECALLS = 10_000
TICKET_ONLY = Manner(together=False, ties=False)


def serial(market: Market, *, turn: IntArray, manner: Manner = TICKET_ONLY) -> Match:
    """平行志愿一轮投档: in the order of `turn`, each unit takes the first listed program with room."""
    return Match(*take_turns(turn, market, manner))


def deferred(market: Market, *, manner: Manner = TICKET_ONLY) -> Match:
    """延迟接受: each unit at the best program of its list where no better unit takes its seat."""
    ladders = market.ladders
    start, stop = bounds(market)
    if not manner.ties and bool((market.size == 1).all()):
        return Match(*propose(start, stop, ladders.group, ladders.rank, market.groups.seats))
    return _with_bundles(market, manner)


def bounds(market: Market) -> tuple[IntArray, IntArray]:
    """Where each unit's rungs begin and end."""
    ends = market.ladders.first_rung[market.ladders.first_choice]
    return ends[:-1], ends[1:]


def _with_bundles(market: Market, manner: Manner) -> Match:
    start, stop = bounds(market)
    room = market.groups.seats + market.groups.extra[market.groups.program] + 1
    held = empty(start, room)
    asked = settle(held, stop, np.arange(start.size), market, manner)
    for _ in range(MOST_RECALLS):
        unit, rung = first_wished(held, start, stop, market, manner)
        if unit < 0:
            break
        if held.rung[unit] < stop[unit]:
            release(held, unit, market.ladders.group[held.rung[unit]], market.size[unit])
        held.rung[unit] = rung - 1
        asked += settle(held, stop, np.array([unit]), market, manner)
    return Match(np.where(held.rung < stop, held.rung, -1), asked)
