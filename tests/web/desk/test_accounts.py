"""Accounts are opened, reset and closed by whom they are entrusted to."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model

from xueheng.apps.roster.models import Person, Post

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}")


@pytest.fixture
def teacher(county):
    person = Person.objects.create(name="李老师", number="T001")
    Post.objects.create(person=person, org=county.north, role="teacher", valid_from="2020-01-01")
    return person


def test_an_account_is_opened_with_a_code_that_is_shown_once(desk, county, teacher):
    client = desk("administrator", county.bureau)
    page = client.post("/accounts/open/", {"number": "T001", "username": "li"}).content.decode()
    assert CODE.search(page)
    assert not CODE.search(client.get("/accounts/").content.decode())


def test_a_reset_gives_a_new_code_and_voids_the_password(desk, account, county):
    held = account("head", county.north)
    page = desk("administrator", county.bureau).post(f"/accounts/{held.pk}/reset/").content.decode()
    held.refresh_from_db()
    assert CODE.search(page)
    assert not held.has_usable_password()


def test_a_closed_account_stands_as_closed(desk, account, county):
    held, client = account("head", county.north), desk("administrator", county.bureau)
    client.post(f"/accounts/{held.pk}/close/")
    held.refresh_from_db()
    assert not held.is_active
    assert "已停用" in client.get("/accounts/", {"q": held.username}).content.decode()


@pytest.mark.parametrize("act", ["reset", "close"])
def test_an_administrator_of_a_school_reaches_no_account_of_another(desk, account, county, act):
    held, client = account("head", county.south), desk("administrator", county.north)
    assert client.post(f"/accounts/{held.pk}/{act}/").status_code == 404
    assert held.username not in client.get("/accounts/").content.decode()


def test_nobody_gets_an_account_for_a_person_of_another_school(desk, county, teacher):
    client = desk("administrator", county.south)
    assert client.post("/accounts/open/", {"number": "T001", "username": "li"}).status_code == 404
    assert not get_user_model().objects.filter(username="li").exists()


@pytest.mark.parametrize("role", ["leader", "section_clerk", "head"])
@pytest.mark.parametrize(
    "address", ["/accounts/", "/accounts/open/", "/accounts/1/reset/", "/accounts/1/close/"]
)
def test_others_keep_no_accounts(desk, county, role, address):
    client = desk(role, county.bureau)
    method = client.get if address == "/accounts/" else client.post
    assert method(address).status_code == 403


def test_forged_fields_open_nothing_more(desk, county, teacher):
    client = desk("administrator", county.bureau)
    told = {
        "number": "T001",
        "username": "li",
        "password": "x",
        "is_active": "",
        "role": "leader",
        "person": "1",
    }
    client.post("/accounts/open/", told)
    opened = get_user_model().objects.get(username="li")
    assert not opened.has_usable_password()
    assert opened.person == teacher
