"""Who may open what, with which method, and what is said when it does not work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web.signed_in import account, desk

__all__ = ["account", "desk"]
pytestmark = pytest.mark.django_db


def routes(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the platform with its view."""
    for pattern in patterns:
        place = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, place)
        elif isinstance(pattern, URLPattern):
            yield place, pattern.callback


@pytest.fixture
def unruly(settings: Any) -> Client:
    settings.ROOT_URLCONF = "tests.web.unruly"
    return Client(raise_request_exception=False)


def test_every_address_declares_who_may_open_it():
    bare = [place for place, view in routes(get_resolver().url_patterns) if not getattr(view, "rule", None)]
    assert bare == []


def test_no_address_but_the_programs_door_is_exempt_from_the_check_against_forged_forms():
    exempt = [p for p, view in routes(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)]
    assert exempt == ["api/^v1/"]  # it takes tokens alone, never a cookie


def test_an_address_without_a_rule_cannot_be_opened(unruly):
    answer = unruly.get("/unruled/")
    assert answer.status_code == 500
    assert "seen" not in answer.content.decode()


def test_a_form_of_another_site_is_refused_in_words(county):
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "这张表单已经失效" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_method_that_is_not_declared_is_refused(desk, county, method):
    assert getattr(desk("auditor", county.bureau), method)("/audit/").status_code == 405


def test_a_wrong_method_says_which_are_right(client):
    answer = client.get("/language/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
    assert "从页面上的按钮进入" in answer.content.decode()


def test_options_are_told_without_carrying_anything_out(client):
    answer = client.options("/sign-in/")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")


def test_head_is_answered_only_where_a_page_can_be_read(client, county):
    assert client.head("/sign-in/").status_code == 200
    assert client.head("/language/").status_code == 405


def test_what_everybody_may_read_may_be_kept_on_the_way(client, county):
    assert "no-store" not in client.get("/public/").headers.get("Cache-Control", "")


def test_a_stranger_is_led_to_the_sign_in_and_back(client, county):
    answer = client.get("/search/?q=%E5%9F%8E")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Fsearch%2F%3Fq%3D%25E5%259F%258E"


@pytest.mark.parametrize(("kind", "status"), [("early", 409), ("foreign", 403), ("absent", 404)])
def test_what_a_user_can_act_on_is_a_sentence(unruly, kind, status):
    answer = unruly.get(f"/failing/{kind}/")
    assert answer.status_code == status
    assert "张三 &lt;b&gt;没有&lt;/b&gt;" in answer.content.decode()


def test_a_form_that_comes_too_early_is_told_where_it_was_filled_in(unruly):
    answer = unruly.post("/failing/early/", headers={"Referer": "http://testserver/sign-in/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://testserver/sign-in/")


def test_nobody_is_led_back_to_another_site(unruly):
    answer = unruly.post("/failing/early/", headers={"Referer": "http://evil.example/x"})
    assert answer.status_code == 409


def test_a_bug_shows_a_number_and_nothing_of_itself(unruly, caplog):
    page = unruly.get("/failing/bug/").content.decode()
    number = next(r.args[0] for r in caplog.records if r.name == "xueheng.incident")
    assert number in page
    assert not any(word in page for word in ("张三", "RuntimeError", "Traceback", "unruly"))


def test_the_log_keeps_the_trace_under_the_number(unruly, caplog):
    unruly.get("/failing/bug/")
    kept = next(r for r in caplog.records if r.name == "xueheng.incident")
    assert kept.exc_info
    assert kept.exc_info[0] is RuntimeError


def test_an_unknown_address_is_a_page_in_words(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_too_much_at_once_is_said_so(client, county, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = client.post("/sign-in/", {f"field{n}": "x" for n in range(9)})
    assert answer.status_code == 413
    assert "提交的内容太多" in answer.content.decode()
