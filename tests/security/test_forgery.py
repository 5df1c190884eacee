"""Attack 11: another site, or nobody's page, sends the form of every writing address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.security.asked import WRITING, about
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import forms
from tests.web.matrix_world import TOP, A

pytestmark = pytest.mark.django_db
FIELD = "csrfmiddlewaretoken"
JSON = {"content_type": "application/json"}
FORGED: dict[str, tuple[bool, dict[str, Any]]] = {  # whether the right token is sent, and what else
    "no token": (False, {}),
    "headers that scripts send": (
        False,
        {"HTTP_HX_REQUEST": "true", "HTTP_X_CSRFTOKEN": "y" * 64, "token": "x" * 64},
    ),
    "another site's origin": (True, {"HTTP_ORIGIN": "https://evil.example"}),
    "another site's page": (True, {"secure": True, "HTTP_REFERER": "https://evil.example/"}),
    "an address that begins alike": (True, {"HTTP_ORIGIN": "http://testserver.evil.example"}),
}


def given(client: Client) -> str:
    """The token that a page of ours gives."""
    found = re.search(rf'name="{FIELD}" value="([^"]+)"', client.get("/public/verify/").content.decode())
    found = found or re.search(rf'name="{FIELD}" value="([^"]+)"', client.get("/").content.decode())
    return found[1] if found else ""


@pytest.fixture
def careful(world) -> Client:
    """A clerk's browser that is asked for tokens."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.accounts["section_clerk", TOP])
    return client


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize("name", WRITING)
def test_a_forged_form_is_refused(world, careful, name, how):
    is_right, more = FORGED[how]
    token = {FIELD: given(careful)} if is_right else {FIELD: more["token"]} if "token" in more else {}
    form = next(forms(name, world.sides[A])) | token
    heads = {key: value for key, value in more.items() if key != "token"}
    answer = sent(careful, "POST", about(name, world)[0], form, **heads)
    assert (answer.status_code, answer.done) == (403, set())


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
@pytest.mark.parametrize("name", WRITING)
def test_a_body_that_needs_no_form_is_refused(world, careful, name, kind):
    answer = sent(careful, "POST", about(name, world)[0], b'{"a": 1}', content_type=kind)
    assert (answer.status_code, answer.done) == (403, set())


def test_the_own_form_is_taken(careful):
    answer = careful.post("/letters/", {FIELD: given(careful), "letters": "large"})
    assert answer.status_code == 302
