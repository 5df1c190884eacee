"""Core of the admission engine, and PyPI `matching` beside it: times, equal results, memory.

Run with `python -m benchmarks.matching [PYTHON]`; PYTHON is an interpreter that has `matching` (this one
where none is named; without it the comparison is left out and said so). Every part runs in a process of
its own; its input is in memory before the clock starts.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from benchmarks.timing import timed

CHOICES, TIERS, SEED, SHARE = 10, 4, 20260101, 0.95
LARGE, MEDIUM, SMALL = (1_000_000, 2000), (100_000, 200), (10_000, 50)
Figures = dict[str, float]


def lists(students: int, programs: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each list begins, and the programs of all lists, the first ones more often than the last."""
    rng = np.random.default_rng(SEED)
    drawn = (programs * rng.random((students, 2 * CHOICES)) ** 2).astype(np.int64)
    order = np.argsort(drawn, axis=1, kind="stable")
    by_program = np.take_along_axis(drawn, order, axis=1)
    again = np.zeros(drawn.shape, bool)
    np.put_along_axis(again, order[:, 1:], by_program[:, 1:] == by_program[:, :-1], axis=1)
    wanted = ~again & (np.cumsum(~again, axis=1) <= CHOICES)
    return np.concatenate(([0], np.cumsum(wanted.sum(axis=1)))), drawn[wanted]


def market(size: tuple[int, int], *, tiers: int = 1, bundles: bool = False):
    """A market of one group for each program, and the order of its students."""
    from xueheng.engine.admission.keys import stacked
    from xueheng.engine.admission.market import Groups, Ladders, Market

    (students, programs), rng = size, np.random.default_rng(SEED + 1)
    first, program = lists(students, programs)
    order = rng.permutation(students)
    rank = stacked(rng.integers(0, tiers, program.size), np.repeat(order, np.diff(first)))
    ladders = Ladders(first, np.arange(program.size + 1), program, rank, rank // 3 if bundles else rank[:0])
    needed = 1 + (rng.random(students) < 0.01 if bundles else np.zeros(students, np.int64))
    seats = np.full(programs, int(students * SHARE) // programs)
    extra = np.full(programs, 2 if bundles else 0)
    return order, Market(ladders, needed.astype(np.int64), Groups(np.arange(programs), seats, extra))


def compilation(_: Path) -> Figures:
    """Time to compile each mechanism for the first time; the caller names an empty cache."""
    from xueheng.engine.admission.mechanisms import deferred_acceptance, serial_dictatorship
    from xueheng.engine.admission.rounds import Manner

    start = perf_counter()
    order, small = market((100, 5))
    serial_dictatorship(small, turn=np.argsort(order))
    serial = perf_counter()
    deferred_acceptance(small)
    deferred = perf_counter()
    deferred_acceptance(market((100, 5), bundles=True)[1], manner=Manner(together=True, ties=True))
    grown = perf_counter()
    return {"serial": serial - start, "deferred": deferred - serial, "bundles": grown - deferred}


def measured(work: Callable) -> Figures:
    timing = timed(work)
    again = min(timing.second, timed(work).second)
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    return {"first": timing.first, "second": again, "asked": timing.result.asked, "memory": memory}


def serial(_: Path) -> Figures:
    from xueheng.engine.admission.mechanisms import serial_dictatorship

    order, large = market(LARGE)
    turn = np.argsort(order)
    return measured(lambda: serial_dictatorship(large, turn=turn))


def deferred(_: Path) -> Figures:
    from xueheng.engine.admission.mechanisms import deferred_acceptance

    large = market(LARGE, tiers=TIERS)[1]
    return measured(lambda: deferred_acceptance(large))


def grown(*, together: bool, ties: bool) -> Figures:
    """One unit in a hundred needs two seats, one place in three is told from the next by its ticket only."""
    from xueheng.engine.admission.mechanisms import deferred_acceptance
    from xueheng.engine.admission.rounds import Manner

    medium, manner = market(MEDIUM, tiers=TIERS, bundles=True)[1], Manner(together=together, ties=ties)
    return measured(lambda: deferred_acceptance(medium, manner=manner))


def expand(_: Path) -> Figures:
    return grown(together=True, ties=True)


def skip(_: Path) -> Figures:
    return grown(together=False, ties=False)


def keys(_: Path) -> Figures:
    """A million scores, four components and a ticket of 64 digits: the one order of all."""
    from xueheng.engine.admission.keys import higher_first, ordered, text

    rng = np.random.default_rng(SEED)
    parts = [higher_first(str(i), rng.integers(0, 750, LARGE[0])) for i in range(4)]
    digits = rng.integers(0, 16, (LARGE[0], 64), np.uint8)
    tickets = np.frombuffer(b"0123456789abcdef", np.uint8)[digits].view("S64").ravel()
    identity = np.arange(LARGE[0])
    timing = timed(lambda: ordered(parts, ticket=text("ticket", tickets).values, identity=identity))
    return {
        "first": timing.first,
        "second": timing.second,
        "memory": getrusage(RUSAGE_SELF).ru_maxrss // 1024,
    }


def ours(folder: Path) -> Figures:
    from xueheng.engine.admission.mechanisms import deferred_acceptance

    small = market(SMALL, tiers=TIERS)[1]
    found = measured(lambda: deferred_acceptance(small))
    rung = deferred_acceptance(small).rung
    np.save(folder / "ours.npy", np.where(rung >= 0, small.ladders.group[rung], -1))
    np.savez(folder / "small.npz", **small.ladders._asdict(), seats=small.groups.seats)
    return found


def peer(folder: Path) -> Figures:
    """The same market by `matching`: students' lists, and each program's list of those who named it."""
    from matching.games import HospitalResident

    data = np.load(folder / "small.npz")
    first, program, rank = data["first_choice"], data["group"], data["rank"]
    student = np.repeat(np.arange(first.size - 1), np.diff(first))
    by_rank = np.lexsort((rank, program))
    named = {int(p): student[by_rank[program[by_rank] == p]].tolist() for p in np.unique(program)}
    wishes = {u: program[first[u] : first[u + 1]].tolist() for u in range(first.size - 1)}
    seats = {p: int(data["seats"][p]) for p in named}
    start = perf_counter()
    game = HospitalResident.create_from_dictionaries(wishes, named, seats)
    built = perf_counter()
    match = game.solve()
    solved = perf_counter()
    found = np.full(len(wishes), -1)
    for hospital, residents in match.items():
        found[[resident.name for resident in residents]] = hospital.name
    np.save(folder / "peer.npy", found)
    return {"build": built - start, "solve": solved - built}


PARTS = {"serial": serial, "deferred": deferred, "expand": expand, "skip": skip, "keys": keys}
OTHERS = {"compilation": compilation, "ours": ours, "peer": peer}


def in_own_process(part: str, folder: Path, *, python: str = sys.executable) -> Figures:
    command = [python, "-m", "benchmarks.matching", part, str(folder)]
    places = os.environ | ({"NUMBA_CACHE_DIR": str(folder / "cache")} if part == "compilation" else {})
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=places).stdout)


