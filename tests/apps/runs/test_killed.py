"""Killed at any named point, a run is as before or as after; what is repeated completes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.own_home import around, copied

ROOT = Path(__file__).parents[3]


def does(home, *steps, stop=""):
    """A process that does the steps in a home: what each look saw, or None when it was killed."""
    environment = around(home, XUEHENG_STOP_AT=stop)
    line = [sys.executable, "-m", "tests.apps.runs.child", *steps]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return None if done.returncode else [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    home = tmp_path_factory.mktemp("homes") / "built"
    home.mkdir()
    does(home, "build")
    return home


@pytest.mark.parametrize(
    ("point", "before", "step", "state", "repeated"),
    [
        ("runs.ask.row_written", [], "ask", [], ["ask", "carry", "approve"]),
        ("runs.carry_out.computed", ["ask"], "carry", ["running"], ["restart", "carry", "approve"]),
        ("runs.carry_out.files_written", ["ask"], "carry", ["running"], ["restart", "carry", "approve"]),
        ("runs.seal.bundle_written", ["ask", "carry"], "approve", ["computed"], ["approve"]),
        ("runs.seal.row_written", ["ask", "carry"], "approve", ["computed"], ["approve"]),
    ],
)
def test_killed_it_is_as_before_and_repeating_completes(
    built, tmp_path, point, before, step, state, repeated
):
    home = copied(built, tmp_path / "home")
    assert does(home, *before, step, stop=point) is None
    killed, after = does(home, "look", *repeated, "look")
    assert (killed["runs"], killed["altered"], any(killed["results"])) == (state, 0, state == ["computed"])
    assert killed["jobs"] == len(state)
    assert (after["runs"], after["approvals"], after["altered"]) == (["sealed"], ["approved"], 0)
