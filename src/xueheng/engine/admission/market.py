"""志愿与计划: units, their ladders of groups of seats, and the groups, as integer arrays.

A unit is a pupil, or pupils kept together. Under each choice of its list stand the rungs: the groups of
that program which it may enter, in their order of precedence, each with its rank there. Proposing down
the rungs is proposing down the list to programs that fill their groups in order of precedence.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Ladders(NamedTuple):
    """志愿: choices of all units one after another, and under each choice its rungs."""

    first_choice: IntArray  # (units + 1) where each unit's choices begin
    first_rung: IntArray  # (choices + 1) where each choice's rungs begin
    group: IntArray  # (rungs)
    rank: IntArray  # (rungs) lower first, no two alike in a group
    tie: IntArray  # (rungs) equal where only the ticket tells two apart; empty where ties do not matter


class Groups(NamedTuple):
    """计划: the groups of seats of all programs, one after another in their order of precedence."""

    program: IntArray  # (groups)
    seats: IntArray  # (groups)
    extra: IntArray  # (programs) seats that ties and pupils kept together may add


class Market(NamedTuple):
    """一批招生: all that a mechanism needs to know."""

    ladders: Ladders
    size: IntArray  # (units) seats needed
    groups: Groups


class Manner(NamedTuple):
    """How a group that is full may grow."""

    together: bool  # for the last unit, that needs more seats than are left
    ties: bool  # for those whom only the ticket tells from the last


class Match(NamedTuple):
    """录取结果: the rung on which each unit stands, -1 for none, and how often a group was asked."""

    rung: IntArray
    asked: int
    wished: tuple[int, ...] = ()  # units that a group above would take: no stable end was found for them


def narrowed(market: Market, wanted: BoolArray) -> tuple[Market, IntArray]:
    """The market with the wanted rungs only, and the index of each of them in the whole."""
    index = np.flatnonzero(wanted)
    if index.size == wanted.size:
        return market, index
    ladders, before = market.ladders, np.concatenate(([0], np.cumsum(wanted)))
    part = Ladders(
        ladders.first_choice,
        before[ladders.first_rung],
        ladders.group[index],
        ladders.rank[index],
        ladders.tie[index] if ladders.tie.size else ladders.tie,
    )
    return market._replace(ladders=part), index
