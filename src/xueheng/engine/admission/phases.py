"""两段录取: general seats first, then quota seats down to so much below each program's general line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.admission.course import NOT_ASKED, UNDER_LINE, Course, begun, then
from xueheng.engine.admission.market import BoolArray, IntArray, Manner, Market, Match
from xueheng.engine.admission.rounds import TICKET_ONLY, bounds, deferred

NO_LINE = np.iinfo(np.int64).min // 4  # below every mark, also after a delta
REVERTED = 1 << 60  # ranks of those whom only the reversion of unfilled seats lets in come after all others


@dataclass(frozen=True)
class Quotas:
    """指标: which groups are general, and how far below the general line the others may go."""

    is_open: BoolArray  # (groups)
    delta: IntArray  # (groups) in units of the mark
    target: IntArray  # (groups) group that gets the seats left over, -1 for none
    mark: IntArray  # (units) what lines are drawn in, higher is better


@dataclass(frozen=True)
class TwoPhase:
    """两段录取结果: the course, each program's general line, and the seats that each group gave away."""

    course: Course
    line: IntArray  # (programs) mark of the last admitted to general seats, NO_LINE where nobody was
    reverted: IntArray  # (groups)


def final_phases(market: Market, quotas: Quotas, *, manner: Manner = TICKET_ONLY) -> TwoPhase:
    """两段录取: whoever has a general seat keeps it, though a quota seat higher up the list were free."""
    general = _general(market, quotas, manner)
    line = general_line(general, quotas)
    course = then(general, lambda part: deferred(part, manner=manner), open_to=_quota(market, quotas, line))
    left = np.where(quotas.target >= 0, course.seats, 0)
    seats = course.seats - left
    np.add.at(seats, quotas.target[quotas.target >= 0], left[quotas.target >= 0])
    gained = np.zeros(left.size, bool)
    gained[quotas.target[left > 0]] = True
    allowed = gained[market.ladders.group] & (_open(market, quotas) | _quota(market, quotas, line))
    again = replace(course, seats=seats)
    last = then(again, lambda part: deferred(part, manner=manner), open_to=allowed)
    return TwoPhase(_noted(last, quotas, line), line, left)


def tentative_phases(market: Market, quotas: Quotas, *, manner: Manner = TICKET_ONLY) -> TwoPhase:
    """两段录取: the first phase only draws the lines; then general and quota seats are asked as one list."""
    line = general_line(_general(market, quotas, manner), quotas)
    allowed = _open(market, quotas) | _quota(market, quotas, line) | (market.ladders.rank >= REVERTED)
    course = then(begun(market), lambda part: deferred(part, manner=manner), open_to=allowed)
    return TwoPhase(_noted(course, quotas, line), line, np.zeros(market.groups.seats.size, np.int64))


def general_line(course: Course, quotas: Quotas) -> IntArray:
    """Each program's 统招线: the least mark admitted so far to its general seats."""
    market = course.market
    line = np.full(market.groups.extra.size, np.iinfo(np.int64).max)
    placed = np.flatnonzero(course.rung >= 0)
    group = market.ladders.group[course.rung[placed]]
    np.minimum.at(line, market.groups.program[group], quotas.mark[placed])
    return np.where(line == np.iinfo(np.int64).max, NO_LINE, line)


def _general(market: Market, quotas: Quotas, manner: Manner) -> Course:
    def round_(part: Market) -> Match:
        return deferred(part, manner=manner)

    return then(begun(market), round_, open_to=_open(market, quotas))


def _open(market: Market, quotas: Quotas) -> BoolArray:
    return quotas.is_open[market.ladders.group]


def _noted(course: Course, quotas: Quotas, line: IntArray) -> Course:
    """The course with UNDER_LINE on the quota rungs whose line was missed."""
    market = course.market
    missed = _own(market, quotas) & ~_quota(market, quotas, line) & (course.said == NOT_ASKED)
    return replace(course, said=np.where(missed, UNDER_LINE, course.said).astype(np.int8))


def _own(market: Market, quotas: Quotas) -> BoolArray:
    ladders = market.ladders
    return np.asarray(~quotas.is_open[ladders.group] & (ladders.rank < REVERTED))


def _quota(market: Market, quotas: Quotas, line: IntArray) -> BoolArray:
    start, stop = bounds(market)
    mark = np.repeat(quotas.mark, stop - start)
    least = line[market.groups.program] - quotas.delta
    return np.asarray(_own(market, quotas) & (mark >= least[market.ladders.group]))
