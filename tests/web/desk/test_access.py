"""Coming in and going out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.web.signed_in import PASSWORD

from xueheng.apps.roster import tallies
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.services import open_account

pytestmark = pytest.mark.django_db
REFUSED = "账号或密码不对"


def tried(client, name, password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def test_the_right_password_opens_the_home(client, account, county):
    answer = tried(client, account("inspector", county.bureau).username)
    assert answer.headers["Location"] == "/"
    assert client.get("/tasks/").status_code == 200


def test_the_name_is_known_whatever_its_case(client, account, county):
    assert tried(client, account("section_clerk", county.bureau).username.upper()).status_code == 302


def test_a_new_session_begins_at_sign_in(client, account, county):
    client.post("/language/", {"language": "en"})
    session = client.session
    session["left"] = "by another"
    session.save()
    client.cookies["sessionid"] = session.session_key
    tried(client, account("section_clerk", county.bureau).username)
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize("name", ["section_clerk", "nobody", "", "张三'; --"])
def test_every_wrong_try_is_refused_with_the_same_words(client, account, county, name):
    known = account("section_clerk", county.bureau).username
    page = tried(client, known if name == "section_clerk" else name or " x", "wrong").content.decode()
    assert REFUSED in page


def test_a_closed_account_is_refused_like_an_unknown_one(client, account, county):
    closed = account("section_clerk", county.bureau, is_active=False)
    assert REFUSED in tried(client, closed.username).content.decode()


def test_an_account_that_was_never_activated_has_no_password(client, account, county):
    fresh = account("section_clerk", county.bureau)
    fresh.set_unusable_password()
    fresh.save()
    assert REFUSED in tried(client, fresh.username, "!").content.decode()


def test_wrong_tries_wait_longer_from_that_address_only(client, account, county):
    name = account("section_clerk", county.bureau).username
    for _try in range(tallies.FREE + 1):
        tried(client, name, "wrong")
    held = tried(client, name)
    assert (held.status_code, int(held.headers["Retry-After"]) > 0) == (429, True)
    assert tried(Client(REMOTE_ADDR="10.1.1.1"), name).status_code == 302


@pytest.mark.parametrize("onward", ["/tasks/", "/search/?q=城关"])
def test_who_signs_in_goes_on_where_it_wanted(client, account, county, onward):
    answer = tried(client, account("section_clerk", county.bureau).username, next=onward)
    assert answer.headers["Location"] in (onward, "/search/?q=%E5%9F%8E%E5%85%B3")


@pytest.mark.parametrize("forged", ["//evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_a_forged_onward_address_leads_home(client, account, county, forged):
    answer = tried(client, account("section_clerk", county.bureau).username, next=forged)
    assert answer.headers["Location"] == "/"


def test_signing_out_is_a_button_and_ends_the_session(client, account, county):
    tried(client, account("section_clerk", county.bureau).username)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/tasks/").status_code == 302


def test_the_session_ends_when_the_account_is_closed(account, county):
    held, client = account("section_clerk", county.bureau), Client()
    client.force_login(held)
    held.is_active = False
    held.save()
    assert client.get("/tasks/").status_code == 302


@pytest.fixture
def opened(account, county):
    person = account("head", county.north).person
    return open_account("head-north", person, actor=system("test"), now=datetime.now(UTC))


def test_a_code_gives_the_owner_a_password_of_his_own(client, opened):
    fields = {"username": "head-north", "code": opened.code, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/activate/", fields).headers["Location"] == "/"
    assert tried(Client(), "head-north").status_code == 302


def test_a_code_serves_once(client, opened):
    fields = {"username": "head-north", "code": opened.code, "password": PASSWORD, "again": PASSWORD}
    client.post("/activate/", fields)
    assert Client().post("/activate/", fields).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"again": "别的密码别的密码"}, "两次输入的密码不一样"),
        ({"code": "AAAA-AAAA-AAAA-AAAA"}, "账号或激活码不对"),
        ({"username": "nobody"}, "账号或激活码不对"),
        ({"password": "12345678", "again": "12345678"}, "密码"),
    ],
)
def test_a_wrong_activation_changes_nothing(client, opened, change, said):
    fields = {"username": "head-north", "code": opened.code, "password": PASSWORD, "again": PASSWORD}
    page = client.post("/activate/", fields | change).content.decode()
    assert said in page
    assert client.get("/tasks/").status_code == 302


def test_an_empty_platform_says_how_to_begin(client, db):
    assert "xueheng init" in client.get("/sign-in/").content.decode()
