"""`make torture`: takes every permission check away, one at a time, and tells whether a test notices.

`python -m tests.torture.mutations [part of a name ...]` looks at some only; `--slice 2/5` at every fifth.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest
import yaml
from tests.torture.checks import Removal, removals
from tests.torture.running import Torture

HERE = Path(__file__).parent
WORLD = ["tests/security"]
ELSEWHERE = ["tests/apps", "tests/packs", "tests/api", "tests/web"]
SLOW = (
    "tests/web/journeys",
    "tests/web/robust",
)  # browsers and processes of their own: they notice nothing more
SLOW_FILES = ("*_killed.py", "*_stops.py", "*_in_browser.py", "*_restore.py", "*_backup.py")
PLAIN = ["-q", "-o", "addopts=", "--no-header", "-p", "no:randomly", "-p", "no:cacheprovider"]
PLAIN += ["--nomigrations", "-W", "ignore", *(f"--ignore={one}" for one in SLOW)]
PLAIN += [f"--ignore-glob={one}" for one in SLOW_FILES]
GOAL = 0.99
CAUGHT = ("killed", "hung")


def main() -> int:
    """Everything is told; 1 when too much survives."""
    asked = _asked()
    told = os.fdopen(os.dup(1), "w", buffering=1)
    wanted = [one for one in removals() if _is_wanted(one, asked)]
    excused = yaml.safe_load((HERE / "equivalent.yaml").read_text("utf-8"))
    counted = {one.name: "survived" for one in wanted if not _excuse(one, excused)}
    for folders in (WORLD, ELSEWHERE):
        left = [one for one in wanted if counted.get(one.name, "") not in ("", *CAUGHT)]
        counted |= _ran(folders, left, asked.jobs, told)
    tally = Counter(counted.values())
    caught = sum(tally[word] for word in CAUGHT)
    print(*(f"SURVIVED {name}" for name, word in counted.items() if word not in CAUGHT), sep="\n")
    excuses, n = sum(1 for one in wanted if _excuse(one, excused)), len(counted)
    print(f"{caught} of {n} removals caught, {caught / max(1, n):.1%}; {excuses} equivalent")
    return int(caught < GOAL * len(counted))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--slice", default="0/1")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def _is_wanted(removal: Removal, asked: argparse.Namespace) -> bool:
    at, of = map(int, asked.slice.split("/"))
    is_named = not asked.names or any(name in removal.name for name in asked.names)
    return is_named and (removal.line + removal.number) % of == at % of


def _excuse(removal: Removal, excused: list[dict[str, str]]) -> str:
    """Why the removal changes nothing that anybody could notice."""
    return next(
        (e["because"] for e in excused if e["file"] == removal.file and e["said"] in removal.said), ""
    )


@contextmanager
def silent() -> Iterator[None]:
    """What pytest itself would say is not said."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)


def _ran(folders: list[str], wanted: list[Removal], jobs: int, told: TextIO) -> dict[str, str]:
    """What became of each removal against the tests of these folders."""
    found: dict[str, str] = {}

    def tell(line: str) -> None:
        print(line, file=told)
        word, _space, rest = line.partition(" ")
        found.update({one.name: word for one in wanted if rest.startswith(f"{one.name} [")})

    if wanted:
        with tempfile.TemporaryDirectory() as notes, silent():
            pytest.main([*folders, *PLAIN], plugins=[Torture(wanted, tell, Path(notes), jobs)])
    return found


if __name__ == "__main__":
    sys.exit(main())
