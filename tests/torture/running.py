"""Runs tests against the platform with one check gone: each time in a child of a process that stands ready.

The process collects the tests, sets up what they share and runs all of them once, noting which functions each
of them calls. For every removal it then forks, takes the check away in the child, and runs there the tests
that call the function, the quickest first, until one fails.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn, TextIO

import pytest
from _pytest.runner import runtestprotocol
from tests.torture.checks import SOURCE, Removal
from tests.torture.live import addressed, changed_codes, named, take_away

SURVIVED, KILLED, UNTOUCHED, BROKEN = 0, 1, 3, 4
LONGEST, TIMES = 120, 20  # seconds for one test, and how much longer than usual it may take
Key = tuple[str, str]  # file and function


@dataclass
class Seen:
    """What the first run of all tests tells."""

    failed: set[str] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, set[Key]] = field(default_factory=dict)


class Torture:
    """In place of pytest's own loop."""

    def __init__(self, removals: Sequence[Removal], told: TextIO, notes: Path, jobs: int) -> None:
        self.removals, self.told, self.notes, self.jobs = removals, told, notes, jobs
        self.found: dict[str, str] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        """Every removal is told with what became of it."""
        if session.testsfailed:
            raise session.Failed("a test cannot be read")
        items = session.items
        runtestprotocol(items[0], log=False, nextitem=items[1])
        seen = self._first(items)
        running: dict[int, tuple[Removal, float]] = {}
        for removal in self.removals:
            while len(running) >= self.jobs:
                self._reap(running)
            chosen = list(_killers(items, seen, removal))
            pid = os.fork()
            if pid == 0:
                _ended(removal, chosen, self._note(os.getpid()), seen.seconds)
            running[pid] = removal, time.monotonic()
        while running:
            self._reap(running)
        return True

    def _first(self, items: list[Any]) -> Seen:
        note = self.notes / "first"
        if not note.exists():
            pid = os.fork()
            if pid == 0:
                note.write_bytes(pickle.dumps(_observed(items)))
                os._exit(0)
            os.waitpid(pid, 0)
        seen: Seen = pickle.loads(note.read_bytes())
        failing = f"{len(seen.failed)} fail without any removal: {sorted(seen.failed)[:9]}"
        print(f"{len(items)} tests, {failing}", file=self.told)
        return seen

    def _reap(self, running: dict[int, tuple[Removal, float]]) -> None:
        pid, status = os.waitpid(-1, 0)
        removal, since = running.pop(pid)
        note = self._note(pid)
        by = note.read_text("utf-8") if note.exists() else ""
        code = os.waitstatus_to_exitcode(status)
        words = {SURVIVED: "survived", KILLED: "killed", UNTOUCHED: "untouched", -signal.SIGALRM: "hung"}
        self.found[removal.name] = word = words.get(code, f"broken {code}")
        print(f"{word} {removal.name} [{time.monotonic() - since:.1f} s] {by}", file=self.told)

    def _note(self, pid: int) -> Path:
        return self.notes / str(pid)


def _observed(items: list[Any]) -> Seen:
    """All tests once, with the functions of ours that each calls."""
    seen, source = Seen(), str(SOURCE)
    called: set[CodeType] = set()

    def note(frame: Any, event: str, _given: Any) -> None:
        if event == "call":
            called.add(frame.f_code)

    for item, after in zip(items, [*items[1:], None], strict=True):
        called.clear()
        since = time.monotonic()
        sys.settrace(note)
        reports = runtestprotocol(item, log=False, nextitem=after or items[0])
        sys.settrace(None)
        seen.seconds[item.nodeid] = time.monotonic() - since
        seen.calls[item.nodeid] = {_key(c) for c in called if c.co_filename.startswith(source)}
        if any(one.failed for one in reports):
            seen.failed.add(item.nodeid)
    return seen


def _key(code: CodeType) -> Key:
    return code.co_filename.removeprefix(f"{SOURCE}/"), code.co_qualname


def _killers(items: list[Any], seen: Seen, removal: Removal) -> Iterator[Any]:
    """The tests that may notice, the quickest first."""
    wanted = _wanted(removal)
    sound = [item for item in items if item.nodeid not in seen.failed]
    for item in sorted(sound, key=lambda one: seen.seconds[one.nodeid]):
        if wanted(item.nodeid, seen.calls[item.nodeid]):
            yield item


def _wanted(removal: Removal) -> Any:
    """Whether a test is asked: by what it calls; of a rule, which lets none through, by the address."""
    if removal.kind in ("rule", "owner"):
        names, keys = {*addressed(removal), "list_by_hand"}, {(removal.file, named(removal))}
        keys |= {("web/access/confirm.py", "first")} if removal.kind == "owner" else set()
        return lambda node, calls: bool(keys & calls) or any(name in node for name in names)
    keys = {(removal.file, code.co_qualname) for code in changed_codes(removal)}
    return lambda _node, calls: any(_within(key, calls) for key in keys)


def _within(key: Key, calls: set[Key]) -> bool:
    """True when the function, or one inside it, was called."""
    return any(file == key[0] and f"{name}.".startswith(f"{key[1]}.") for file, name in calls)


def _ended(removal: Removal, chosen: list[Any], note: Path, seconds: Mapping[str, float]) -> NoReturn:
    code = BROKEN
    try:
        code = _child(removal, chosen, note, seconds)
    finally:
        os._exit(code)


def _child(removal: Removal, chosen: list[Any], note: Path, seconds: Mapping[str, float]) -> int:
    if not chosen or not take_away(removal):
        return UNTOUCHED
    chosen[0].session._setupstate.teardown_exact(chosen[0])  # of what the standing process has set up
    for item, after in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
        signal.alarm(LONGEST + int(TIMES * seconds[item.nodeid]))
        reports = runtestprotocol(item, log=False, nextitem=after)
        if any(one.failed for one in reports):
            note.write_text(item.nodeid.encode("ascii", "backslashreplace").decode(), "utf-8")
            return KILLED
    return SURVIVED
