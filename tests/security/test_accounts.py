"""Attacks 12 to 15: sessions, first and derived passwords, which accounts there are, endless tries."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from tests.security.asked import READING, RULES, about, is_turned_away
from tests.web.matrix_asking import sent
from tests.web.matrix_reading import plain
from tests.web.matrix_routes import routes
from tests.web.matrix_world import TOP, A
from tests.web.signed_in import PASSWORD, just_signed_in

from xueheng.apps.roster.models import Person

pytestmark = pytest.mark.django_db
ID, PHONE, BORN = "430299198001019990", "13987654321", "1980-01-01"
DERIVED = {
    "the name of the account": "{username}", "the number": "{number}", "the id": ID, "its tail": ID[-6:],
    "its last eight": ID[-8:], "the phone": PHONE, "the phone's tail": PHONE[-6:], "the birthday": "19800101",
    "the name": "{name}", "the name and a number": "{name}123456", "the birthday and more": "Aa19800101!",
    "the id and more": f"Aa{ID[-6:]}!!", "common": "12345678", "common, longer": "1234567890",
    "keyboard": "qwertyuiop", "password": "password123", "the same sign": "aaaaaaaaaaaa", "empty": "",
    "blank": " " * 12, "short": "q7!Zp2", "the school's code": "430299011", "year": "20262026",
}  # fmt: skip
STATES = {
    "unknown": {}, "closed": {"is_active": False}, "not begun": {"password": "!x"}, "known": {},
}  # fmt: skip
FORMS: dict[str, dict[str, str]] = {
    "/sign-in/": {"password": "一定不对的密码一二三"},
    "/activate/": {"code": "AAAA-AAAA-AAAA-AAAA", "password": PASSWORD, "again": PASSWORD},
}


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    """Passwords are hashed at once: there are many of them here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def head(world) -> Any:
    """The head of the school, with a password of its own."""
    held = get_user_model().objects.get(pk=world.accounts["head", A].pk)  # the world's own stays as it is
    Person.objects.filter(pk=held.person_id).update(id_number=ID, phone=PHONE, born_on=BORN, number="T430299")
    held.refresh_from_db()
    held.set_password(PASSWORD)
    held.save()
    return held


def told(answer: Any) -> tuple[int, str]:
    """What an answer says, without what differs each time."""
    text = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", plain(answer.content.decode()))
    return answer.status_code, text


@pytest.mark.parametrize("kind", DERIVED)
def test_a_derived_password_opens_no_account_that_was_not_begun(world, kind):
    account = world.accounts["dean", A]
    name, number = account.person.name, account.person.number or "T430299"
    guess = DERIVED[kind].format(username=account.username, name=name, number=number)
    answer = Client().post("/sign-in/", {"username": account.username, "password": guess})
    assert (answer.status_code, settings.SESSION_COOKIE_NAME in answer.cookies) == (200, False)


@pytest.mark.parametrize("kind", DERIVED)
def test_a_derived_password_cannot_be_chosen(head, kind):
    facts = {"username": head.username, "name": head.person.name, "number": "T430299"}
    chosen = DERIVED[kind].format(**facts)
    client = just_signed_in(Client(), head)
    client.post("/security/password/", {"password": chosen, "again": chosen})
    head.refresh_from_db()
    assert head.check_password(PASSWORD)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("address", FORMS)
def test_every_wrong_try_is_answered_alike(head, address, state):
    names = {"unknown": "nobody-here"}
    for name, value in STATES[state].items():
        setattr(head, name, value)
    head.save()
    tried, other = (
        Client().post(address, FORMS[address] | {"username": name})
        for name in (names.get(state, head.username), "x" * 9)
    )
    assert told(tried) == told(other)


@pytest.mark.parametrize("way", ["name", "address"])
@pytest.mark.parametrize("form", FORMS)
def test_trying_again_and_again_waits_and_says_how_long(head, form, way):
    names = [head.username] * 9 if way == "name" else ["nobody-here"] * 9
    answers = [Client().post(form, FORMS[form] | {"username": name}) for name in names]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 120
    others = Client(REMOTE_ADDR="192.0.2.9").post(
        "/sign-in/", {"username": head.username, "password": PASSWORD}
    )
    assert others.status_code == 302


@pytest.mark.parametrize("name", [n for n in READING if RULES[n] != "public"][::4])
def test_a_session_that_is_over_opens_nothing(world, name):
    client = just_signed_in(Client(raise_request_exception=False), world.accounts["section_clerk", TOP])
    held = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/sign-out/")
    client.cookies[settings.SESSION_COOKIE_NAME] = held
    assert is_turned_away(sent(client, "GET", about(name, world)[0]))


@pytest.mark.parametrize("name", [n for n in READING if RULES[n] != "public"][1::4])
@pytest.mark.parametrize("change", ["password", "closed"])
def test_a_stolen_session_ends_with_the_password_and_the_account(world, head, name, change):
    client = just_signed_in(Client(raise_request_exception=False), head)
    if change == "password":
        head.set_password(f"{PASSWORD}又")
    head.is_active = change == "password"
    head.save()
    assert is_turned_away(sent(client, "GET", about(name, world)[0]))


@pytest.mark.parametrize("forged", ["", "x", "x" * 32, "../../etc/passwd", "0" * 32, "' OR 1=1 --"])
def test_a_session_that_was_made_up_is_none(world, forged):
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = forged
    assert is_turned_away(client.get("/people/pupils/"))


@pytest.mark.parametrize("address", ["/", "/people/pupils/", "/family/"])
def test_a_sign_in_begins_another_session_with_a_cookie_of_its_own(head, address):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosen-by-somebody-else-entirely"
    answer = client.post(f"/sign-in/?next={address}", {"username": head.username, "password": PASSWORD})
    held = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert held.value != "chosen-by-somebody-else-entirely"
    assert (held["httponly"], held["samesite"], held["domain"]) == (True, "Lax", "")


def test_no_address_signs_in_by_being_read(world):
    client = Client()
    for name in READING:
        client.get(about(name, world)[0])
    assert "_auth_user_id" not in client.session
    assert routes()["desk:sign_out"].callback.methods == ("POST",)


PAGES = ["/sign-in/", "/activate/", "/security/password/", "/security/confirm/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_password_field_hides_and_helps(head, address):
    client = Client() if address in PAGES[:2] else just_signed_in(Client(), head)
    page = client.get(address).content.decode()
    fields = [
        one for one in re.findall(r"<input[^>]*>", page) if re.search(r'name="(?:password|again)"', one)
    ]
    assert fields
    for one in fields:
        assert 'type="password"' in one
        assert re.search(r'autocomplete="(?:current|new)-password"', one)
        assert "onpaste" not in one
        assert int(re.search(r'maxlength="(\d+)"', one)[1]) >= 64


LONG = "青山绿水 Aa 一匹马跑过 9#?=; 'quote\" " * 3 + "端"


@pytest.mark.parametrize("other", [LONG.lower(), LONG[:64], LONG[:-1], f" {LONG}", f"{LONG} "])
def test_a_password_is_compared_sign_by_sign(head, other):
    client = just_signed_in(Client(), head)
    assert client.post("/security/password/", {"password": LONG, "again": LONG}).status_code == 302
    tried = [
        Client().post("/sign-in/", {"username": head.username, "password": one}) for one in (other, LONG)
    ]
    assert [one.status_code for one in tried] == [200, 302]
