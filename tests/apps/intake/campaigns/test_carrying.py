"""后台: what the clerk asks of many schools at once is the worker's, and the board says how far it is."""

import pytest
from tests.apps.intake.campaigns.conftest import NORTH, SOUTH
from tests.platform_home import NOW

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.campaigns import carrying, queries, services
from xueheng.apps.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def filed(collecting):
    """Both schools have answered well."""
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.south, SOUTH)
    return collecting


def state(found):
    return queries.campaign(found.clerk, found.campaign.pk).state


def counts(found):
    return queries.board(found.clerk, found.campaign, now=NOW).counts


def ask_to_freeze(found, **excused):
    services.freeze_soon(found.campaign, excused=excused, actor=found.clerk, now=NOW)


def test_what_is_not_accepted_stays_with_why(collecting):
    collecting.file(collecting.county.north, NORTH)
    collecting.file(collecting.county.south, SOUTH + "2143029901,城关一小,T009,王芳,女\n")
    assert services.accept_soon(collecting.campaign, actor=collecting.clerk, now=NOW) == 2
    assert collecting.line(collecting.county.north).state == "accepted"
    assert "别的学校" in collecting.line(collecting.county.south).it.note
    assert counts(collecting)["accepting"] == 0


def test_until_the_worker_comes_the_board_says_how_many_wait(filed, settings):
    settings.TASKS = NOBODY
    services.accept_soon(filed.campaign, actor=filed.clerk, now=NOW)
    assert (counts(filed)["accepting"], counts(filed)["accepted"]) == (2, 0)
    services.restart_stale()
    assert (counts(filed)["accepting"], counts(filed)["clean"]) == (0, 2)


def test_an_answer_sent_back_meanwhile_is_not_accepted(filed, settings):
    settings.TASKS = NOBODY
    services.accept_soon(filed.campaign, actor=filed.clerk, now=NOW)
    stale = filed.of(filed.county.north)
    services.send_back(filed.of(filed.county.north), reason="缺人", actor=filed.clerk, now=NOW)
    with pytest.raises(NotReady):
        services.accept(stale, actor=filed.clerk, now=NOW)
    assert filed.line(filed.county.north).state == "returned"


def test_joining_is_refused_at_once_while_a_school_lacks(filed):
    with pytest.raises(NotReady, match="还缺 2 所学校"):
        ask_to_freeze(filed)
    assert state(filed) == "open"


def test_the_worker_joins_what_was_asked_for(filed):
    services.accept_soon(filed.campaign, actor=filed.clerk, now=NOW)
    ask_to_freeze(filed)
    assert state(filed) == "frozen"


def test_while_schools_are_joined_nobody_hands_in_and_a_dead_worker_leaves_it_open(filed, settings):
    filed.accepted()
    settings.TASKS = NOBODY
    ask_to_freeze(filed)
    with pytest.raises(NotReady, match="正在汇总"):
        filed.file(filed.county.north, NORTH)
    services.restart_stale()
    assert state(filed) == "open"


def test_who_asked_is_told_why_nothing_was_joined(filed):
    asker = filed.clerk.account
    carrying.freeze_asked(filed.campaign.pk, account=asker, excused={}, doubles="", now=NOW)
    assert "还缺 2 所学校" in Notice.objects.get(account=asker).words["zh"]
    assert state(filed) == "open"


def test_workbooks_that_nobody_made_are_not_taken_and_a_new_worker_makes_them(collect, settings):
    made, settings.TASKS = settings.TASKS, NOBODY
    found = collect()
    with pytest.raises(NotReady, match="2 份工作簿正在准备"):
        services.take_workbooks(found.campaign, actor=found.clerk, now=NOW)
    settings.TASKS = made
    services.restart_stale()
    assert counts(found)["unmade"] == 0
