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

import pytest
import yaml
from tests.torture.checks import Removal, removals
from tests.torture.running import Torture

HERE = Path(__file__).parent
NEAR = ("roles", "objects", "operations", "taking", "embargo", "accounts", "assigning")
BY_HAND = [  # what every page and operation declares, written down once more
    "tests/security/test_roles.py::test_the_list_by_hand_has_every_address_and_every_permission",
    "tests/security/test_operations.py::test_the_list_by_hand_has_every_operation",
]
STAGES = (  # the tests that are asked, and whose removals: the nearest ones first, then what got past them
    (("web", "api"), BY_HAND),
    (("apps", "packs"), [f"tests/security/test_{name}.py" for name in ("services", "sights", "fields")]),
    (("apps", "packs"), ["tests/apps", "tests/packs/student_status"]),
    (("web", "api"), ["tests/web", *(f"tests/api/test_{name}.py" for name in ("door", "named"))]),
    (("",), [f"tests/security/test_{name}.py" for name in NEAR]),
    (("",), ["tests/web", "tests/api"]),
    (("web", "api"), ["tests/apps", "tests/packs/student_status"]),
)
SLOW = ("tests/web/journeys", "tests/web/robust", "tests/apps/audit")  # browsers, processes of their own
SLOW_FILES = (
    "*/web/test_matrix.py",
    "*_killed.py",
    "*_stops.py",
    "*_in_browser.py",
    "*_restore.py",
    "*_backup.py",
)
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
    for stage, (rooms, folders) in enumerate(STAGES):
        left = [one for one in wanted if counted.get(one.name, "") not in ("", *CAUGHT)]
        near = [one for one in left if one.file.startswith(rooms)]
        with _notes(asked.keep, stage) as notes:
            counted |= _ran(folders, near, Torture(near, told, notes, asked.jobs))
    tally = Counter(counted.values())
    caught = sum(tally[word] for word in CAUGHT)
    print(*(f"SURVIVED {name}" for name, word in counted.items() if word not in CAUGHT), sep="\n")
    n, excuses = len(counted), len(wanted) - len(counted)
    print(f"{len(wanted)} removals: {caught} caught, {n - caught} survived, {excuses} excused; ", end="")
    print(f"{caught / max(1, n):.2%} of {n}, the goal is {GOAL:.0%}")
    return int(caught < GOAL * n)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--slice", default="0/1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", default="", help="a folder: what is found there is not run again")
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


@contextmanager
def _notes(keep: str, stage: int) -> Iterator[Path]:
    """Where the runs leave word; what is kept there is not run again."""
    with tempfile.TemporaryDirectory() as passing:
        notes = Path(keep or passing) / str(stage)
        notes.mkdir(parents=True, exist_ok=True)
        yield notes


def _ran(folders: list[str], wanted: list[Removal], torture: Torture) -> dict[str, str]:
    """What became of each removal against the tests of these folders."""
    if wanted:
        with silent():
            pytest.main([*folders, *PLAIN], plugins=[torture])
    return torture.found


if __name__ == "__main__":
    sys.exit(main())
