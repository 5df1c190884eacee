"""What only the owner may do is asked of the owner once more."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from tests.web.access.apps import shown, with_app
from tests.web.signed_in import PASSWORD, just_signed_in

pytestmark = pytest.mark.django_db
ASKED = {
    "get": ("/security/password/", "/security/app/", "/security/passkey/", "/security/codes/"),
    "post": (
        "/security/remove/",
        "/security/codes/new/",
        "/security/tie/",
        "/security/untie/",
        "/accounts/tokens/make/",
    ),
}
QUARTER = 15 * 60


@pytest.fixture
def left_alone(account, county):
    """A browser in which somebody signed in twenty minutes ago and went away."""
    client = just_signed_in(Client(), with_app(account("inspector", county.bureau)))
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - QUARTER - 1}]
    session.save()
    return client


@pytest.mark.parametrize(("method", "path"), [(m, path) for m, paths in ASKED.items() for path in paths])
def test_a_browser_that_was_left_alone_is_asked_who_it_is(left_alone, method, path):
    answer = getattr(left_alone, method)(path)
    assert answer.headers["Location"].startswith("/security/confirm/?next=")


@pytest.mark.parametrize("path", ["/accounts/1/reset/", "/accounts/1/close/", "/accounts/codes/sheet/"])
def test_so_is_who_would_change_the_account_of_another(account, county, path):
    client = Client()
    client.force_login(account("administrator", county.bureau))
    assert client.post(path).headers["Location"].startswith("/security/confirm/")


@pytest.mark.parametrize(
    "path", ["/accounts/posts/appoint/", "/accounts/posts/end/", "/accounts/posts/clear/"]
)
def test_so_is_who_would_give_a_post(account, county, path):
    client = Client()
    client.force_login(account("security_administrator", county.bureau))
    assert client.post(path).headers["Location"].startswith("/security/confirm/")


@pytest.mark.parametrize("how", [{"password": PASSWORD}, {"code": None}])
def test_the_password_or_a_code_is_enough_and_leads_back(left_alone, how):
    said = {key: value or shown() for key, value in how.items()}
    answer = left_alone.post("/security/confirm/", {**said, "next": "/security/password/"})
    assert answer.headers["Location"] == "/security/password/"
    assert left_alone.get("/security/password/").status_code == 200


@pytest.mark.parametrize(
    "said", [{"password": "wrong"}, {"code": "000000"}, {}, {"credential": "{}"}, {"credential": "["}]
)
def test_nothing_else_is(left_alone, said):
    assert left_alone.post("/security/confirm/", said).status_code == 200
    assert left_alone.get("/security/password/").status_code == 302


def test_guessing_there_waits_too(left_alone):
    for _try in range(5):
        left_alone.post("/security/confirm/", {"password": "wrong"})
    assert left_alone.post("/security/confirm/", {"password": PASSWORD}).status_code == 429


def test_a_forged_onward_address_leads_to_our_own_page(left_alone):
    answer = left_alone.post("/security/confirm/", {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/security/"


def test_after_an_act_the_way_leads_back_to_its_page(left_alone):
    answer = left_alone.post("/security/remove/", headers={"Referer": "http://testserver/security/"})
    assert answer.headers["Location"] == "/security/confirm/?next=%2Fsecurity%2F"
