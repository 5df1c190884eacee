"""监考安排的条件与现状: who may, and what has been given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
LOAD, PAIR, ROOM, SCHOOL, SEX = 2000, 1500, 800, 300, 100  # what each weighs; a ticket weighs less than SEX
FORBIDDEN = 1 << 40


@dataclass(frozen=True)
class Conditions:
    """条件: who may serve in a session, which rooms each must avoid, and the drawn numbers."""

    allowed: BoolArray  # (sessions, teachers)
    barred: BoolArray  # (teachers, rooms)
    school: IntArray  # (teachers), -1 where it does not matter
    sex: IntArray
    drawn: IntArray  # (teachers, rooms) from 0 to SEX - 1
    per_room: int


class Unfilled(ValueError):
    """A session has rooms for which nobody is left."""

    def __init__(self, session: int, rooms: Sequence[int]) -> None:
        self.session, self.rooms = session, tuple(rooms)  # a room once for each who is missing in it
        super().__init__(f"session {session}: {len(rooms)} duties without invigilators")


class Roster:
    """监考表: duties given so far, and how often each teacher, pair and room was taken."""

    def __init__(self, given: Conditions, *, counts_pairs: bool, counts_rooms: bool) -> None:
        sessions, teachers = given.allowed.shape
        self.given = given
        self.pair, self.room = PAIR * counts_pairs, ROOM * counts_rooms
        self.duty = np.full((sessions, given.barred.shape[1], given.per_room), -1)
        self.load = np.zeros(teachers, np.int64)
        self.met = np.zeros((teachers, teachers), np.int64)
        self.seen = np.zeros(given.barred.shape, np.int64)

    def put(self, session: int, room: int, place: int, teacher: int) -> None:
        """The duty is the teacher's."""
        self._count(session, room, place, teacher, 1)
        self.duty[session, room, place] = teacher

    def take(self, session: int, room: int, place: int) -> int:
        """The duty is nobody's; whose it was."""
        teacher = int(self.duty[session, room, place])
        self.duty[session, room, place] = -1
        self._count(session, room, place, teacher, -1)
        return teacher

    def _count(self, session: int, room: int, place: int, teacher: int, by: int) -> None:
        self.load[teacher] += by
        self.seen[teacher, room] += by
        for other in self.partners(session, room, place):
            self.met[teacher, other] += by
            self.met[other, teacher] += by

    def partners(self, session: int, room: int, place: int) -> list[int]:
        """Who else watches the room."""
        return [int(t) for at, t in enumerate(self.duty[session, room]) if at != place and t >= 0]

    def free(self, session: int) -> BoolArray:
        """Who may serve in the session and has no duty in it."""
        found: BoolArray = self.given.allowed[session].copy()
        busy = self.duty[session]
        found[busy[busy >= 0]] = False
        return found

    def weights(self, session: int, room: int, place: int) -> IntArray:
        """What the duty weighs for each teacher, whether free or not."""
        given = self.given
        found = LOAD * self.load + self.room * self.seen[:, room] + given.drawn[:, room]
        for other in self.partners(session, room, place):
            found = found + self.pair * self.met[:, other]
            found = found + SCHOOL * ((given.school == given.school[other]) & (given.school >= 0))
            found = found + SEX * ((given.sex == given.sex[other]) & (given.sex >= 0))
        return np.where(given.barred[:, room], FORBIDDEN, found)

    def weight(self, session: int, room: int, place: int, teacher: int) -> int:
        """What the duty weighs for one teacher apart from the load, which an exchange does not change."""
        given = self.given
        if given.barred[teacher, room]:
            return FORBIDDEN
        found = self.room * self.seen[teacher, room] + given.drawn[teacher, room]
        for other in self.partners(session, room, place):
            found += self.pair * self.met[teacher, other]
            found += SCHOOL * (given.school[teacher] == given.school[other] >= 0)
            found += SEX * (given.sex[teacher] == given.sex[other] >= 0)
        return int(found)
