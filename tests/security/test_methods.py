"""Attack 27: methods that an address does not declare, headers, cookies, framing, host and other sites."""

from __future__ import annotations

from typing import Any

import pytest
from tests.security.asked import READING, about
from tests.web.data.desks import FORM
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import routes
from tests.web.matrix_world import TOP

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT")
OTHER = [(n, m) for n, p in routes().items() for m in METHODS if m not in p.callback.methods]
EVIL = "evil.example"
STRANGE = [
    ("HTTP_HOST", EVIL),
    ("HTTP_HOST", "a b\r\nx: y"),
    ("HTTP_HOST", f"testserver@{EVIL}"),
    ("HTTP_X_FORWARDED_HOST", EVIL),
    ("HTTP_FORWARDED", f"host={EVIL}"),
    ("HTTP_X_ORIGINAL_URL", "/audit/"),
    ("HTTP_X_REWRITE_URL", "/audit/"),
    ("HTTP_ACCEPT_LANGUAGE", "zz;q=9," * 2_000),
    ("HTTP_REFERER", f"http://{EVIL}/"),
    ("HTTP_COOKIE", "django_language=../../x; letters=<script>; sessionid=x"),
    ("HTTP_HX_REQUEST", "true"),
    ("HTTP_HX_CURRENT_URL", f"http://{EVIL}/a?b=c"),
]


@pytest.mark.parametrize(("name", "method"), OTHER)
def test_an_address_answers_only_the_methods_that_it_declares(world, browser, name, method):
    answer = getattr(browser("section_clerk", TOP), method.lower())(about(name, world)[0])
    assert answer.status_code in (403, 405)


@pytest.mark.parametrize("name", [*routes()])
def test_asking_without_wanting_the_page_does_nothing(world, browser, name):
    method = "head" if "GET" in routes()[name].callback.methods else "options"
    answer = sent(browser("section_clerk", TOP), method, about(name, world)[0])
    assert answer.status_code in (200, 204, 302, 403, 404, 405, 409)
    assert [what for what, _where in answer.done if not what.endswith(("taken", "exported"))] == []


@pytest.mark.parametrize("role", ["section_clerk", "nobody"])
@pytest.mark.parametrize("name", READING)
def test_every_answer_carries_the_headers_that_protect_it(world, browser, role, name):
    answer = sent(browser(role, TOP if role != "nobody" else ""), "GET", about(name, world)[0])
    assert missing(answer.headers) == []
    assert role == "nobody" or answer.headers["Cache-Control"] == "no-store, private"
    assert (
        answer.headers["Content-Type"].partition("/")[0] != "text"
        or "utf-8" in answer.headers["Content-Type"]
    )


def missing(heads: Any) -> list[str]:
    """What the headers leave open."""
    policy = dict(part.strip().partition(" ")[::2] for part in heads["Content-Security-Policy"].split(";"))
    sound = {
        "scripts": policy.get("script-src") in ("'self'",),
        "nothing else": policy.get("default-src") == "'none'",
        "plugins": policy.get("object-src", policy.get("default-src")) == "'none'",
        "base": policy.get("base-uri") == "'none'",
        "frames": policy.get("frame-ancestors") == "'none'" and heads["X-Frame-Options"] == "DENY",
        "forms": policy.get("form-action", "").startswith("'self'"),
        "kinds": heads["X-Content-Type-Options"] == "nosniff",
        "referer": heads["Referrer-Policy"] in ("same-origin", "no-referrer"),
        "opener": heads["Cross-Origin-Opener-Policy"] == "same-origin",
        "other sites": not any(name.startswith("Access-Control-") for name in heads),
        "makers": not {"Server", "X-Powered-By", "X-AspNet-Version"} & set(heads),
    }
    return [name for name, is_sound in sound.items() if not is_sound]


@pytest.mark.parametrize(("header", "value"), STRANGE)
@pytest.mark.parametrize(
    ("method", "address"), [("GET", "/"), ("POST", "/data/upload/"), ("GET", "/sign-in/")]
)
def test_a_header_leads_nobody_away(world, browser, method, address, header, value):
    form = FORM if method == "POST" else None
    answer = sent(browser("section_clerk", TOP), method, address, form, **{header: value})
    assert answer.status_code < 500
    assert EVIL not in answer.told


@pytest.mark.parametrize(
    "place", ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("address", ["/letters/", "/language/", "/sign-in/"])
def test_no_form_leads_to_another_site(world, browser, address, place):
    answer = browser("section_clerk", TOP).post(
        address, {"next": place, "language": "en", "letters": "large"}
    )
    assert answer.headers.get("Location", "/").startswith("/")
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
@pytest.mark.parametrize("address", ["/", "/people/pupils/", "/public/"])
def test_no_other_site_may_read(world, browser, address, origin):
    asked = {"HTTP_ORIGIN": origin, "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "GET"}
    answer = browser("section_clerk", TOP).options(address, **asked)
    assert [name for name in answer.headers if name.startswith("Access-Control-")] == []


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/people/pupils/", "/api/", "/public/"])
def test_no_address_traces(world, browser, address):
    answer = browser("section_clerk", TOP).generic("TRACE", address, HTTP_X_SECRET="echo")
    assert answer.status_code in (403, 405)
    assert b"echo" not in answer.content
