"""Killed while schools' tables are joined, the county has the whole Dataset or none; again finishes it."""

import signal

import pytest
from tests.apps.intake.test_stops import child, held
from tests.own_home import copied

from xueheng.apps.audit.stops import POINTS
from xueheng.apps.intake.campaigns import services  # noqa: F401

STOPS = ("intake.campaign.file_written", "intake.campaign.row_written")


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """A home in which a school's answer was accepted."""
    home = tmp_path_factory.mktemp("home") / "0"
    home.mkdir()
    done = child(home, "prepare", "gather")
    assert done.returncode == 0, done.stderr
    return home


@pytest.mark.parametrize("stop", STOPS)
def test_a_kill_leaves_no_half_and_repeating_finishes(gathered, tmp_path, stop):
    home = copied(gathered, tmp_path / "home")
    assert child(home, "freeze", stop=stop).returncode == -signal.SIGKILL
    left, done = held(home, "freeze")
    assert (left["datasets"], left["orphans"], left["broken"]) == ([True], 1, 0)
    assert (done["datasets"], done["orphans"], done["broken"]) == ([True, True], 0, 0)


def test_every_point_is_tried():
    assert {name for name in POINTS if name.startswith("intake.campaign.")} == set(STOPS)
