"""Killed at a named point the platform is as it was before or as it is after; doing it again finishes it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.own_home import around, copied

from xueheng.apps.audit.stops import POINTS
from xueheng.apps.intake import services  # noqa: F401

CHILD = Path(__file__).with_name("child.py")
TAUGHT = ["receive", "read", "commit", "undo"]
DONE = {  # by act: what holds before it, and after it
    "receive": ({"uploads": [], "datasets": []}, {"uploads": ["waiting"], "datasets": []}),
    "read": ({"uploads": ["reading"], "datasets": []}, {"uploads": ["read"], "datasets": []}),
    "commit": ({"uploads": ["read"], "datasets": []}, {"uploads": ["committed"], "datasets": [True]}),
    "undo": ({"uploads": ["committed"], "datasets": [True]}, {"uploads": ["undone"], "datasets": [False]}),
}
STOPS = [
    ("intake.receive.stored", "receive", 1),
    ("intake.read.staged", "read", 0),
    ("intake.commit.file_written", "commit", 1),
    ("intake.commit.row_written", "commit", 1),
    ("intake.undo.row_written", "undo", 0),
]


def child(home, *acts, stop=""):
    env = around(home, XUEHENG_STOP_AT=stop)
    return subprocess.run(
        [sys.executable, CHILD, *acts], env=env, capture_output=True, text=True, timeout=120, check=False
    )


def held(home, act):
    """What holds in a home before an act and after it."""
    done = child(home, "look", act, "look")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """By act: a home in which everything before it is done."""
    made, home = {}, tmp_path_factory.mktemp("home") / "0"
    home.mkdir()
    for number, (done, act) in enumerate(zip(["prepare", *TAUGHT], TAUGHT, strict=False), start=1):
        assert child(home, done).returncode == 0
        made[act] = copied(home, home.parent / str(number))
    return made


@pytest.fixture
def killed(request, homes, tmp_path):
    """A home in which an act was begun and killed."""
    stop, act, _ = request.param
    home = copied(homes[act], tmp_path / "home")
    assert child(home, act, stop=stop).returncode == -signal.SIGKILL
    return home, request.param


@pytest.mark.parametrize("killed", STOPS, indirect=True, ids=[stop for stop, _, _ in STOPS])
def test_a_kill_leaves_before_and_repeating_finishes(killed):
    home, (_, act, orphans) = killed
    before, after = DONE[act]
    left, done = held(home, act)
    assert {**left, **before, "orphans": orphans, "broken": 0} == left
    assert {**done, **after, "orphans": 0, "broken": 0} == done


def test_every_point_is_tried():
    own = {name for name in POINTS if name.startswith("intake.") and "campaign" not in name}
    assert own == {stop for stop, _, _ in STOPS}
