"""两段录取的线: the mark that a quota group lets in, and where a seat given on was nearer than it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from xueheng.engine.admission.course import BELOW, NOT_ASKED, UNDER_LINE
from xueheng.engine.admission.cutoffs import last_admitted
from xueheng.engine.admission.market import IntArray
from xueheng.engine.admission.reasons import Reasons
from xueheng.methods.admission_match.batch import Batch
from xueheng.methods.admission_match.people import SCALE


def least_of(batch: Batch, rung: IntArray) -> IntArray:
    """The general line of each rung's program less the delta of its group."""
    world = batch.world
    group = world.market.ladders.group[rung]
    default = int((world.entry.people.params.delta or 0) * SCALE)
    delta = np.array([default if g.delta is None else g.delta for g in world.entry.plan.groups])
    line = (
        np.zeros(group.size, np.int64)
        if batch.line is None
        else batch.line[world.market.groups.program[group]]
    )
    return np.asarray(line - delta[group])


def mark_of(batch: Batch, rung: IntArray) -> IntArray:
    """The first score of those who stand for the units of these rungs."""
    people = batch.world.entry.people
    return people.number(people.scores[0])[0][batch.world.students(rung)]


def without_line(batch: Batch, found: Reasons) -> Reasons:
    """Where a seat that was given on went to one with less than a line asks, that seat is what was lost."""
    under = np.flatnonzero(found.code == UNDER_LINE)
    if not under.size:
        return found
    course, first = batch.course, batch.world.market.ladders.first_rung
    many = np.diff(first)[under]
    rung = np.repeat(first[under] - np.cumsum(many) + many, many) + np.arange(many.sum())
    choice = np.repeat(under, many)
    lost = (course.said[rung] == BELOW) & (course.last[rung] >= 0)
    rung, choice = rung[lost], choice[lost]
    last = mark_of(batch, course.rung[course.last[rung]])
    nearer = last < least_of(batch, found.rung[choice])
    rung, choice, last = rung[nearer], choice[nearer], last[nearer]
    _, at = np.unique(choice[order := np.lexsort((last, choice))], return_index=True)
    chosen = order[at]
    code, near, other = found.code.copy(), found.rung.copy(), found.last.copy()
    code[choice[chosen]], near[choice[chosen]] = BELOW, rung[chosen]
    other[choice[chosen]] = course.last[rung[chosen]]
    return replace(found, code=code, rung=near, last=other)


def passed_by(batch: Batch, found: Reasons) -> IntArray:
    """The choices lost by those whom the first phase placed for good, though a later seat asked for less."""
    course, world = batch.course, batch.world
    if world.entry.people.params.phase1 != "final" or batch.line is None:
        return np.zeros(0, np.int64)
    ladders, last = world.market.ladders, last_admitted(course)[world.market.ladders.group]
    behind = ladders.rank[course.rung[last]] if course.rung.size else last
    later = (course.seats[ladders.group] > 0) | ((last >= 0) & (behind > ladders.rank))
    later &= np.isin(course.said, (NOT_ASKED, BELOW))
    unit = np.repeat(np.arange(world.lists.size.size), np.diff(world.lists.first))
    lost = (found.code == BELOW) & (course.round_of[unit] == 0)
    return np.intersect1d(world.choice[later], np.flatnonzero(lost))