def has_peer(python: str) -> bool:
    return subprocess.run([python, "-c", "import matching"], capture_output=True).returncode == 0


def compare(folder: Path, python: str) -> None:
    """Print both times; stop with an error where the two matchings differ."""
    own = in_own_process("ours", folder)
    print(f"ours, {SMALL}: core {own['second'] * 1000:.2f} ms")
    if not has_peer(python):
        print("matching is not installed: no comparison (pip install matching==1.4.3)")
        return
    other = in_own_process("peer", folder, python=python)
    assert (np.load(folder / "ours.npy") == np.load(folder / "peer.npy")).all()
    print(f"matching, {SMALL}: build {other['build']:.1f} s, solve {other['solve']:.1f} s; equal result")
    print(f"ratio of the cores: {other['solve'] / own['second']:,.0f}x (target 10,000x)")


def main(python: str) -> None:
    with TemporaryDirectory() as path:
        folder = Path(path)
        for name, seconds in in_own_process("compilation", folder).items():
            print(f"compile {name}: {seconds:.1f} s, once on a machine")
        for part in PARTS:
            found = in_own_process(part, folder)
            print(part, ", ".join(f"{name} {value:,.3g}" for name, value in found.items()))
        compare(folder, python)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [part, where]:
            print(json.dumps((PARTS | OTHERS)[part](Path(where))))
        case [interpreter]:
            main(interpreter)
        case _:
            main(sys.executable)
