"""一校一页: strengths and gaps of published results with their figures, never a place in an order."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.publish.conftest import press
from tests.apps.runs.conftest import desk

from xueheng.apps.publish.queries import for_actor
from xueheng.apps.publish.services import take_down
from xueheng.apps.roster.models import Account, Org

__all__ = ["desk", "press"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def head(press):
    """The head of the primary school, whose county has published its balance to schools."""
    county = press.desk.county
    for n in range(1, 9):
        school = Org(code=f"2143029{n:03}", kind="primary_school", name=f"第{n}小学", parent=county.county)
        school.stages = ["primary"]
        school.save()
        Org.objects.filter(pk=school.pk).update(path=f"{county.county.path}{school.pk}/")
    press.published(press.balance(300, 320, 440, 500, 600, 180, 220, 90, 700), "schools")
    client = Client()
    client.force_login(Account.objects.get(pk=county.actor("head", county.north).account))
    return client


@pytest.fixture
def page(head, press):
    """The page of the head's school."""
    return head.get(reverse("people:one_pager", args=[press.desk.county.north.code])).content.decode()


def test_at_most_three_strengths_and_three_gaps_stand_with_their_source(page):
    listed = page.split('<ol class="points">')[1:]
    assert 1 <= len(listed) <= 2
    assert all(1 <= part.split("</ol>")[0].count("<li>") <= 3 for part in listed)
    assert all("n = " in part and "看明细" in part for part in listed)


@pytest.mark.parametrize("word", ["排名", "名次：", "倒数", "垫底", "红榜", "黑榜"])
def test_no_rank_stands_on_it(page, word):
    assert word not in page.replace("不排名次", "")


def test_no_other_school_is_named_on_it(page):
    assert not any(f"第{n}小学" in page for n in range(1, 9))


def test_each_point_leads_to_the_school_s_own_figures(head, press, page):
    address = page.split('<ol class="points">')[1].split('href="')[1].split('"')[0]
    answer = head.get(address)
    assert answer.status_code == 200
    assert "第1小学" not in answer.content.decode()


def test_a_page_says_that_there_is_a_newer_one_and_taken_down_both_are_gone(head, press, page):
    old = page.split('<ol class="points">')[1].split('href="')[1].split('"')[0]
    press.published(press.balance(300, 320, 440, 500, 600, 180, 220, 90, 700, plus=1), "schools")
    assert "已有新的公布" in head.get(old).content.decode()
    county = press.desk.county
    leader = county.actor("leader", county.county)
    for shown in for_actor(leader):
        take_down(shown, reason="数据有误", actor=leader, now=press.now())
    assert head.get(old).status_code == 404
    now = head.get(reverse("people:one_pager", args=[county.north.code])).content.decode()
    assert '<ol class="points">' not in now
    assert old not in head.get(reverse("people:school", args=[county.north.code])).content.decode()


def test_the_head_of_another_school_cannot_read_it(head, press, page):
    county = press.desk.county
    head.force_login(Account.objects.get(pk=county.actor("head", county.south).account))
    address = page.split('<ol class="points">')[1].split('href="')[1].split('"')[0]
    assert head.get(address).status_code == 404


@pytest.mark.parametrize(("role", "offered"), [("leader", 1), ("approver", 0)])
def test_a_school_s_figures_are_offered_to_who_may_open_them(head, press, role, offered):
    county = press.desk.county
    head.force_login(Account.objects.get(pk=county.actor(role, county.county).account))
    school = head.get(reverse("people:school", args=[county.north.code]))
    assert len(school.context["publications"]) == offered
