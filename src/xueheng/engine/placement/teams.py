"""教师团队: one teacher of each subject in each, the teams alike, before they have a class."""

from __future__ import annotations

import numpy as np

from xueheng.engine.placement.classes import balanced
from xueheng.engine.placement.measures import Features, IntArray
from xueheng.engine.placement.rules import FREE, Rules
from xueheng.engine.placement.stream import shuffled, stream


def teamed(features: Features, subject: IntArray, *, teams: int, seed: str) -> IntArray:
    """The team of each post; a subject has as many posts as there are teams, and one of them in each."""
    state = stream(seed, "teams")
    start = np.zeros(len(subject), np.int64)
    for one in range(int(subject.max(initial=-1)) + 1):
        start[subject == one] = shuffled(state, teams)
    nobody = np.zeros(len(subject), np.int64)
    rules = Rules(teams, (), (), np.full(len(subject), FREE), nobody)
    return balanced(features, rules, start=start, state=state, kind=subject)
