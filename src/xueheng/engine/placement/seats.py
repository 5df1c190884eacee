"""Seats first: those whom a rule is about, then everyone else into what is left."""

from __future__ import annotations

import numpy as np

from xueheng.engine.placement.measures import IntArray
from xueheng.engine.placement.rules import FREE, Rules, Units
from xueheng.engine.placement.stream import Stream, drawn, shuffled


def seated(rules: Rules, units: Units, state: Stream) -> IntArray:
    """The class of each pupil, every rule kept; Conflict where they cannot be."""
    order = shuffled(state, rules.classes)
    class_of = _first(rules, units, order)
    if class_of is None:
        from xueheng.engine.placement.feasible import solved  # the solver is loaded only when it is needed

        wished = np.array([drawn(state, rules.classes) for _ in rules.fixed], np.int64)
        class_of = solved(rules, wished=wished)
    return _filled(rules, class_of, order)


def _first(rules: Rules, units: Units, order: IntArray) -> IntArray | None:
    """One unit after another into the allowed class with most room; None where that does not work out."""
    class_of = np.full(len(rules.fixed), FREE)
    special = set(units.of_pupil[rules.special].tolist())
    for unit in sorted(special, key=lambda u: (_is_open(rules, units.members[u]), u)):
        members = list(units.members[unit])
        found = _place(rules, class_of, members, order)
        if found is None:
            return None
        class_of[members] = found
    return class_of if _is_whole(rules, class_of) else None


def _is_open(rules: Rules, members: tuple[int, ...]) -> bool:
    return bool((rules.fixed[list(members)] == FREE).all())


def _place(rules: Rules, class_of: IntArray, members: list[int], order: IntArray) -> int | None:
    seats, taken = rules.seats, np.zeros(rules.classes, np.int64)
    taught = taken.copy()
    held = class_of != FREE
    np.add.at(taken, class_of[held], seats[held])
    np.add.at(taught, class_of[held], rules.inclusion[held])
    wanted = {int(k) for k in rules.fixed[members] if k != FREE}
    barred = _barred(rules, class_of, members)
    most = rules.least_seats + (rules.fuller > 0)
    is_taught = bool(rules.inclusion[members].any())
    open_ = [
        int(k)
        for k in order
        if k not in barred and wanted <= {int(k)} and taken[k] + seats[members].sum() <= most
    ]
    return min(open_, key=lambda k: (taught[k] if is_taught else 0, taken[k]), default=None)


def _barred(rules: Rules, class_of: IntArray, members: list[int]) -> set[int]:
    groups = [group for group in rules.apart if not set(group).isdisjoint(members)]
    if any(len(set(group).intersection(members)) > 1 for group in groups):
        return set(range(rules.classes))
    return {int(class_of[one]) for group in groups for one in group}


def _is_whole(rules: Rules, class_of: IntArray) -> bool:
    """True when 随班就读 pupils are spread and no more classes than may be are full beyond the least."""
    held = class_of != FREE
    taught = np.bincount(class_of[held], rules.inclusion[held], minlength=rules.classes)
    taken = np.bincount(class_of[held], rules.seats[held], minlength=rules.classes)
    is_spread = taught.max() - taught.min() <= 1
    return bool(is_spread and (taken > rules.least_seats).sum() <= rules.fuller)


def _filled(rules: Rules, class_of: IntArray, order: IntArray) -> IntArray:
    """Everyone else, round by round, into the classes that have seats left."""
    found, held = class_of.copy(), class_of != FREE
    taken = np.bincount(found[held], rules.seats[held], minlength=rules.classes).astype(np.int64)
    larger = sorted(order.tolist(), key=lambda k: taken[k] <= rules.least_seats)[: rules.fuller]
    left = rules.least_seats - taken
    left[larger] += 1
    rounds = [(turn, at, k) for at, k in enumerate(order.tolist()) for turn in range(left[k])]
    found[~held] = [k for _, _, k in sorted(rounds)]
    return found
