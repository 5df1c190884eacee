"""排监考: session by session the best match of teachers and rooms, then whatever can be bettered."""

from __future__ import annotations

import numpy as np

from xueheng.engine.exact_duties import better_session
from xueheng.engine.invigilation.chains import balanced, filled
from xueheng.engine.invigilation.roster import FORBIDDEN, Conditions, IntArray, Roster, Unfilled

ROUNDS, TURNS = 6, 3


def assigned(given: Conditions, *, counts_pairs: bool, counts_rooms: bool) -> Roster:
    """Every room watched in every session; Unfilled when that cannot be."""
    roster = Roster(given, counts_pairs=counts_pairs, counts_rooms=counts_rooms)
    for session in range(given.allowed.shape[0]):
        for place in range(given.per_room):
            _matched(roster, session, place)
        empty = np.argwhere(roster.duty[session] < 0).tolist()
        if left := [room for room, place in empty if not filled(roster, session, room, place)]:
            raise Unfilled(session, left)
    for _ in range(TURNS):
        _settled(roster)
        if not balanced(roster):
            break
    return roster


def _settled(roster: Roster) -> None:
    """Duties in trouble go to others, change hands, or are solved anew."""
    for _ in range(ROUNDS):
        troubled = _troubled(roster)
        if not sum(_bettered(roster, *duty) for duty in troubled):
            break
    for session in sorted({duty[0] for duty in _troubled(roster)}):
        better_session(roster, session, rooms=[room for s, room, _ in _troubled(roster) if s == session])


def _matched(roster: Roster, session: int, place: int) -> None:
    from scipy.optimize import linear_sum_assignment

    rooms = roster.duty.shape[1]
    weights = np.stack([roster.weights(session, room, place) for room in range(rooms)], axis=1)
    weights[~roster.free(session)] = FORBIDDEN
    teachers, found = linear_sum_assignment(weights)
    for teacher, room in zip(teachers.tolist(), found.tolist(), strict=True):
        if weights[teacher, room] < FORBIDDEN:
            roster.put(session, room, place, teacher)


def _troubled(roster: Roster) -> list[tuple[int, int, int]]:
    """Duties of teachers with too many, of pairs that met before, of rooms watched before."""
    able = roster.given.allowed.any(axis=0)
    least = int(roster.load[able].min())
    found = []
    for session, room, place in np.ndindex(*roster.duty.shape):
        teacher = int(roster.duty[session, room, place])
        again = any(roster.met[teacher, o] > 1 for o in roster.partners(session, room, place))
        seen = roster.room > 0 and roster.seen[teacher, room] > 1
        if roster.load[teacher] > least + 1 or (again and roster.pair > 0) or seen:
            found.append((session, room, place))
    return found


def _bettered(roster: Roster, session: int, room: int, place: int) -> bool:
    """The duty goes to whoever fits best, or is exchanged in the session; True where that betters it."""
    before = roster.take(session, room, place)
    weights = np.where(roster.free(session), roster.weights(session, room, place), FORBIDDEN)
    best = int(weights.argmin())
    roster.put(session, room, place, best if weights[best] < weights[before] else before)
    return bool(weights[best] < weights[before]) or _exchanged(roster, session, room, place)


def _exchanged(roster: Roster, session: int, room: int, place: int) -> bool:
    for other, at in np.ndindex(*roster.duty.shape[1:]):
        if other != room and _swapped(roster, session, (room, place), (int(other), int(at))):
            return True
    return False


def _swapped(roster: Roster, session: int, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """The two duties are exchanged if both together weigh less."""
    first, second = roster.take(session, *a), roster.take(session, *b)
    kept = roster.weight(session, *a, first) + roster.weight(session, *b, second)
    is_better = roster.weight(session, *a, second) + roster.weight(session, *b, first) < kept
    roster.put(session, *a, second if is_better else first)
    roster.put(session, *b, first if is_better else second)
    return is_better


def reserves(roster: Roster, share: int, *, drawn: IntArray) -> list[list[int]]:
    """备用: in each session so many who are free, those with the fewest calls first, then by ticket."""
    called = roster.load.copy()
    found = []
    for session in range(roster.duty.shape[0]):
        free = np.flatnonzero(roster.free(session))
        chosen = free[np.lexsort((drawn[free], called[free]))][:share]
        called[chosen] += 1
        found.append([int(t) for t in chosen])
    return found


def chiefs(roster: Roster, *, drawn: IntArray) -> IntArray:
    """Duties with the chief of each room first: who was so least often, then by ticket."""
    led = np.zeros(roster.load.size, np.int64)
    found = roster.duty.copy()
    for session, room in np.ndindex(*found.shape[:2]):
        team = found[session, room]
        found[session, room] = team[np.lexsort((drawn[team], led[team]))]
        led[found[session, room, 0]] += 1
    return found
