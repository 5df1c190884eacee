"""The door: by a token alone, in one shape, within limits, in two languages."""

import json

import pytest
from django.test import Client
from tests.api.conftest import V1

from xueheng.api import limits as bounds
from xueheng.api.limits import limits
from xueheng.apps.runs import queries as runs

pytestmark = pytest.mark.django_db
NOWHERE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def clerk(program, county):
    return program("section_clerk", county.bureau)


def told(answer):
    return answer.status_code, answer.json()["code"]


def test_a_token_says_who_it_is_and_what_it_may_do(program, county):
    me = program("head", county.north).get("me").json()
    held = {one["permission"]: one["orgs"] for one in me["permissions"]}
    assert (held["pupils.see"], me["token"]) == ([county.north.code], "程序")


def test_a_cookie_opens_nothing(county, client):
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(pk=county.actor("head", county.north).account))
    answer = client.get(f"{V1}me")
    assert (*told(answer), answer["WWW-Authenticate"]) == (401, "no_token", "Bearer")


@pytest.mark.parametrize("shown", ["Bearer xh_wrong", "Basic eDp5", "xh_wrong", "Bearer \ud800"])
@pytest.mark.parametrize("path", ["me", "publications"])
def test_what_is_no_token_opens_not_even_what_is_public(db, shown, path):
    answer = Client().get(V1 + path, headers={"Authorization": shown.encode("utf-8", "replace").decode()})
    assert told(answer) == (401, "no_token")


def test_what_is_public_needs_no_token(stranger):
    assert (stranger.get("publications").status_code, stranger.get("openapi.json").status_code) == (200, 200)


@pytest.mark.parametrize("path", ["me", "tasks", "pupils"])
def test_anything_else_first_asks_for_one(stranger, county, path):
    assert told(stranger.get(path)) == (401, "no_token")


@pytest.mark.parametrize(
    ("path", "said", "expected"),
    [
        ("nothing", {}, (404, "not_found")),
        ("me", {}, (405, "wrong_method")),
        (f"runs/{NOWHERE}/cancel", {}, (404, "not_found")),
        ("runs", {"method": "x"}, (422, "not_understood")),
        ("runs", [[[[[[[[[[[[[[1]]]]]]]]]]]]]], (413, "too_large")),
        ("runs", {"title": "x" * 1_000_100}, (413, "too_large")),
    ],
)
def test_every_refusal_has_a_code(clerk, path, said, expected):
    assert told(clerk.post(path, said)) == expected


@pytest.mark.parametrize(("kind", "body", "status"), [
    ("text/xml", "<x/>", 415), ("application/json", "{", 422), ("application/json", "[" * 90_000, 413),
    ("application/json", "9" * 9000, 422), ("application/json", '"\\ud800"', 422),
    ("multipart/form-data", "x", 415),
])  # fmt: skip
def test_a_body_that_is_none_is_refused_before_anything_happens(clerk, kind, body, status):
    answer = clerk.client.post(f"{V1}runs", body, content_type=kind, headers=clerk.headers)
    assert answer.status_code == status


def test_a_sentence_names_the_field_and_not_its_value(clerk):
    answer = clerk.post("runs", {"method": "<script>", "org": 7, "inputs": {}})
    assert ("org" in answer.json()["message"], "<script>" in answer.content.decode()) == (True, False)


@pytest.mark.parametrize(("accepts", "language", "word"), [
    ("", "zh-hans", "令牌"), ("en-GB,zh;q=0.5", "en", "token"), ("zh-CN,en;q=0.9", "zh-hans", "令牌"),
    ("fr,*", "zh-hans", "令牌"),
])  # fmt: skip
def test_the_program_chooses_the_language(db, accepts, language, word):
    answer = Client().get(f"{V1}me", headers={"Accept-Language": accepts})
    assert (answer["Content-Language"], word in answer.json()["message"]) == (language, True)


def test_no_answer_is_kept_on_the_way(clerk):
    assert clerk.get("me")["Cache-Control"] == "no-store, private"


def test_a_fault_of_ours_says_a_number_and_nothing_else(clerk, monkeypatch):
    monkeypatch.setattr(runs, "runs", None)
    answer = clerk.get("runs")
    assert (*told(answer), len(answer.json()["incident"]), "NoneType" in answer.content.decode()) == (
        500, "fault", 8, False,
    )  # fmt: skip


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(bounds, "limits", lambda: limits() | {"reads": 2, "writes": 1})


def test_who_asks_too_often_waits(few, clerk, program, county):
    answers = [clerk.get("me") for _n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert 0 < int(answers[2]["Retry-After"]) <= limits()["window"]
    assert program("head", county.north).get("me").status_code == 200


def test_reads_and_acts_are_counted_apart(few, clerk):
    assert [clerk.post("runs", {}).status_code for _n in range(2)] == [422, 429]
    assert clerk.get("me").status_code == 200


def test_an_address_that_tries_tokens_is_held_up(few, db):
    guesses = [Client().get(f"{V1}me", headers={"Authorization": f"Bearer {n}"}) for n in range(3)]
    assert [answer.status_code for answer in guesses] == [401, 401, 429]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_operation_is_described_in_words(db, language):
    found = Client().get(f"{V1}openapi.json", headers={"Accept-Language": language}).json()
    said = [one["summary"] for path in found["paths"].values() for one in path.values()]
    assert len(said) == len(set(said)) > 50
    assert all((language == "zh") == any("一" <= sign <= "龥" for sign in words) for words in said)


def test_the_page_shows_every_operation_without_a_script(client, db):
    page = client.get("/api/").content.decode()
    paths = json.loads(client.get(f"{V1}openapi.json").content)["paths"]
    assert [path for path in paths if path not in page] == []
    assert "<script" not in page.partition("<main")[2]
