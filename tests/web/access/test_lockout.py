"""Wrong tries wait where they are made, and tell nobody which names there are."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from tests.web.signed_in import PASSWORD

from xueheng.apps.audit.models import Entry
from xueheng.apps.roster import tallies

pytestmark = pytest.mark.django_db
SCHOOL, ELSEWHERE = "10.1.1.1", "10.2.2.2"


@pytest.fixture
def head(account, county):
    return account("head", county.north)


def tried(name, password="wrong", *, at=SCHOOL):
    return Client(REMOTE_ADDR=at).post("/sign-in/", {"username": name, "password": password})


def locked(name):
    for _try in range(tallies.FREE + 1):
        tried(name)


def test_the_victim_signs_in_from_elsewhere(head):
    locked(head.username)
    assert [tried(head.username, PASSWORD, at=at).status_code for at in (SCHOOL, ELSEWHERE)] == [429, 302]


def test_the_rest_of_the_school_signs_in_from_the_same_address(head, account, county):
    locked(head.username)
    assert tried(account("dean", county.north).username, PASSWORD).status_code == 302


@pytest.mark.parametrize("variant", [str.upper, lambda name: f"  {name} "])
def test_another_way_to_write_the_name_is_no_way_round(head, variant):
    locked(head.username)
    assert tried(variant(head.username), PASSWORD).status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Client-IP"])
def test_a_forged_address_is_no_way_round(head, header):
    locked(head.username)
    client = Client(REMOTE_ADDR=SCHOOL, headers={header: ELSEWHERE})
    assert client.post("/sign-in/", {"username": head.username, "password": PASSWORD}).status_code == 429


def test_behind_a_declared_proxy_the_address_is_the_one_it_says(head, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    locked(head.username)
    client = Client(REMOTE_ADDR=SCHOOL, headers={"X-Forwarded-For": f"6.6.6.6, {ELSEWHERE}"})
    assert client.post("/sign-in/", {"username": head.username, "password": PASSWORD}).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(head):
    for _round in range(3):
        tried(head.username)
        tried(head.username)
        assert tried(head.username, PASSWORD).status_code == 302


@pytest.mark.parametrize("kind", ["unknown", "closed", "waiting"])
def test_the_answer_is_the_same_whatever_the_name_is(head, account, county, kind):
    names = {
        "unknown": "nobody-here",
        "closed": account("head", county.south, is_active=False).username,
        "waiting": account("dean", county.south, password="!", activation="x").username,
    }
    pages = [tried(name).content.decode().replace(name, "") for name in (head.username, names[kind])]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_it_takes_as_long_to_refuse_an_unknown_name(head, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    head.set_password(PASSWORD)
    head.save()
    took = []
    for name in (head.username, "nobody-here"):
        begun = time.perf_counter()
        tried(name)
        took.append(time.perf_counter() - begun)
    assert 0.4 < took[0] / took[1] < 2.5


def test_the_audit_keeps_who_is_tried_again_and_again(head):
    locked(head.username)
    locked("nobody-here")
    kept = Entry.objects.filter(action="account.refused").order_by("sequence")
    assert [one.subject_id for one in kept] == [str(head.pk), ""]


def test_the_audit_keeps_every_sign_in(head):
    tried(head.username, PASSWORD)
    assert Entry.objects.filter(action="account.signed_in", subject_id=str(head.pk)).count() == 1


@pytest.mark.parametrize("password", ["x" * 129, "x" * 100_000])
def test_a_long_password_costs_nothing(head, password):
    begun = time.perf_counter()
    tried(head.username, password)
    assert time.perf_counter() - begun < 1
