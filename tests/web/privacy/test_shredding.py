"""Who watches over personal data sees what is past its term, and asks; the approver sees what it is about."""

from __future__ import annotations

import os

import pytest
from django.urls import reverse
from tests.platform_home import NOW

from xueheng.apps.flows.models import Approval
from xueheng.apps.intake.shredding.retention import kinds
from xueheng.apps.roster.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(desk, town):
    return desk("security_administrator", town.county.bureau)


@pytest.fixture
def old(home):
    path = home / "exports" / "a.xlsx"
    path.parent.mkdir()
    path.write_text("x")
    os.utime(path, (NOW.timestamp() - 9e6,) * 2)
    return path


def test_every_kind_is_shown_with_its_basis(keeper):
    text = keeper.get(reverse("privacy:shredding")).content.decode()
    assert all(one.label.zh in text for one in kinds())


def test_what_is_due_is_asked_for_and_goes_when_agreed(
    desk, town, keeper, old, django_capture_on_commit_callbacks
):
    keeper.post(reverse("privacy:ask"), {"kind": "exports", "reason": "到期"})
    leader = desk("leader", town.county.bureau)
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(reverse("desk:approval", args=[Approval.objects.get().pk]), {"answer": "agree"})
    assert not old.exists()


def test_asking_twice_is_one_request(keeper, old):
    for _again in range(2):
        keeper.post(reverse("privacy:ask"), {"kind": "exports", "reason": "到期"})
    assert Approval.objects.count() == 1
    assert "等第二个人" in keeper.get(reverse("privacy:shredding")).content.decode()


@pytest.mark.parametrize("name", ["shredding", "find", "ask"])
@pytest.mark.parametrize("role", ["leader", "section_clerk", "administrator", "auditor", "head"])
def test_nobody_else_opens_it(desk, town, role, name):
    client = desk(role, town.county.bureau)
    ask = client.post if name == "ask" else client.get
    assert ask(reverse(f"privacy:{name}")).status_code == 403


def test_erasing_one_person_is_asked_for_and_agreed(desk, town, keeper, django_capture_on_commit_callbacks):
    person = Person.objects.create(name="<script>来访者", number="V1", phone="13812345678")
    found = keeper.get(reverse("privacy:find"), {"number": "V1"})
    assert "来访者" not in keeper.get(found["Location"]).content.decode()
    keeper.post(found["Location"], {"reason": "本人书面提出"})
    leader = desk("leader", town.county.bureau)
    assert leader.get(found["Location"]).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(reverse("desk:approval", args=[Approval.objects.get().pk]), {"answer": "agree"})
    assert not Person.objects.filter(pk=person.pk).exists()


def test_an_approver_looks_up_nobody_who_was_not_asked_about(desk, town):
    leader = desk("leader", town.county.bureau)
    assert leader.get(reverse("privacy:erasure", args=[town.da.pk])).status_code == 404
