"""What stands around every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from tests.web.signed_in import account, desk

__all__ = ["account", "desk"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "sees", "sees_not"),
    [
        ("section_clerk", ["数据", "结果", "学校与学生"], ["账号管理", "留痕", "复核"]),
        ("approver", ["数据", "复核"], ["账号管理", "留痕"]),
        ("administrator", ["账号管理"], ["数据", "学校与学生", "留痕"]),
        ("auditor", ["留痕"], ["数据", "账号管理"]),
    ],
)
def test_the_bar_names_only_places_that_the_reader_may_open(desk, county, role, sees, sees_not):
    page = desk(role, county.bureau).get("/tasks/").content.decode()
    bar = page[page.index("<nav") : page.index("</nav>")]
    assert all(f">{word}<" in bar for word in sees)
    assert not any(f">{word}<" in bar for word in sees_not)


def test_a_name_is_text_and_never_markup(account, county):
    clerk = account("section_clerk", county.bureau)
    clerk.person.name = "<script>alert(1)</script>"
    clerk.person.save()
    client = Client()
    client.force_login(clerk)
    page = client.get("/tasks/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_a_signed_in_person_sees_is_kept_and_found_by_nobody(desk, county):
    answer = desk("section_clerk", county.bureau).get("/tasks/")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_who_acts_is_known_by_few_queries(desk, county, django_assert_max_num_queries):
    client = desk("auditor", county.bureau)
    with django_assert_max_num_queries(
        9
    ):  # session, account, person, posts, children; the chain's head; rows; unread notices
        client.get("/audit/")


def test_the_language_is_switched_by_a_button_and_stays(client, county):
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    page = client.get("/sign-in/").content.decode()
    assert 'lang="en"' in page
    assert ">Sign in<" in page


def test_a_person_finds_the_language_again_at_the_next_sign_in(account, county):
    clerk, client = account("section_clerk", county.bureau), Client()
    client.force_login(clerk)
    client.post("/language/", {"language": "en"})
    clerk.refresh_from_db()
    assert clerk.language == "en"


def test_large_letters_stay_until_they_are_switched_back(client, county):
    client.post("/letters/", {"letters": "large"})
    assert 'class="large"' in client.get("/sign-in/").content.decode()
    client.post("/letters/", {"letters": "usual"})
    assert 'class="large"' not in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    "forged",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
    ],
)
@pytest.mark.parametrize("address", ["/language/", "/letters/"])
def test_nobody_is_sent_to_another_site(client, county, address, forged):
    assert client.post(address, {"next": forged}).headers["Location"] == "/"


def test_scripts_and_styles_come_from_here_only(client, county):
    answer = client.get("/sign-in/")
    page = answer.content.decode()
    assert "://" not in page.replace("http://www.w3.org", "")
    assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]


def test_a_first_page_weighs_little_on_a_phone(client, county):
    shell = [find(name) for name in ("site.css", "site.js", "vendor/htmx.min.js", "mark.svg")]
    weight = sum(Path(str(path)).stat().st_size for path in shell) + len(client.get("/sign-in/").content)
    assert weight < 200_000


def test_every_page_can_be_skipped_to_its_content(client: Client, county: Any):
    page = client.get("/sign-in/").content.decode()
    assert '<a class="skip" href="#content">' in page
    assert '<main id="content"' in page


@pytest.mark.parametrize("cookie", ["", "fr", "zz-<b>"])
def test_pages_speak_chinese_until_the_reader_switches(client, county, cookie):
    client.cookies["django_language"] = cookie
    answer = client.get("/sign-in/", headers={"Accept-Language": "en-US,en"})
    assert answer.headers["Content-Language"] == "zh-hans"
    assert ">登录<" in answer.content.decode()


def test_a_generated_county_says_so_on_every_page(account, county):
    client = Client()
    client.force_login(account("section_clerk", county.bureau, is_sample=True))
    assert "数据全部由程序生成" in client.get("/tasks/").content.decode()
