"""Attack 6: text that would be a query, a lookup or a path is asked for in every key of every list."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import pytest
from tests.security.asked import ACTING, READING, RULES, about, opener
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import POSTS, QUERIES, forms
from tests.web.matrix_world import TOP, A, B, C

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>"
TEXTS = {
    "queries": "' OR 1=1; DROP TABLE roster_person; -- ') UNION SELECT 1 FROM read_csv('/etc/passwd') --",
    "markup": f"１²③{{0.__class__}} %(x)s %n {{{{ 7|add:7 }}}}\r\nSet-Cookie: x=y\r\n\r\n{MARKUP}",
    "nul": "a\0b",
    "long": "长" * 3_000,
    "digits": "9" * 5_000,
}
ANYWHERE = ("page",)
KEYS = [
    (name, key)
    for name in READING
    for key in sorted(
        {p.partition("=")[0] for q in QUERIES.get(name, ()) for p in q.split("&")} | {*ANYWHERE}
    )
]
LOOKUPS = {"org__path": "/", "person__name__startswith": "鼐", "id__gt": "0", "order_by": "?", "where": "1=1"}


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_what_is_asked_is_text_whatever_it_says(world, browser, name, key):
    client, address = browser("section_clerk", TOP), about(name, world)[0]
    wrong = [
        kind
        for kind, text in TEXTS.items()
        if is_wrong(sent(client, "GET", f"{address}?{urlencode({key: text})}"))
    ]
    assert wrong == []


def is_wrong(answer) -> bool:
    """True for a page that broke, shows as markup what was sent, leads away or tells of another county."""
    to = urlsplit(answer.headers.get("Location", "/"))
    is_away = bool(to.netloc or to.scheme)
    is_told = (
        MARKUP.encode() in answer.body
        or "root:x:" in answer.told
        or any(f"{C}{kind}" in answer.told for kind in "子考数")
    )
    return answer.status_code >= 500 or is_away or is_told or "x" in answer.cookies


@pytest.mark.parametrize(
    ("name", "key"), [(n, k) for n in ACTING for k in sorted({*POSTS.get(n, ({},))[0], "next"})]
)
def test_what_is_filled_in_is_text_whatever_it_says(world, browser, name, key):
    client, address = browser(*opener(RULES[name])), about(name, world)[0]
    wrong = [
        kind
        for kind, text in TEXTS.items()
        if is_wrong(sent(client, "POST", address, next(forms(name, world.sides[A])) | {key: text}))
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("name", ACTING)
def test_a_body_of_another_kind_breaks_nothing(world, browser, name, kind):
    client = browser(*opener(RULES[name]))
    assert not is_wrong(sent(client, "POST", about(name, world)[0], b'{"a": [1', content_type=kind))


@pytest.mark.parametrize("name", READING)
def test_a_key_that_no_list_has_is_not_heard(world, browser, name):
    client, address = browser("head", A), about(name, world)[0]
    plain, forged = (sent(client, "GET", f"{address}{more}") for more in ("", f"?{urlencode(LOOKUPS)}"))
    assert forged.status_code == plain.status_code
    assert [mark for mark in (f"{B}子", f"{B}考", f"{C}子") if mark in forged.told] == []
