"""留痕: who may read it."""

from __future__ import annotations

import pytest
from tests.platform_home import NOW, County

from xueheng.apps.audit.queries import entries, history
from xueheng.apps.audit.services import record
from xueheng.apps.errors import Unscoped
from xueheng.apps.roster.actor import NOBODY, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(county: County) -> County:
    """An act at each school, one of the bureau and one of the platform."""
    for org in (county.north.pk, county.south.pk, county.bureau.pk, None):
        record("account:1", "x", subject=("thing", org), org=org, now=NOW)
    return county


@pytest.mark.parametrize(
    ("role", "place", "n"),
    [
        ("auditor", "county", 4),
        ("auditor", "bureau", 4),
        ("auditor", "north", 1),
        ("inspector", "county", 4),
        ("head", "north", 0),
        ("section_clerk", "county", 0),
        ("administrator", "county", 0),
    ],
)
def test_a_reader_sees_the_acts_where_it_may_read_the_audit(
    told: County, role: str, place: str, n: int
) -> None:
    assert len(entries(told.actor(role, getattr(told, place)))) == n


def test_nobody_sees_nothing_and_the_platform_sees_all(told: County) -> None:
    assert entries(NOBODY) == []
    assert len(entries(system("test"))) == 4


def test_the_latest_act_comes_first_and_the_limit_holds(told: County) -> None:
    assert [e.sequence for e in entries(system("test"), limit=2)] == [4, 3]


def test_the_history_of_a_thing_begins_with_the_first_act(told: County) -> None:
    record("account:2", "y", subject=("thing", told.north.pk), org=told.north.pk, now=NOW)
    assert [e.action for e in history(system("test"), "thing", told.north.pk)] == ["x", "y"]
    assert len(entries(system("test"), subject=("thing", told.north.pk))) == 2


@pytest.mark.parametrize("read", [entries, lambda actor: history(actor, "thing", 1)])
def test_reading_without_an_actor_is_a_bug(read: object) -> None:
    with pytest.raises(Unscoped):
        read(None)  # type: ignore[operator]
