"""The year's calendar: the packs' jobs as tasks of those who hold the roles."""

import pytest
from tests.platform_home import NOW, TODAY

from xueheng.apps.errors import NotAllowed
from xueheng.apps.flows import queries
from xueheng.apps.flows.services import finish_task, open_year
from xueheng.apps.flows.year import jobs
from xueheng.apps.roster.actor import system

pytestmark = pytest.mark.django_db
CLERK = "section_clerk"


@pytest.fixture
def clerk(county):
    return county.actor(CLERK, county.county)


def shown(actor):
    return [task for month in queries.year(actor, today=TODAY) for task in month.tasks]


def test_the_year_opens_every_job_of_a_held_role_once(clerk):
    wanted = {job.id for job in jobs().values() if job.role == CLERK}
    assert open_year(2026, actor=system("test"), now=NOW) == len(wanted)
    assert open_year(2026, actor=system("test"), now=NOW) == 0
    assert {task.job for task in shown(clerk)} == wanted


def test_each_school_has_a_task_of_its_own(county):
    north, south = county.actor("dean", county.north), county.actor("dean", county.south)
    open_year(2026, actor=system("test"), now=NOW)
    assert shown(north)
    assert {t.key for t in shown(north)}.isdisjoint(t.key for t in shown(south))


def test_who_joins_later_finds_the_tasks_of_the_role(county):
    open_year(2026, actor=system("test"), now=NOW)
    late = county.actor("dean", county.north)
    assert open_year(2026, actor=system("test"), now=NOW) == len(shown(late)) > 0


def test_twelve_months_tell_done_open_and_late(clerk):
    open_year(2026, actor=system("test"), now=NOW)
    done = shown(clerk)[0]
    finish_task(done.key, actor=clerk, now=NOW)
    states = {task.key: task.state for task in shown(clerk)}
    assert states[done.key] == "done"
    assert {"late", "open"} <= set(states.values())
    assert [m.month for m in queries.year(clerk, today=TODAY) if m.is_now] == [9]


def test_an_address_names_year_and_organisation(clerk):
    open_year(2026, actor=system("test"), now=NOW)
    assert any("org=430299" in task.address and "2026" in task.address for task in shown(clerk))
    assert not any("{" in task.address + task.title.zh for task in shown(clerk))


def test_a_clerk_cannot_open_the_year(clerk):
    with pytest.raises(NotAllowed):
        open_year(2026, actor=clerk, now=NOW)


def test_who_manages_accounts_opens_the_year_only_below(county, clerk):
    county.actor("dean", county.south)
    own = county.actor("administrator", county.south)
    open_year(2026, actor=own, now=NOW)
    assert shown(clerk) == []
