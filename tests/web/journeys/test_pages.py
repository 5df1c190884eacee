"""Every page of every role: it opens, fits the screen, is accessible, is silent, and says no foreign word."""

from __future__ import annotations

import pytest
from tests.web.journeys.crawl import Crawl
from tests.web.journeys.world import PHONE, ROLES

LIGHT = 200_000
PHONES = [("parent", "/family/"), ("parent", "a:has-text('的学籍')"), ("teacher", "a:has-text('九年级')")]


@pytest.fixture(scope="session")
def visits(desks, published):
    """Each page of each role."""
    crawl = Crawl(desks)
    found = [visit for role in ROLES for visit in crawl.of(role)]
    desks.close()
    return found


def test_every_role_comes_to_its_pages(visits):
    assert {visit.role for visit in visits} == set(ROLES)
    assert len(visits) > 90


def test_no_link_leads_where_the_reader_may_not_go(visits):
    assert [visit for visit in visits if visit.status != 200] == []


def test_no_page_is_wider_than_the_screen(visits):
    assert [visit for visit in visits if visit.too_wide] == []


def test_axe_finds_nothing_serious(visits):
    assert [visit for visit in visits if visit.violations] == []


def test_no_page_complains(visits):
    assert [visit for visit in visits if visit.complaints] == []


@pytest.mark.parametrize(("role", "way"), PHONES)
def test_a_phone_page_weighs_little_at_first_load(desks, role, way):
    page, weights = desks.open(role, "/", width=PHONE), []
    if not way.startswith("/"):
        way = page.get_attribute(f"main {way}", "href")
    fresh = desks.open(role, "/sign-in/", width=PHONE)
    fresh.on("response", lambda answer: weights.append(len(answer.body())))
    fresh.goto(way, wait_until="networkidle")
    assert 0 < sum(weights) < LIGHT
