"""Tasks: opened once, seen by those whom they concern, done by one of them."""

from datetime import date, timedelta

import pytest
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotFound
from xueheng.apps.flows import queries
from xueheng.apps.flows.services import cancel_task, finish_task, open_task, settle_task
from xueheng.apps.roster.actor import NOBODY, system
from xueheng.standards.words import Words

pytestmark = pytest.mark.django_db
TITLE = Words("核对名册", "Check the roll")


@pytest.fixture
def opened(county):
    def at(key, org=None, role="head", due=TODAY, **more):
        told = {"job": "x", "title": TITLE, "org": org or county.north, "role": role, "due_on": due}
        return open_task(key, **told, now=NOW, actor=system("test"), **more)

    return at


def test_a_task_is_opened_once_however_often_it_is_asked_for(opened):
    assert opened("k").pk == opened("k", due=TODAY + timedelta(9)).pk
    assert Entry.objects.filter(action="flows.task_opened").count() == 1


def test_everybody_who_holds_the_role_there_sees_it_and_one_does_it(county, opened):
    opened("k")
    one, other = county.actor("head", county.north), county.actor("head", county.north)
    assert [t.key for t in queries.tasks(other, today=TODAY)] == ["k"]
    finish_task("k", actor=one, now=NOW)
    assert queries.tasks(other, today=TODAY) == []


@pytest.mark.parametrize(("wanted", "role", "place"), [
    ("head", "head", "south"), ("head", "dean", "north"), ("head", "section_clerk", "county"),
    ("may:runs.approve", "approver", "south"), ("may:runs.approve", "head", "north"),
])  # fmt: skip
def test_who_does_not_hold_it_there_neither_sees_nor_does_it(county, opened, wanted, role, place):
    opened("k", role=wanted)
    actor = county.actor(role, getattr(county, place))
    assert queries.tasks(actor, today=TODAY) == []
    with pytest.raises(NotAllowed):
        finish_task("k", actor=actor, now=NOW)


def test_a_task_of_one_owner_is_nobody_elses(county, opened):
    mine, other = county.actor("head", county.north), county.actor("head", county.north)
    opened("k", owner=mine.account)
    assert [t.is_mine for t in queries.tasks(mine, today=TODAY)] == [True]
    assert queries.tasks(other, today=TODAY) == []


def test_who_has_no_account_has_no_tasks(opened):
    opened("k")
    assert queries.first(NOBODY, today=TODAY) is None


def test_a_task_that_is_done_stays_as_it_was_done(county, opened):
    opened("k")
    one, other = county.actor("head", county.north), county.actor("head", county.north)
    finish_task("k", actor=one, now=NOW)
    task = finish_task("k", actor=other, now=NOW + timedelta(1))
    assert (task.done_by_id, task.done_at) == (one.account, NOW)


def test_what_has_happened_settles_the_task_whoever_did_it(county, opened):
    opened("k")
    settle_task("k", actor=county.actor("section_clerk", county.county), now=NOW)
    settle_task("never opened", actor=system("test"), now=NOW)
    assert queries.tasks(county.actor("head", county.north), today=TODAY) == []


def test_a_cancelled_task_is_not_due_any_more(county, opened):
    opened("k")
    cancel_task("k", actor=system("test"), now=NOW)
    assert queries.first(county.actor("head", county.north), today=TODAY) is None


def test_a_task_that_never_was_cannot_be_done(county):
    with pytest.raises(NotFound):
        finish_task("k", actor=county.actor("head", county.north), now=NOW)


def test_the_longest_late_comes_first(county, opened):
    opened("soon", due=TODAY + timedelta(3))
    opened("late", due=date(2026, 9, 1))
    found = queries.first(county.actor("head", county.north), today=TODAY)
    assert (found.key, found.days_left, found.state) == ("late", -14, "late")
