"""Whatever is sent: a sentence or a harmless page, never a trace, an echo as markup, or a way around."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from tests.web.data.desks import FORM
from tests.web.matrix_asking import ENDS, browser, home, sent, world
from tests.web.matrix_routes import QUERIES, addresses, forms, routes
from tests.web.matrix_world import TOP, A

__all__ = ["browser", "home", "world"]
pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
WRITERS = [("section_clerk", TOP), ("leader", TOP), ("administrator", TOP)]
NASTY = {
    "text": f"' OR 1=1; DROP TABLE x -- ../../../etc/passwd {{{{ 7|add:7 }}}}%s\r\nSet-Cookie: x=y{SCRIPT}",
    "nul": "a\0b",
    "long": "长" * 3_000,
    "digits": "9" * 5_000,
    "big": str(10**30),
    "minus": "-1",
    "two signs": "--1",
    "other digits": "１²③",
}
BESIDE = ("page", "on", "next")  # what any page might be asked, beside its own


@pytest.mark.parametrize("kind", NASTY)
def test_nothing_that_is_asked_breaks_a_page(world, browser, kind):
    client, side, found = browser("section_clerk", TOP), world.sides[A], []
    for name in (n for n, p in routes().items() if "GET" in p.callback.methods):
        address = next(addresses(name, side), None) or next(addresses(name, world.sides[TOP]))
        found += [
            f"{address}?{key}"
            for key in keys(name)
            if is_bad(sent(client, "GET", f"{address}?{urlencode({key: NASTY[kind]})}"))
        ]
    assert found == []


def keys(name: str) -> set[str]:
    """What a page is asked by."""
    return {part.partition("=")[0] for query in QUERIES.get(name, ()) for part in query.split("&")} | {
        *BESIDE
    }


def is_bad(answer: Any) -> bool:
    """True for a page that broke, shows as markup what was sent, or leads away."""
    is_away = not answer.headers.get("Location", "/").startswith("/")
    return answer.status_code >= 500 or is_away or SCRIPT.encode() in answer.body


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize(("role", "place"), WRITERS)
def test_nothing_that_is_filled_in_breaks_a_page(world, browser, role, place, kind):
    client, side, found = browser(role, place), world.sides[A], []
    for name in (n for n, p in routes().items() if "POST" in p.callback.methods and n not in ENDS):
        address = next(addresses(name, side))
        for form in (dict(f) for f in forms(name, side)):
            for key in [*form, "next"]:
                answer = sent(client, "POST", address, form | {key: NASTY[kind]})
                found += [f"{address} {key}"] if is_bad(answer) else []
    assert found == []


@pytest.mark.parametrize("number", ["9" * 30, "0", "99999999999999999999", "-1", "1e3", "１"])
@pytest.mark.parametrize("path", ["people/pupils", "family/child", "approvals", "accounts/reset", "mirror"])
def test_a_number_that_is_nobodys_is_not_found(world, browser, path, number):
    place = f"/accounts/{number}/reset/" if path == "accounts/reset" else f"/{path}/{number}/"
    who = browser("administrator" if path == "accounts/reset" else "section_clerk", TOP)
    assert (who.post(place) if path == "accounts/reset" else who.get(place)).status_code == 404


@pytest.mark.parametrize(
    "name", ["..", "../manifest.json", "%2e%2e%2fmanifest.json", "manifest.json", "zh.html", "a%00b"]
)
def test_no_other_file_can_be_had(world, browser, name):
    top, client = world.sides[TOP].things, browser("section_clerk", TOP)
    for address in (f"/public/{top['public']}/{name}", f"/results/{top['run']}/file/{name}"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/xml",
        "x/y",
    ],
)
def test_a_body_of_another_kind_breaks_nothing(world, browser, kind):
    client, side = browser("section_clerk", TOP), world.sides[A]
    names = [n for n, p in routes().items() if "POST" in p.callback.methods and n not in ENDS]
    asked = [
        (a, sent(client, "POST", a, b'{"a": [1', content_type=kind))
        for n in names
        for a in addresses(n, side)
    ]
    assert [address for address, answer in asked if is_bad(answer)] == []


@pytest.mark.parametrize("method", ["head", "options"])
def test_asking_without_wanting_the_page_breaks_nothing(world, browser, method):
    client, side = browser("section_clerk", TOP), world.sides[A]
    answered = {sent(client, method, a).status_code for name in routes() for a in addresses(name, side)}
    assert answered <= {200, 204, 302, 403, 404, 405, 409}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("HTTP_HOST", "evil.example"),
        ("HTTP_HOST", "a b\r\nx: y"),
        ("HTTP_X_FORWARDED_HOST", "evil.example"),
        ("HTTP_ACCEPT_LANGUAGE", "zz;q=9," * 2_000),
        ("HTTP_REFERER", "http://evil.example/"),
        ("HTTP_COOKIE", "django_language=../../x; letters=<script>; sessionid=x"),
        ("HTTP_HX_REQUEST", "true"),
        ("HTTP_HX_CURRENT_URL", "http://evil.example/a?b=c"),
    ],
)
def test_a_header_leads_nobody_away(world, browser, header, value):
    client = browser("section_clerk", TOP)
    for method, address, form in (("GET", "/", None), ("POST", "/data/upload/", FORM)):
        answer = sent(client, method, address, form, **{header: value})
        assert answer.status_code < 500
        assert "evil.example" not in answer.told


@pytest.mark.parametrize(
    "error", [RuntimeError(f"{SCRIPT}张三"), OperationalError("张三 is locked"), KeyError("张三")]
)
@pytest.mark.parametrize("place", ["web.rules.actor_of", "web.context.orgs", "web.desk.home.kind_of"])
def test_a_fault_of_ours_shows_a_number_and_nothing_else(world, browser, monkeypatch, caplog, place, error):
    def broken(*_given: Any, **_named: Any) -> None:
        raise error

    monkeypatch.setattr(f"xueheng.{place}", broken)
    answer = browser("section_clerk", TOP).get("/")
    number = next(r.args[0] for r in caplog.records if r.name == "xueheng.incident")
    page = answer.content.decode()
    assert (answer.status_code, number in page) == (500, True)
    assert [word for word in ("张三", "Error", "Traceback", "xueheng/", SCRIPT) if word in page] == []
