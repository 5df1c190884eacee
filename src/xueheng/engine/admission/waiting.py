"""候补名单: for each program, in order, the units that would rather stand there than where they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xueheng.engine.admission.course import BELOW, CLOSED, NO_ROOM, Course
from xueheng.engine.admission.keys import stacked
from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.engine.admission.rounds import bounds


@dataclass(frozen=True)
class Waiting:
    """The lists of all programs one after another, each in the order in which its units would be asked."""

    program: IntArray
    position: IntArray  # from 1 in each program
    unit: IntArray


def waiting_lists(course: Course, *, counted: BoolArray) -> Waiting:
    """The units that the counted rungs said no to, by the best rank that each has in a program.

    `counted` (rungs) names the rungs whose ranks are of one order, such as those of the general groups.
    """
    market = course.market
    ladders, stop = market.ladders, bounds(market)[1]
    wanted = np.flatnonzero(counted & np.isin(course.said, (BELOW, CLOSED, NO_ROOM)))
    unit = np.searchsorted(stop, wanted, side="right")
    choice, own = (
        np.searchsorted(ladders.first_rung, at, side="right") for at in (wanted, course.rung[unit])
    )
    is_above = (course.rung[unit] < 0) | (choice < own)
    wanted, unit, choice = wanted[is_above], unit[is_above], choice[is_above]
    begins = np.flatnonzero(np.diff(choice, prepend=-1))
    rank = np.minimum.reduceat(ladders.rank[wanted], begins) if begins.size else begins
    program, unit = market.groups.program[ladders.group[wanted[begins]]], unit[begins]
    order = np.argsort(stacked(program, rank), kind="stable")
    program, unit = program[order], unit[order]
    position = np.arange(program.size) - np.searchsorted(program, program) + 1
    return Waiting(program, position, unit)
