"""分发: examinees of a school go over all rooms in proportion, by tickets that nobody can know before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.seating.layout import Desks, IntArray

UnitArray = NDArray[np.uint64]
UNIT = 1 << 40  # places along a room are compared as whole parts of this


@dataclass(frozen=True)
class Examinees:
    """考生: codes of school and class (-1: none), and two tickets of each."""

    school: IntArray
    form: IntArray  # no two schools share the code of a class
    ticket: UnitArray
    place_ticket: UnitArray


@dataclass(frozen=True)
class Places:
    """一组考场的座位: desks of all rooms, one room after another."""

    room: IntArray
    number: IntArray  # from 0 in its room
    first: IntArray  # (rooms + 1)
    near: IntArray  # (desks, separation) places, then -1

    @property
    def load(self) -> IntArray:
        """Examinees of each room."""
        return np.diff(self.first)


def places_of(loads: IntArray, desks: Desks) -> Places:
    """The desks of rooms with so many examinees each."""
    first = np.concatenate(([0], np.cumsum(loads)))
    room = np.repeat(np.arange(loads.size), loads)
    number = np.arange(room.size) - first[room]
    near = desks.near[number]
    near = np.where((near >= 0) & (near < loads[room][:, None]), near + first[room][:, None], -1)
    return Places(room, number, first, near)


def dealt(who: Examinees, places: Places, *, room_ticket: UnitArray) -> IntArray:
    """The room of each examinee: large schools first, each room its share of every school and class."""
    load = places.load[places.room]
    along = (2 * places.number + 1) * UNIT // (2 * load)
    slots = np.lexsort((room_ticket[places.room], along))
    size = np.bincount(who.school)[who.school]
    drawn = _first_ticket(who.school, who.ticket)
    form = who.form - who.form.min(initial=0)
    people = np.lexsort((who.ticket, _first_ticket(form, who.ticket), who.school, drawn, -size))
    room = np.empty(who.school.size, np.int64)
    room[people] = places.room[slots]
    return room


def _first_ticket(code: IntArray, ticket: UnitArray) -> UnitArray:
    """The lowest ticket of all who share a code, for each."""
    least = np.full(code.max(initial=0) + 1, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, code, ticket)
    return least[code]


def first_seats(who: Examinees, places: Places, *, room: IntArray, desks: Desks) -> IntArray:
    """Who sits at each place at first: by ticket; where one school is many, it takes every other desk."""
    many = _count_in_room(who.school, room)
    crowd = np.zeros(places.load.size, np.int64)
    np.maximum.at(crowd, room, many)
    is_crowded = crowd * (3 if desks.near.shape[1] == 4 else 6) > places.load
    apart = is_crowded[room]
    people = np.lexsort((who.place_ticket, np.where(apart, who.school, 0), np.where(apart, -many, 0), room))
    row, column = desks.row[places.number] % 2, desks.column[places.number] % 2
    colour = (row + column) % 2 if desks.near.shape[1] == 4 else 2 * (1 - column) + 1 - row
    crowded = is_crowded[places.room]
    seats = np.lexsort((places.number, np.where(crowded, colour, 0), places.room))
    seated = np.empty(people.size, np.int64)
    seated[seats] = people
    return seated


def _count_in_room(school: IntArray, room: IntArray) -> IntArray:
    """How many of the same school are in the room of each."""
    pair = room * (school.max(initial=0) + 1) + school
    _, at, count = np.unique(pair, return_inverse=True, return_counts=True)
    found: IntArray = count[at]
    return found
