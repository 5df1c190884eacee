"""A large export leads to a page that asks why; a second person agrees; it is taken once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from xueheng.apps.flows.models import Approval
from xueheng.apps.intake.releasing import limits
from xueheng.apps.roster.models import Release

pytestmark = pytest.mark.django_db
REASON = "报县政府办公室，用完删除"


@pytest.fixture
def many(town):
    for n in range(limits().persons + 1):
        town.enrol(f"学生{n}", town.county.south, town.county.south_class)
    return town


def _export(client):
    return client.post(reverse("people:pupils_export", args=["csv"]))


def _agreed(desk, client, town):
    _export(client)
    held = Release.objects.get()
    client.post(reverse("privacy:release", args=[held.pk]), {"reason": REASON})
    leader = desk("leader", town.county.bureau)
    approval = Approval.objects.get(kind="release")
    leader.post(reverse("desk:approval", args=[approval.pk]), {"answer": "agree"})
    return held


def test_few_go_at_once(desk, town):
    answer = _export(desk("section_clerk", town.county.bureau))
    assert (answer.status_code, Release.objects.count()) == (200, 0)


def test_many_ask_for_a_reason_first(desk, many):
    clerk = desk("section_clerk", many.county.bureau)
    answer = _export(clerk)
    assert answer["Location"] == reverse("privacy:release", args=[Release.objects.get().pk])
    assert "用途" in clerk.get(answer["Location"]).content.decode()
    assert not Approval.objects.exists()


def test_the_whole_way(desk, many):
    clerk = desk("section_clerk", many.county.bureau)
    held = _agreed(desk, clerk, many)
    assert "取走文件" in clerk.get(reverse("privacy:release", args=[held.pk])).content.decode()
    held.refresh_from_db()
    assert clerk.post(held.address)["Content-Type"].startswith("text/csv")
    assert clerk.post(held.address).status_code == 302


def test_the_approver_reads_who_what_and_why(desk, many):
    clerk = desk("section_clerk", many.county.bureau)
    _export(clerk)
    held = Release.objects.get()
    clerk.post(reverse("privacy:release", args=[held.pk]), {"reason": REASON})
    leader = desk("leader", many.county.bureau)
    text = leader.get(reverse("desk:approval", args=[Approval.objects.get().pk])).content.decode()
    assert REASON in text
    assert "是否同意导出" in text
    address = reverse("desk:approval", args=[Approval.objects.get().pk])
    assert address in leader.get(reverse("privacy:release", args=[held.pk])).content.decode()
    assert address not in clerk.get(reverse("privacy:release", args=[held.pk])).content.decode()


def test_a_class_teacher_s_own_class_is_free(desk, many):
    assert _export(desk("class_teacher", many.county.south_class)).status_code == 200


def test_another_s_request_is_not_found(desk, many):
    _export(desk("section_clerk", many.county.bureau))
    held = Release.objects.get()
    other = desk("head", many.county.south)
    assert other.get(reverse("privacy:release", args=[held.pk])).status_code == 404
    assert other.post(reverse("privacy:release", args=[held.pk]), {"reason": REASON}).status_code == 404


def test_the_address_that_is_taken_lies_within_the_platform(desk, many):
    clerk = desk("section_clerk", many.county.bureau)
    clerk.post(reverse("people:pupils_export", args=["csv"]) + "?q=//evil.example")
    assert all(one.address.startswith("/people/") for one in Release.objects.all())


@pytest.mark.parametrize(("role", "tabs"), [("security_administrator", ["shredding"]), ("head", ["answers"])])
def test_the_tabs_are_those_that_the_reader_may_open(desk, town, role, tabs):
    client = desk(role, town.county.bureau if role != "head" else town.county.south)
    shown = client.get(reverse("privacy:releases")).context
    assert [name for name in ("shredding", "answers") if shown[f"sees_{name}"]] == tabs


@pytest.mark.parametrize(("role", "page"), [("security_administrator", "shredding"), ("leader", "releases")])
def test_the_room_begins_where_the_reader_may_go(desk, town, role, page):
    answer = desk(role, town.county.bureau).get(reverse("privacy:index"))
    assert answer["Location"] == reverse(f"privacy:{page}")


def test_what_has_been_decided_is_nobody_s_to_decide(desk, many):
    held = _agreed(desk, desk("section_clerk", many.county.bureau), many)
    page = desk("leader", many.county.bureau).get(reverse("privacy:release", args=[held.pk]))
    assert page.context["approval_here"] is None
