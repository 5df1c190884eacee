"""One round of admission: serial turns, or proposals down every ladder of the market."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from xueheng.engine.admission.market import IntArray, Manner, Market, Match
from xueheng.engine.kernels.bundles import Held, empty, settle
from xueheng.engine.kernels.proposals import propose
from xueheng.engine.kernels.recalls import first_wished, release
from xueheng.engine.kernels.turns import take_turns

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
    """Proposals, then each rung may call its unit back once, so that it comes to an end."""
    start, stop = bounds(market)
    held = empty(start, market.groups.seats + market.groups.extra[market.groups.program] + 1)
    asked = settle(held, stop, np.arange(start.size), market, manner)
    for unit, rung in _calls(held, market, manner):
        own, rejected = held.rung[unit], np.zeros(0, np.int64)
        if own < stop[unit]:
            rejected = release(held, unit, market.ladders.group[own], market, manner)
        held.rung[unit] = rung - 1
        asked += settle(held, stop, np.concatenate(([unit], rejected[::-1])), market, manner)
    wished = _wished(held, market, manner)
    return Match(np.where(held.rung < stop, held.rung, -1), asked, wished)


def _calls(held: Held, market: Market, manner: Manner) -> Iterator[tuple[int, int]]:
    """Unit and rung that calls it back: one pass over the units after another until one calls nobody."""
    called, first, limits = np.zeros(market.ladders.group.size, bool), 0, bounds(market)
    while True:
        unit, rung = first_wished(held, first, limits, market, manner, called)
        if unit < 0 and first == 0:
            return
        first = unit + 1
        if unit >= 0:
            called[rung] = True
            yield unit, rung


def _wished(held: Held, market: Market, manner: Manner) -> tuple[int, ...]:
    """The units that a group above their own rung would take even now."""
    never, limits = np.zeros(market.ladders.group.size, bool), bounds(market)
    found, unit = [], -1
    while (unit := first_wished(held, unit + 1, limits, market, manner, never)[0]) >= 0:
        found.append(unit)
    return tuple(found)
