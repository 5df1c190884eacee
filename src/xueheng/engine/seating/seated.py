"""排座: dealt, separated, proven."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from xueheng.engine.exact_room import best_room
from xueheng.engine.kernels.neighbours import separate
from xueheng.engine.placement.stream import drawn
from xueheng.engine.seating.certificate import conflicts, pool_bound, room_bound
from xueheng.engine.seating.deal import Examinees, Places, UnitArray, dealt, first_seats, places_of
from xueheng.engine.seating.layout import Desks, IntArray
from xueheng.engine.seating.patterns import patterned, searched

SIDES = 4  # neighbours where corners do not count
PATIENCE, TRIES = 12, 48  # rounds without gain, and rooms tried from each desk in a round
HARD_ROOMS = 4  # rooms given to the solver, one by one
MANY, AGAIN, MOVED = 3000, 24, 6  # desks up to which it is tried again, how often, examinees moved each time
WHOLE = 60  # desks up to which it takes all rooms at once


@dataclass(frozen=True)
class Seating:
    """一组考场的座位: who sits where, with what is left and what nobody could avoid."""

    places: Places
    seated: IntArray  # examinee by place
    conflicts: int  # pairs of neighbours of one school
    class_conflicts: int
    bound: int
    over: IntArray  # by code of school: pairs that its own number makes unavoidable
    proven: int  # rooms with conflicts that were shown to have the fewest for who sits in them
    left: int  # rooms with conflicts; 0 where it is shown that no seating of all rooms has fewer


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
    if seated.size <= MANY:
        seated = _retried(seated, who, places, state, bound)
    return _proven(Seating(places, seated, 0, 0, bound, over, 0, 0), who, desks)


def _separated(seated: IntArray, who: Examinees, places: Places, state: UnitArray) -> IntArray:
    """Seats exchanged until neighbours are of different schools, then of different classes."""
    one_school = who.school.max() == who.school.min()
    school = np.full(seated.size, -1) if one_school else who.school[seated]
    form = who.form[seated]
    separate(seated, school, form, places.near, places.room, places.first, state, PATIENCE, TRIES)
    return seated


def _retried(seated: IntArray, who: Examinees, places: Places, state: UnitArray, bound: int) -> IntArray:
    """The best of several more tries, each after a few neighbours of one school were moved anywhere."""
    best, least = seated, _pairs(seated, who, places)
    for _ in range(AGAIN):
        if least <= bound:
            break
        turned, school = best.copy(), who.school[best]
        beside = np.flatnonzero(((places.near >= 0) & (school[places.near] == school[:, None])).any(axis=1))
        for _ in range(MOVED):
            a, b = beside[int(drawn(state, beside.size))], int(drawn(state, turned.size))
            turned[[a, b]] = turned[[b, a]]
        turned = _separated(turned, who, places, state)
        found = _pairs(turned, who, places)
        best, least = (turned, found) if found <= least else (best, least)
    return best


def _pairs(seated: IntArray, who: Examinees, places: Places) -> int:
    return int(conflicts(who.school[seated], places).sum())


def _proven(found: Seating, who: Examinees, desks: Desks) -> Seating:
    places, seated = found.places, found.seated.copy()
    left = conflicts(who.school[seated], places)
    is_open = left > room_bound(who.school[seated], places, desks) if left.sum() > found.bound else left < 0
    is_whole = left.sum() > found.bound and seated.size <= WHOLE
    is_least = is_whole and _solved(seated, slice(None), who=who, edges=_edges(places))
    hard = np.flatnonzero(is_open & ~is_least)
    for room in hard[: 0 if is_whole else HARD_ROOMS]:
        held = slice(places.first[room], places.first[room + 1])
        is_open[room] = not _solved(seated, held, who=who, edges=desks.edges(int(places.load[room])))
    left = conflicts(who.school[seated], places)
    is_least = is_least or int(left.sum()) == found.bound
    return replace(
        found,
        seated=seated,
        conflicts=int(left.sum()),
        class_conflicts=int(conflicts(who.form[seated], places).sum()),
        proven=int(((left > 0) & (is_least | ~is_open)).sum()),
        left=0 if is_least else int((left > 0).sum()),
    )


def _edges(places: Places) -> list[tuple[int, int]]:
    desk, side = np.nonzero(places.near > np.arange(places.near.shape[0])[:, None])
    return list(zip(desk.tolist(), places.near[desk, side].tolist(), strict=True))


def _solved(seated: IntArray, held: slice, *, who: Examinees, edges: list[tuple[int, int]]) -> bool:
    """The best seats of these desks are taken in place; True when they are proven so."""
    people = seated[held].copy()
    kinds = list(zip(who.school[people].tolist(), who.form[people].tolist(), strict=True))
    best = best_room(kinds, edges)
    seated[held] = people[list(best.seated)]
    return best.is_proven
