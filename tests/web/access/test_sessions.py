"""How long a browser stays signed in, and who ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from tests.web.signed_in import PASSWORD, just_signed_in

from xueheng.apps.notices.models import Notice
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.services import reset

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"


def entered(account, **more):
    client = Client(headers={"User-Agent": EDGE})
    client.post("/sign-in/", {"username": account.username, "password": PASSWORD, **more})
    return client


@pytest.fixture
def head(account, county):
    return account("head", county.north)


@pytest.fixture
def later(monkeypatch):
    """The clock is set on."""
    real = timezone.now

    def moved(**by):
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(**by))

    return moved


def is_in(client):
    return client.get("/notices/").status_code == 200


def test_a_shared_computer_forgets_with_the_browser_and_an_own_one_after_eight_hours(head):
    shared, own = entered(head), entered(head, own_device="on")
    assert shared.cookies["sessionid"]["max-age"] == ""
    assert own.cookies["sessionid"]["max-age"] == 8 * 3600


def test_half_an_hour_without_a_page_ends_the_session_of_staff(head, later):
    client = entered(head)
    later(minutes=29)
    assert is_in(client)
    later(minutes=60)
    assert "登录的时间到了" in client.get("/notices/", follow=True).content.decode()


def test_a_parent_may_look_again_later_the_same_day(account, county, later):
    parent = account("head", county.north)
    parent.person.posts.all().delete()
    client = entered(parent)
    later(hours=7)
    assert is_in(client)


def test_eight_hours_end_every_session_however_busy(head, later):
    client = entered(head)
    for minutes in range(25, 8 * 60, 25):
        later(minutes=minutes)
        assert is_in(client)
    later(hours=8)
    assert not is_in(client)


def test_a_new_password_ends_every_other_session(head):
    here, there = entered(head), entered(head)
    said = {"password": PASSWORD + "新", "again": PASSWORD + "新"}
    assert here.post("/security/password/", said).headers["Location"] == "/security/"
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_reset_ends_every_session(head):
    client = entered(head)
    reset(head, actor=system("test"), now=timezone.now())
    assert not is_in(client)


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(head):
    client, thief = entered(head), Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    client.post("/sign-out/")
    assert not is_in(thief)


def test_the_owner_sees_where_it_is_open_in_plain_words(head):
    entered(head)
    page = entered(head).get("/security/").content.decode()
    assert page.count("Windows 电脑，Edge 浏览器") == 2
    assert page.count("就是这里") == 1


def test_the_owner_ends_one_or_all_others(head):
    first, second, here = entered(head), entered(head), entered(head)
    key = UserSession.objects.get(session_key=first.session.session_key).pk
    here.post("/security/session/", {"session": key})
    assert (is_in(first), is_in(second)) == (False, True)
    here.post("/security/session/", {"session": "all"})
    assert (is_in(second), is_in(here)) == (False, True)


def test_nobody_ends_the_session_of_another(head, account, county):
    held, other = entered(head), entered(account("head", county.south))
    key = UserSession.objects.get(session_key=held.session.session_key).pk
    assert other.post("/security/session/", {"session": key}).status_code == 404
    assert is_in(held)


@pytest.mark.parametrize("bad", ["", "x", "-1", "' or 1=1", "9" * 40])
def test_a_forged_session_ends_nothing(head, bad):
    held, here = entered(head), entered(head)
    assert here.post("/security/session/", {"session": bad}).status_code == 404
    assert is_in(held)


def test_only_a_device_that_was_not_used_before_is_told_of(head):
    client = entered(head)
    client.post("/sign-out/")
    client.post("/sign-in/", {"username": head.username, "password": PASSWORD})
    assert Notice.objects.filter(account=head, key__startswith="new_device").count() == 1
    entered(head)
    assert Notice.objects.filter(account=head, key__startswith="new_device").count() == 2


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "W10:1:x"])
def test_a_forged_sign_of_a_device_is_none(head, cookie):
    client = Client()
    client.cookies["devices"] = cookie
    client.post("/sign-in/", {"username": head.username, "password": PASSWORD})
    assert Notice.objects.filter(account=head, kind="security").exists()


def test_a_browser_of_somebody_else_can_be_handed_no_session(head):
    planted = Client()
    planted.get("/sign-in/")
    key = planted.session.session_key
    assert entered(head).session.session_key != key
    assert just_signed_in(planted, head).session.session_key != key


def test_under_https_every_cookie_is_bound_to_this_host(client, county, account, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    held = account("head", county.north)
    client.post("/sign-in/", {"username": held.username, "password": PASSWORD}, secure=True)
    client.post("/letters/", {"letters": "large"}, secure=True)
    client.post("/language/", {"language": "en"}, secure=True)
    assert {"__Host-session", "__Host-letters", "__Host-devices"} <= set(client.cookies)
    assert all(name.startswith("__Host-") and one["secure"] for name, one in client.cookies.items())
