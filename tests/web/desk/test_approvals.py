"""A second person decides."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from xueheng.apps.flows import handlers
from xueheng.apps.flows.services import ask_approval
from xueheng.apps.roster.queries import actor_of
from xueheng.standards.words import Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    heard = []
    monkeypatch.setitem(handlers._HANDLERS, "test", lambda approval, actor, now: heard.append(approval.state))
    return heard


@pytest.fixture
def asked(county, told):
    def waiting(asker=None):
        return ask_approval(
            "test", 7, title=Words("<b>监测</b>结果", "Result"), org=county.county, permission="runs.approve",
            actor=asker or county.actor("section_clerk", county.bureau), now=timezone.now(), reason="请核对",
        )  # fmt: skip

    return waiting


@pytest.mark.parametrize(("answer", "state"), [("agree", "approved"), ("refuse", "refused")])
def test_a_decision_is_made_once_and_told(desk, county, asked, told, answer, state):
    approval, client = asked(), desk("approver", county.bureau)
    answer = client.post(f"/approvals/{approval.pk}/", {"answer": answer, "remark": "差异系数有误"})
    approval.refresh_from_db()
    assert (answer.status_code, approval.state, told) == (302, state, [state])


def test_who_refuses_says_why(desk, county, asked, told):
    approval = asked()
    page = desk("approver", county.bureau).post(f"/approvals/{approval.pk}/", {"answer": "refuse"})
    assert "请写明原因" in page.content.decode()
    assert told == []


def test_the_page_says_what_who_and_why(desk, county, asked):
    page = desk("approver", county.bureau).get(f"/approvals/{asked().pk}/").content.decode()
    assert "&lt;b&gt;监测&lt;/b&gt;结果" in page
    assert "section_clerk@430299-bureau" in page
    assert "请核对" in page


def test_who_asked_cannot_agree(account, county, asked, told):
    asker = account("approver", county.bureau)
    client = Client(raise_request_exception=False)
    client.force_login(asker)
    approval = asked(actor_of(asker, timezone.localdate()))
    assert client.post(f"/approvals/{approval.pk}/", {"answer": "agree"}).status_code == 403
    assert told == []


@pytest.mark.parametrize("role", ["section_clerk", "head", "auditor"])
def test_who_may_not_decide_does_not_learn_of_it(desk, county, asked, role):
    place = county.north if role == "head" else county.bureau
    approval, client = asked(), desk(role, place)
    assert client.get(f"/approvals/{approval.pk}/").status_code == 404
    assert client.post(f"/approvals/{approval.pk}/", {"answer": "agree"}).status_code == 404


@pytest.mark.parametrize("answer", ["", "approved", "AGREE"])
def test_a_forged_answer_decides_nothing(desk, county, asked, told, answer):
    desk("approver", county.bureau).post(f"/approvals/{asked().pk}/", {"answer": answer, "state": "approved"})
    assert told == []
