"""Counts that all processes share."""

from datetime import timedelta

import pytest
from tests.platform_home import NOW

from xueheng.apps.roster import tallies
from xueheng.apps.roster.models import Tally

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_window_counts_until_it_ends_and_then_begins_anew():
    first = [tallies.count("a", window=MINUTE, now=NOW + timedelta(seconds=n)) for n in (0, 1, 59)]
    assert (first, tallies.wait("a", now=NOW + timedelta(seconds=20))) == ([1, 2, 3], 40)
    assert tallies.count("a", window=MINUTE, now=NOW + MINUTE) == 1


def test_keys_do_not_count_for_each_other_and_are_not_kept_as_they_are():
    tallies.count("address:10.0.0.1", window=MINUTE, now=NOW)
    assert tallies.count("address:10.0.0.2", window=MINUTE, now=NOW) == 1
    assert not Tally.objects.filter(pk__contains="10.0").exists()


@pytest.mark.parametrize(("tries", "seconds"), [(0, 0), (4, 0), (5, 2), (6, 4), (9, 32), (40, 60)])
def test_wrong_tries_wait_longer_and_longer_but_never_over_a_minute(tries, seconds):
    for _try in range(tries):
        tallies.failed("a", now=NOW)
    assert tallies.wait("a", now=NOW) == seconds


def test_wrong_tries_are_forgotten_when_the_right_one_comes_and_with_time():
    for _try in range(9):
        tallies.failed("a", now=NOW)
        tallies.failed("b", now=NOW)
    tallies.forget("a")
    later = NOW + tallies.FORGOTTEN
    assert (tallies.wait("a", now=NOW), tallies.failed("b", now=later), tallies.wait("b", now=later)) == (
        0,
        1,
        0,
    )


def test_what_is_over_makes_room():
    tallies.count("a", window=MINUTE, now=NOW)
    tallies.count("b", window=MINUTE, now=NOW + timedelta(hours=1))
    assert Tally.objects.count() == 1
