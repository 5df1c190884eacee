"""逐志愿理由: why each choice of a list ended as it did, and to whom it was lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.admission.course import CLOSED, Course
from xueheng.engine.admission.cutoffs import last_admitted
from xueheng.engine.admission.market import IntArray
from xueheng.engine.kernels.answers import weigh


@dataclass(frozen=True)
class Reasons:
    """One answer for each choice; codes are those of `course`.

    ADMITTED; HIGHER: a higher choice admitted; BELOW: others held all seats, `last` is the one with the
    lowest rank; NO_ROOM: not below the last, but the unit needs more seats than were left; CLOSED: the
    seats had gone in an earlier round, or there were none; UNDER_LINE: below the line of the program less
    its delta; NOT_ASKED: the unit had a final seat before this choice could be asked; NO_RUNG: no group of
    the program may be entered.
    """

    code: NDArray[np.int8]  # (choices)
    rung: IntArray  # (choices) the one that admitted or that came nearest, -1 where none was asked
    last: IntArray  # (choices) unit, NOBODY where no unit stands against it

    def group(self, course: Course) -> IntArray:
        """The group of each choice's rung, -1 for none."""
        return _at(course.market.ladders.group, self.rung)


def reasons(course: Course) -> Reasons:
    """The answer of every choice; of several groups that said no, the one that came nearest counts.

    Nearest is a group without room for all of a unit, then one whose line was missed, then the one with
    the fewest ranks between the unit and the last admitted, then one that was closed.
    """
    ladders = course.market.ladders
    code, rung = weigh(course.market, course.rung, course.said, course.last)
    last = _at(course.last, rung)
    closed = np.flatnonzero(code == CLOSED)
    last[closed] = last_admitted(course)[ladders.group[rung[closed]]]
    return Reasons(code, rung, last)


def _at(values: NDArray[np.int64] | NDArray[np.int32], rung: IntArray) -> IntArray:
    """The value of each rung, -1 for none."""
    found, known = np.full(rung.size, -1), np.flatnonzero(rung >= 0)
    found[known] = values[rung[known]]
    return found
