"""Approvals: a second person decides, once, and what waited is told in the same transaction."""

from datetime import timedelta

import pytest
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows import handlers, queries
from xueheng.apps.flows.models import Approval, Task
from xueheng.apps.flows.services import ask_approval, decide, withdraw
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Account, Post
from xueheng.apps.roster.queries import actor_of
from xueheng.standards.words import Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    heard = []
    monkeypatch.setitem(
        handlers._HANDLERS, "thing", lambda approval, actor, now: heard.append(approval.state)
    )
    return heard


@pytest.fixture
def clerk(county):
    return county.actor("section_clerk", county.county)


@pytest.fixture
def second(county):
    return county.actor("approver", county.county)


@pytest.fixture
def asked(county, clerk, told):
    return asking(county.county, clerk)


def asking(org, actor, number=7):
    title = Words("均衡监测", "Balance")
    return ask_approval(
        "thing", number, title=title, org=org, permission="runs.approve", actor=actor, now=NOW
    )


@pytest.mark.parametrize(("agreed", "state"), [(True, "approved"), (False, "refused")])
def test_a_second_person_decides_and_the_subject_is_told(asked, second, told, agreed, state):
    decide(asked.pk, agreed=agreed, actor=second, now=NOW, remark="已核对")
    assert told == [state]
    assert Entry.objects.filter(action=f"flows.approval_{state}").count() == 1


def test_asking_again_is_the_same_approval(county, clerk, asked):
    assert asking(county.county, clerk).pk == asked.pk


def test_the_approvers_task_opens_and_closes(asked, second):
    [task] = queries.tasks(second, today=TODAY)
    assert task.address.endswith(f"/{asked.pk}/")
    decide(asked.pk, agreed=True, actor=second, now=NOW)
    assert queries.tasks(second, today=TODAY) == []
    assert Task.objects.get().outcome == "done"


def test_who_asked_cannot_decide_though_they_hold_the_permission(county, told):
    leader = county.actor("leader", county.county)
    approval = asking(county.county, leader)
    with pytest.raises(NotAllowed):
        decide(approval.pk, agreed=True, actor=leader, now=NOW)
    assert queries.approvals(leader) == queries.tasks(leader, today=TODAY) == []


def test_a_second_account_of_the_same_person_is_not_a_second_person(county, told):
    leader = county.actor("leader", county.county)
    twin = actor_of(Account.objects.create(username="twin", person_id=leader.person), TODAY)
    approval = asking(county.county, leader)
    assert Post.objects.filter(person=leader.person).exists()
    with pytest.raises(NotAllowed):
        decide(approval.pk, agreed=True, actor=twin, now=NOW)
    assert not queries.may_decide(twin, approval)


def test_the_platform_does_not_agree_to_what_it_asked_itself(county, told):
    approval = asking(county.county, system("worker"))
    with pytest.raises(NotAllowed):
        decide(approval.pk, agreed=True, actor=system("worker"), now=NOW)


@pytest.mark.parametrize(("role", "place"), [("section_clerk", "county"), ("approver", "north")])
def test_without_the_permission_there_it_does_not_exist(county, asked, role, place):
    other = county.actor(role, getattr(county, place))
    with pytest.raises(NotFound):
        decide(asked.pk, agreed=True, actor=other, now=NOW)
    with pytest.raises(NotFound):
        queries.approval(other, asked.pk)


def test_decided_twice_is_one_result(asked, second, told):
    decide(asked.pk, agreed=True, actor=second, now=NOW)
    again = decide(asked.pk, agreed=True, actor=second, now=NOW + timedelta(1))
    assert (again.decided_at, told) == (NOW, ["approved"])


def test_what_is_decided_cannot_be_decided_otherwise(county, asked, second, told):
    decide(asked.pk, agreed=False, actor=second, now=NOW)
    with pytest.raises(NotReady):
        decide(asked.pk, agreed=True, actor=county.actor("leader", county.county), now=NOW)
    assert told == ["refused"]


def test_who_asked_may_take_it_back_and_ask_anew(county, clerk, asked, told):
    withdraw(asked.pk, actor=clerk, now=NOW)
    assert asking(county.county, clerk).pk != asked.pk
    assert told == ["withdrawn"]
    assert [a.state for a in queries.approvals_of("thing", 7)] == ["withdrawn", "waiting"]


def test_nobody_else_takes_it_back(asked, second):
    with pytest.raises(NotFound):
        withdraw(asked.pk, actor=second, now=NOW)


def test_a_failing_handler_leaves_the_approval_waiting(asked, second, monkeypatch):
    def fails(approval, actor, now):
        raise NotReady("no")

    monkeypatch.setitem(handlers._HANDLERS, "thing", fails)
    with pytest.raises(NotReady):
        decide(asked.pk, agreed=True, actor=second, now=NOW)
    assert Approval.objects.get().state == "waiting"


def test_who_may_decide_finds_it_and_who_asked_reads_it(asked, clerk, second):
    assert [a.pk for a in queries.approvals(second)] == [asked.pk]
    assert queries.approvals(clerk) == []
    assert queries.approval(clerk, asked.pk).pk == asked.pk
