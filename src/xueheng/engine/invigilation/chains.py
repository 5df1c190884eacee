"""调剂: duties handed on from one teacher to the next, until one is filled or loads come nearer."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from xueheng.engine.invigilation.roster import BoolArray, Roster

Step = tuple[int, int]  # a teacher, or past all teachers a room in a session; and who moves there or leaves
Slot = tuple[int, int, int]


def filled(roster: Roster, session: int, room: int, place: int) -> bool:
    """The duty has someone, others of the session changing rooms where that takes it; False if nobody can."""
    teachers, rooms = _size(roster)
    path = _path(roster, [teachers + session * rooms + room], np.ones(teachers, bool))
    _hand_on(roster, path, (session, room, place))
    return bool(path)


def balanced(roster: Roster) -> bool:
    """Duties as even as who may serve when and where allows; True where one changed hands for it."""
    is_changed = False
    able = roster.given.allowed.any(axis=0)
    for load in range(int(roster.load.max()), int(roster.load[able].min()) + 1, -1):
        while path := _path(
            roster, np.flatnonzero(roster.load == load).tolist(), able & (roster.load < load - 1)
        ):
            _hand_on(roster, path, None)
            is_changed = True
    return is_changed


def _size(roster: Roster) -> tuple[int, int]:
    return roster.load.size, roster.duty.shape[1]


def _path(roster: Roster, starts: Sequence[int], goal: BoolArray) -> list[Step]:
    """The shortest chain from a start to a teacher who is a goal; empty where there is none."""
    came: dict[int, Step] = {start: (-1, -1) for start in starts}
    waiting = deque(starts)
    while waiting:
        at = waiting.popleft()
        if at < goal.size and goal[at]:
            return _read_back(came, at)
        for to, mover in _given_up(roster, at) if at < goal.size else _takers(roster, at):
            if to not in came:
                came[to] = (at, mover)
                waiting.append(to)
    return []


def _read_back(came: dict[int, Step], at: int) -> list[Step]:
    steps: list[Step] = []
    while came[at][0] >= 0:
        steps.append((at, came[at][1]))
        at = came[at][0]
    return steps[::-1]


def _given_up(roster: Roster, teacher: int) -> Iterator[Step]:
    teachers, rooms = _size(roster)
    for session, room, _ in np.argwhere(roster.duty == teacher).tolist():
        yield teachers + session * rooms + room, teacher


def _takers(roster: Roster, at: int) -> Iterable[Step]:
    """Who may take a duty of the room: free ones, and those who leave another room for it."""
    teachers, rooms = _size(roster)
    session, room = divmod(at - teachers, rooms)
    step = np.arange(teachers)
    where, place = np.nonzero(roster.duty[session] >= 0)
    step[roster.duty[session][where, place]] = teachers + session * rooms + where
    may = roster.given.allowed[session] & ~roster.given.barred[:, room] & (step != at)
    movers = np.flatnonzero(may)
    return zip(step[movers].tolist(), movers.tolist(), strict=True)


def _hand_on(roster: Roster, path: Sequence[Step], slot: Slot | None) -> None:
    teachers, rooms = _size(roster)
    for at, mover in path:
        opened = None
        if at >= teachers:
            session, room = divmod(at - teachers, rooms)
            opened = (session, room, roster.duty[session, room].tolist().index(mover))
            roster.take(*opened)
        if slot:
            roster.put(*slot, mover)
        slot = opened
