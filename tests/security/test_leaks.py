"""Attacks 26, 28 and 29: dear questions, secrets where they do not belong, and how the platform is set up."""

from __future__ import annotations

import json
import logging
import re
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import global_settings, settings
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.test import Client
from tests.security.asked import ACTING, READING, RULES, about, opener
from tests.web.data.desks import FORM
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import forms
from tests.web.matrix_world import TOP, A

OURS = import_module("xueheng.project.settings")
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SECRET = "430299201301059990"
LONG = 5.0  # seconds, on a machine that does other things too
DEAR: dict[str, tuple[str, str, Any]] = {
    "a deep document": ("POST", "/api/v1/runs", "[" * 100_000),
    "a document of keys": ("POST", "/api/v1/runs", json.dumps({f"k{n}": n for n in range(50_000)})),
    "a long number": ("POST", "/api/v1/runs", '{"a": ' + "9" * 400_000 + "}"),
    "a far page": ("GET", "/people/pupils/?page=999999999999", None),
    "a page of another kind": ("GET", "/people/pupils/?page=1e9", None),
    "a search of wild cards": ("GET", "/search/?q=" + "%25" * 3_000, None),
    "a search that repeats": ("GET", "/people/pupils/?q=" + "a" * 8_000 + "!", None),
    "a thousand questions": ("GET", "/people/pupils/?" + "&".join(f"q={n}" for n in range(900)), None),
    "many languages": ("GET", "/", {"HTTP_ACCEPT_LANGUAGE": "zz;q=0.1," * 9_000}),
    "many cookies": ("GET", "/", {"HTTP_COOKIE": "; ".join(f"c{n}=x" for n in range(3_000))}),
    "a long address": ("GET", "/people/school/" + "a" * 9_000 + "/", None),
    "a day far away": ("GET", "/people/census/?on=9999-12-31", None),
    "the first day": ("GET", "/people/census/?on=0001-01-01", None),
    "many fields": ("FORM", "/data/upload/", {f"f{n}": "x" for n in range(1_900)}),
    "too many fields": ("FORM", "/data/upload/", {f"f{n}": "x" for n in range(2_500)}),
    "a long field": ("FORM", "/data/upload/", FORM | {"label": "长" * 500_000}),
    "too long a field": ("FORM", "/data/upload/", FORM | {"label": "x" * 3_000_000}),
    "a long password": ("FORM", "/sign-in/", {"username": "x", "password": "x" * 1_000_000}),
    "many schools": ("GET", "/people/index/?" + "school=x&" * 900, None),
    "many numbers": ("GET", "/accounts/codes/?numbers=" + "1+" * 2_000, None),
}


@pytest.mark.parametrize("kind", DEAR)
def test_a_dear_question_is_answered_or_refused_soon(world, browser, kind):
    method, address, more = DEAR[kind]
    client, since = browser("section_clerk", TOP), perf_counter()
    if method == "GET":
        answer = client.get(address, **(more or {}))
    elif method == "FORM":
        answer = client.post(address, more)
    else:
        answer = client.post(address, more, content_type="application/json")
    assert answer.status_code < 500
    assert perf_counter() - since < LONG


@pytest.mark.parametrize("name", ACTING)
def test_what_is_filled_in_is_in_no_log_and_no_address(world, browser, caplog, name):
    said = next(forms(name, world.sides[A])).items()
    form = {key: SECRET if isinstance(value, str) else value for key, value in said}
    with caplog.at_level(logging.DEBUG):
        client = browser(*opener(RULES[name]))
        answer = sent(client, "POST", about(name, world)[0], form | {"password": SECRET})
    logged = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert SECRET not in logged
    assert SECRET not in answer.headers.get("Location", "")


@pytest.mark.parametrize("name", READING)
def test_no_page_leads_to_an_address_with_a_secret_or_to_another_site(world, browser, name):
    page = sent(browser(*opener(RULES[name])), "GET", about(name, world)[0])
    leads = re.findall(r'(?:href|action|src)="([^"]+)"', page.told)
    assert [one for one in leads if re.search(r"sessionid|csrf|token=|password=|Bearer|xh_", one)] == []
    assert [one for one in leads if re.match(r"(?:https?:)?//", one)] == []


