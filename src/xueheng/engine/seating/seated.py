"""排座: dealt, separated, proven."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.exact_room import best_room
from xueheng.engine.kernels.neighbours import separate
from xueheng.engine.seating.certificate import conflicts, pool_bound, room_bound
from xueheng.engine.seating.deal import Examinees, Places, UnitArray, dealt, first_seats, places_of
from xueheng.engine.seating.layout import Desks, IntArray
from xueheng.engine.seating.patterns import patterned, searched

SIDES = 4  # neighbours where corners do not count
PATIENCE, TRIES = 12, 48  # rounds without gain, and rooms tried from each desk in a round
HARD_ROOMS = 4  # rooms given to the solver; more are reported as not proven


@dataclass(frozen=True)
class Seating:
    """一组考场的座位: who sits where, with what is left and what nobody could avoid."""

    places: Places
    seated: IntArray  # examinee by place
    conflicts: int  # pairs of neighbours of one school
    class_conflicts: int
    bound: int
    class_bound: int
    over: IntArray  # by code of school: pairs that its own number makes unavoidable
    proven: int  # rooms with conflicts that were shown to have the fewest for who sits in them
    left: int  # rooms with conflicts of which that was not shown


def seat(who: Examinees, loads: IntArray, *, desks: Desks, room_ticket: UnitArray, start: int) -> Seating:
    """Everyone at a desk, with as few neighbours of one school, then of one class, as could be found."""
    places = places_of(loads, desks)
    room = dealt(who, places, room_ticket=room_ticket)
    state = np.array([start], np.uint64)
    seated = _separated(first_seats(who, places, room=room, desks=desks), who, places, state)
    over = pool_bound(who.school, places, desks)
    bound = int(over.sum())
    if desks.near.shape[1] > SIDES and _pairs(seated, who, places) > bound:
        _, label = np.unique(who.school, return_inverse=True)
        search = searched(np.bincount(label), places, desks)
        if search:
            bound = max(bound, search.bound)
            turned = patterned(who, places, label=label, search=search)
            both = (seated, _separated(turned, who, places, state))
            seated = min(both, key=lambda one: _pairs(one, who, places))
    return _proven(Seating(places, seated, 0, 0, bound, 0, over, 0, 0), who, desks)


def _separated(seated: IntArray, who: Examinees, places: Places, state: UnitArray) -> IntArray:
    """Seats exchanged until neighbours are of different schools, then of different classes."""
    one_school = who.school.max() == who.school.min()
    school = np.full(seated.size, -1) if one_school else who.school[seated]
    form = who.form[seated]
    separate(seated, school, form, places.near, places.room, places.first, state, PATIENCE, TRIES)
    return seated


def _pairs(seated: IntArray, who: Examinees, places: Places) -> int:
    return int(conflicts(who.school[seated], places).sum())


def _proven(found: Seating, who: Examinees, desks: Desks) -> Seating:
    places, seated = found.places, found.seated.copy()
    left = conflicts(who.school[seated], places)
    is_open = left > room_bound(who.school[seated], places, desks) if left.sum() > found.bound else left < 0
    hard = np.flatnonzero(is_open)
    proven = sum(_solved(seated, room, who=who, places=places, desks=desks) for room in hard[:HARD_ROOMS])
    left = conflicts(who.school[seated], places)
    return replace(
        found,
        seated=seated,
        conflicts=int(left.sum()),
        class_conflicts=int(conflicts(who.form[seated], places).sum()),
        class_bound=int(pool_bound(who.form, places, desks).sum()),
        proven=int(((left > 0) & ~is_open).sum()) + proven,
        left=0 if left.sum() == found.bound else int(hard.size) - proven,
    )


def _solved(seated: IntArray, room: int, *, who: Examinees, places: Places, desks: Desks) -> bool:
    """The room's best seats are taken in place; True when they are proven so."""
    held = slice(places.first[room], places.first[room + 1])
    people = seated[held]
    kinds = list(zip(who.school[people].tolist(), who.form[people].tolist(), strict=True))
    best = best_room(kinds, desks.edges(people.size))
    seated[held] = people[list(best.seated)]
    return best.is_proven
