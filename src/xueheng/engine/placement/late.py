"""后到学生: one after another into a class, and nobody who has a class changes it."""

from __future__ import annotations

import numpy as np

from xueheng.engine.placement.measures import Features, IntArray
from xueheng.engine.placement.rules import FREE, Rules
from xueheng.engine.placement.stream import Stream, shuffled


def joined_smallest(features: Features, rules: Rules, *, held: IntArray, state: Stream) -> IntArray:
    """人数最少: each late-comer, in the order given, in the class with fewest seats taken; ties are drawn."""
    found = held.copy()
    for pupil in np.flatnonzero(held == FREE):
        order = shuffled(state, rules.classes).tolist()
        found[pupil] = _smallest(rules, found, int(pupil), order)[0]
    return found


def joined_balanced(features: Features, rules: Rules, *, held: IntArray, state: Stream) -> IntArray:
    """最利均衡: of the classes with fewest seats taken that which stays nearest to the others."""
    found = held.copy()
    for pupil in np.flatnonzero(held == FREE):
        order = shuffled(state, rules.classes).tolist()
        open_ = _smallest(rules, found, int(pupil), order)
        costs = [_cost(features, rules, found, int(pupil), k) for k in open_]
        found[pupil] = open_[costs.index(min(costs))]
    return found


def _smallest(rules: Rules, found: IntArray, pupil: int, order: list[int]) -> list[int]:
    """The allowed classes with fewest seats taken: that of a sibling, never that of one kept apart."""
    siblings = {int(found[o]) for g in rules.together if pupil in g for o in g} - {FREE}
    barred = {int(found[o]) for g in rules.apart if pupil in g for o in g if o != pupil}
    own = siblings | ({int(rules.fixed[pupil])} - {FREE})
    open_ = [k for k in order if k not in barred and (not own or k in own)] or order
    held = found != FREE
    taken = np.bincount(found[held], rules.seats[held], minlength=rules.classes)
    return [k for k in open_ if taken[k] == min(taken[open_])]


def _cost(features: Features, rules: Rules, found: IntArray, pupil: int, k: int) -> int:
    tried = found.copy()
    tried[pupil] = k
    held = tried != FREE
    part = Features(features.values[held], features.weight, features.numeric)
    away = part.deviation(tried[held], rules.classes)
    return int((away**2 * features.weight).sum())