@pytest.mark.parametrize(
    "error", [RuntimeError("张三"), OperationalError("张三 is locked"), KeyError("张三")]
)
@pytest.mark.parametrize("place", ["web.rules.actor_of", "web.context.orgs", "web.desk.home.kind_of"])
def test_a_fault_of_ours_shows_a_number_and_nothing_else(world, browser, monkeypatch, caplog, place, error):
    def broken(*_given: Any, **_named: Any) -> None:
        raise error

    client = browser("section_clerk", TOP)
    monkeypatch.setattr(f"xueheng.{place}", broken)
    answer = client.get("/")
    number = next(r.args[0] for r in caplog.records if r.name == "xueheng.incident")
    page = answer.content.decode()
    assert (answer.status_code, number in page) == (500, True)
    assert [
        word for word in ("张三", "Error", "Traceback", "xueheng/", "site-packages") if word in page
    ] == []


ACCOUNTS = get_user_model()
POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
LOCK = ROOT / "requirements.lock"
SOUND = {
    "no debugging": lambda: settings.DEBUG is False,
    "hosts are named": lambda: "*" not in settings.ALLOWED_HOSTS,
    "no administration of Django's": lambda: "django.contrib.admin" not in settings.INSTALLED_APPS,
    "no account comes with it": lambda: not ACCOUNTS.objects.filter(username__in=("admin", "root")).exists(),
    "no superusers": lambda: not hasattr(ACCOUNTS, "is_superuser"),
    "a long key": lambda: len(settings.SECRET_KEY) >= 50,
    "scripts of ours only": lambda: POLICY["script-src"] == ["'self'"],
    "cookies out of reach": lambda: settings.SESSION_COOKIE_HTTPONLY,
    "cookies stay here": lambda: settings.CSRF_COOKIE_SAMESITE == settings.SESSION_COOKIE_SAMESITE == "Lax",
    "slow hashes": lambda: "PBKDF2" in global_settings.PASSWORD_HASHERS[0],
    "no others": lambda: not hasattr(OURS, "PASSWORD_HASHERS"),
    "ten signs": lambda: any(
        one.get("OPTIONS", {}).get("min_length") == 10 for one in settings.AUTH_PASSWORD_VALIDATORS
    ),
    "files by streams": lambda: all("Temporary" in one for one in settings.FILE_UPLOAD_HANDLERS),
    "no pickled sessions": lambda: settings.SESSION_SERIALIZER.endswith("JSONSerializer"),
    "bounded forms": lambda: settings.DATA_UPLOAD_MAX_NUMBER_FIELDS <= 2_000,
    "dependencies by their hashes": lambda: "--hash=sha256:" in LOCK.read_text("utf-8"),
}


@pytest.mark.parametrize("law", SOUND)
def test_the_platform_is_set_up_soundly(world, law):
    assert SOUND[law]()


@pytest.mark.parametrize(
    "path", ["/static/../settings.py", "/.git/config", "/admin/", "/static/", "/__debug__/", "/media/"]
)
def test_nothing_lies_about(path):
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("name", [n for n in ACTING if RULES[n] not in ("public", "signed_in")])
def test_who_is_turned_away_is_in_the_log(world, browser, caplog, name):
    with caplog.at_level(logging.WARNING, "xueheng.refused"):
        browser("reviewer", TOP).post(about(name, world)[0])
    account = world.accounts["reviewer", TOP]
    assert f"account:{account.pk} turned away from {name}" in caplog.messages


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[31m", "\u2028"])
def test_an_address_cannot_write_a_line_of_the_log(browser, monkeypatch, caplog, sign):
    def broken(*_given: Any, **_named: Any) -> None:
        raise RuntimeError

    client = browser("section_clerk", TOP)
    monkeypatch.setattr("xueheng.web.people.views_school.org", broken)
    client.get(f"/people/school/a{quote(sign)}INCIDENT forged/")
    [told] = [r.getMessage() for r in caplog.records if r.name == "xueheng.incident"]
    assert sign not in told
