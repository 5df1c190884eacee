"""录取线: the last unit admitted by each group and each program; none where a seat stayed free."""

from __future__ import annotations

import numpy as np

from xueheng.engine.admission.course import NOBODY, Course
from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.engine.kernels.answers import tally


def last_admitted(course: Course) -> IntArray:
    """The unit of highest rank that each group admitted in all rounds, NOBODY for a group without any."""
    return tally(course.market, course.rung)[1]


def group_cutoffs(course: Course) -> IntArray:
    """The last unit admitted by each group whose seats are all taken, NOBODY for the others."""
    return np.where(course.seats > 0, NOBODY, last_admitted(course))


def program_cutoffs(course: Course, *, counted: BoolArray) -> IntArray:
    """The last unit in the counted groups of each program, NOBODY where one of them has a seat left.

    `counted` (groups) names the groups that share one key, such as the general ones; of their last units
    the one of highest rank is taken.
    """
    market, last = course.market, last_admitted(course)
    program, free = market.groups.program, np.zeros(market.groups.extra.size, bool)
    free[program[counted & (course.seats > 0)]] = True
    full = np.flatnonzero(counted & (last >= 0) & ~free[program])
    by_rank = full[np.argsort(market.ladders.rank[course.rung[last[full]]], kind="stable")]
    found = np.full(free.size, NOBODY)
    found[program[by_rank]] = last[by_rank]
    return found
