"""100,000 examinees in rooms of thirty, 1,000 invigilators in 400 rooms: time, and what is left unavoidable.

Run with `python -m benchmarks.seating`. The first call compiles (or reads what was compiled before).
"""

import numpy as np

from benchmarks.timing import beside, compiling, timed
from xueheng.engine.invigilation.duties import assigned
from xueheng.engine.invigilation.roster import SEX, Conditions, Roster
from xueheng.engine.seating.certificate import conflicts
from xueheng.engine.seating.deal import Examinees, places_of
from xueheng.engine.seating.layout import Layout, desks_of
from xueheng.engine.seating.seated import Seating, seat

EXAMINEES, SCHOOLS, LARGEST, ROOM = 100_000, 60, 0.048, 30
TEACHERS, ROOMS, SESSIONS = 1000, 400, 6
COMPILED = "from benchmarks.seating import rooms, roll, seating; seating(roll(), rooms(), 4)"


def roll() -> Examinees:
    random = np.random.default_rng(1)
    small = random.uniform(0.5, 3, SCHOOLS - 1)
    shares = np.concatenate(([LARGEST], small / small.sum() * (1 - LARGEST)))
    school = random.choice(SCHOOLS, EXAMINEES, p=shares)
    form = school * 12 + random.integers(0, 12, EXAMINEES)
    one, two = (random.integers(0, 2**62, EXAMINEES).astype(np.uint64) for _ in range(2))
    return Examinees(school, form, one, two)


def rooms() -> np.ndarray:
    full, rest = divmod(EXAMINEES, ROOM)
    return np.array([ROOM] * full + [rest] * (rest > 0))


def seating(who: Examinees, loads: np.ndarray, separation: int) -> Seating:
    desks = desks_of(Layout((6,), "s_shape", separation), ROOM)
    drawn = np.random.default_rng(2).integers(0, 2**62, loads.size).astype(np.uint64)
    return seat(who, loads, desks=desks, room_ticket=drawn, start=3)


def at_random(who: Examinees, loads: np.ndarray, separation: int) -> int:
    """Pairs of one school where seats are drawn and nothing else is done."""
    places = places_of(loads, desks_of(Layout((6,), "s_shape", separation), ROOM))
    shuffled = np.random.default_rng(4).permutation(who.school)
    return int(conflicts(shuffled, places).sum())


def duties() -> Roster:
    random = np.random.default_rng(1)
    subject, school = random.integers(0, SESSIONS + 3, TEACHERS), random.integers(0, 10, TEACHERS)
    allowed = np.array([subject != session for session in range(SESSIONS)])
    barred = school[:, None] == (np.arange(ROOMS) * 4 // ROOMS)[None]
    sex, drawn = random.integers(0, 2, TEACHERS), random.integers(0, SEX, (TEACHERS, ROOMS))
    given = Conditions(allowed, barred, school, sex, drawn, 2)
    return assigned(given, counts_pairs=True, counts_rooms=True)


def main() -> None:
    print(f"compiling, once on a machine: {compiling(COMPILED):.1f} s")
    who = roll()
    loads = rooms()
    for separation in (4, 8):
        timing = timed(lambda separation=separation: seating(who, loads, separation))
        found = timing.result
        print(f"{EXAMINEES} examinees, {separation} neighbours:", end=" ")
        print(f"first {timing.first:.2f} s, second {timing.second:.2f} s")
        print(f"  pairs of one school {found.conflicts} (least {found.bound}),", end=" ")
        print(f"of one class {found.class_conflicts}")
        drawn = timed(lambda separation=separation: at_random(who, loads, separation))
        beside(timing.second, drawn.second, f"seats merely drawn, {drawn.result} pairs of one school")
    timing = timed(duties)
    roster = timing.result
    print(f"{TEACHERS} teachers, {ROOMS} rooms, {SESSIONS} sessions: {timing.second:.2f} s")
    print(f"  pairs that met again {int((roster.met > 1).sum()) // 2},", end=" ")
    print(f"loads {roster.load.min()} to {roster.load.max()}")


if __name__ == "__main__":
    main()
