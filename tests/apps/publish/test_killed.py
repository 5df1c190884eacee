"""Killed at any named point, a publication is as before or as after; what is repeated completes."""

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
    line = [sys.executable, "-m", "tests.apps.publish.child", *steps]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return None if done.returncode else [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    home = tmp_path_factory.mktemp("homes") / "sealed"
    home.mkdir()
    does(home, "sealed")
    return home


@pytest.mark.parametrize(
    ("point", "before", "step", "states", "repeated"),
    [
        ("publish.publish.files_written", [], "ask", [], ["ask", "approve"]),
        ("publish.publish.row_written", ["ask"], "approve", ["waiting"], ["approve"]),
    ],
)
def test_killed_it_is_as_before_and_repeating_completes(
    sealed, tmp_path, point, before, step, states, repeated
):
    home = copied(sealed, tmp_path / "home")
    assert does(home, *before, step, stop=point) is None
    killed, after = does(home, "look", *repeated, "look")
    assert killed == {"states": states, "public": [], "altered": 0}
    assert after == {"states": ["published"], "public": [True], "altered": 0}
