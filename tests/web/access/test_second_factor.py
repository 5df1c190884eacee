"""A password alone is not enough for whom a post says so, nor for who has set up more."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.web.access.apps import KEY, recovery_codes, shown, with_app
from tests.web.signed_in import PASSWORD, just_signed_in

from xueheng.apps.notices.models import Notice

pytestmark = pytest.mark.django_db
SECRET = re.compile(r'class="hash">([A-Z2-7]+)<')
WANTS = ("administrator", "security_administrator", "auditor", "leader", "section_clerk", "exam_officer")


def entered(account, client=None):
    client = client or Client()
    client.post("/sign-in/", {"username": account.username, "password": PASSWORD})
    return client


def told(account):
    return [one.words["zh"] for one in Notice.objects.filter(account=account).order_by("pk")]


@pytest.fixture
def clerk(account, county):
    return with_app(account("section_clerk", county.bureau))


@pytest.mark.parametrize("role", WANTS)
def test_such_a_post_opens_nothing_before_there_is_a_second_factor(account, county, role):
    client = entered(account(role, county.bureau))
    assert [client.get(path).headers.get("Location") for path in ("/", "/tasks/", "/search/?q=1")] == [
        "/security/"
    ] * 3
    assert "先设好第二重验证" in client.get("/security/").content.decode()


@pytest.mark.parametrize("role", ["inspector", "head", "teacher"])
def test_other_posts_are_led_on_with_a_password(account, county, role):
    assert entered(account(role, county.north)).get("/tasks/").status_code == 200


def test_an_account_of_the_example_is_excused_and_the_page_says_so(account, county):
    client = entered(account("administrator", county.bureau, is_sample=True))
    assert client.get("/tasks/").status_code == 200
    assert "示例账号只用密码" in client.get("/security/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_platform(account, county):
    held = account("administrator", county.bureau)
    client = entered(held)
    key = SECRET.search(client.get("/security/app/").content.decode()).group(1)
    answer = client.post("/security/app/", {"code": shown(key)})
    assert (answer.headers["Location"], client.get("/tasks/").status_code) == ("/security/codes/", 200)
    assert any("手机验证码" in words for words in told(held))


def test_a_wrong_code_sets_up_nothing(account, county):
    client = entered(account("administrator", county.bureau))
    client.get("/security/app/")
    assert "验证没有通过" in client.post("/security/app/", {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()


def test_the_key_of_an_app_is_not_in_the_database(clerk):
    held = [str(one.data) for one in Authenticator.objects.all()]
    assert not any(KEY in data or code in data for data in held for code in recovery_codes(clerk))


def test_a_password_leads_to_the_code_and_to_nothing_else(clerk):
    client = entered(clerk)
    assert client.get("/tasks/").headers["Location"].startswith("/sign-in/")
    assert "手机验证器上的" in client.get("/sign-in/second/").content.decode()


def test_the_code_of_the_app_signs_in_and_goes_on(clerk):
    client = Client()
    client.post("/sign-in/", {"username": clerk.username, "password": PASSWORD, "next": "/tasks/"})
    assert client.post("/sign-in/second/", {"code": shown()}).headers["Location"] == "/tasks/"
    assert client.get("/tasks/").status_code == 200


def test_a_code_that_was_seen_over_the_shoulder_serves_nobody_else(clerk):
    code = shown()
    assert entered(clerk).post("/sign-in/second/", {"code": code}).status_code == 302
    assert entered(clerk).post("/sign-in/second/", {"code": code}).status_code == 200


def test_a_recovery_code_serves_once_and_is_told_of(clerk):
    code = recovery_codes(clerk)[0]
    assert entered(clerk).post("/sign-in/second/", {"code": code}).status_code == 302
    assert entered(clerk).post("/sign-in/second/", {"code": code}).status_code == 200
    assert any("备用码" in words for words in told(clerk))


@pytest.mark.parametrize("code", ["", "000000", "12345678", "' or 1=1", "１２３４５６", "9" * 400])
def test_a_wrong_code_signs_nobody_in(clerk, code):
    client = entered(clerk)
    assert client.post("/sign-in/second/", {"code": code}).status_code == 200
    assert client.get("/tasks/").status_code == 302


def test_guessing_codes_waits_longer_and_longer(clerk):
    client = entered(clerk)
    for _try in range(5):
        client.post("/sign-in/second/", {"code": "000000"})
    page = client.post("/sign-in/second/", {"code": shown()}).content.decode()
    assert "试得太多了" in page


def test_the_second_step_alone_is_nobodys(client, clerk):
    assert client.get("/sign-in/second/").headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/second/", {"code": shown()}).headers["Location"] == "/sign-in/"


def test_removing_the_last_factor_closes_the_platform_again(clerk):
    client = just_signed_in(Client(), clerk)
    app = Authenticator.objects.get(user=clerk, type="totp")
    client.post("/security/remove/", {"id": app.pk})
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert client.get("/tasks/").headers["Location"] == "/security/"


def test_nobody_removes_a_factor_of_another(clerk, desk, county):
    app = Authenticator.objects.get(user=clerk, type="totp")
    assert desk("head", county.north).post("/security/remove/", {"id": app.pk}).status_code == 404


@pytest.mark.parametrize("bad", ["", "x", "-1", "9" * 30, "１", "1 or 1"])
def test_a_forged_id_removes_nothing(clerk, bad):
    assert just_signed_in(Client(), clerk).post("/security/remove/", {"id": bad}).status_code in (404, 302)
    assert Authenticator.objects.filter(user=clerk).count() == 2


def test_recovery_codes_are_shown_once(clerk):
    client, codes = just_signed_in(Client(), clerk), recovery_codes(clerk)
    assert codes[0] in client.get("/security/codes/").content.decode()
    assert codes[0] not in client.get("/security/codes/").content.decode()


def test_new_recovery_codes_void_the_old(clerk, django_capture_on_commit_callbacks):
    client, before = just_signed_in(Client(), clerk), recovery_codes(clerk)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/security/codes/new/")
    assert not set(before) & set(recovery_codes(clerk))
    assert any("备用码" in words for words in told(clerk))


def test_a_new_activation_code_does_not_go_round_the_second_factor(clerk, desk, county):
    page = desk("administrator", county.bureau).post(f"/accounts/{clerk.pk}/reset/").content.decode()
    code = re.search(r'secret">([A-Z2-9-]+)<', page).group(1)
    fields = {"username": clerk.username, "code": code, "password": PASSWORD + "新", "again": PASSWORD + "新"}
    client = Client()
    assert client.post("/activate/", fields).headers["Location"] == "/sign-in/second/"
    assert client.get("/tasks/").status_code == 302


CLIENT = '{"type": "webauthn.get", "challenge": "AA", "origin": "http://testserver"}'
FORGED = {
    "nothing": "",
    "text": "x",
    "number": "1",
    "list": "[]",
    "empty": "{}",
    "bare": '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    "handle": json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": urlsafe_b64encode(CLIENT.encode()).decode(),
                "authenticatorData": urlsafe_b64encode(bytes(37)).decode(),
                "signature": "AA",
                "userHandle": "%s",
            },
        }
    ),
}


@pytest.mark.parametrize("handle", ["", "MQ", "Li4v", "\\u0000", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_passkey_signs_nobody_in(clerk, kind, handle):
    client = Client()
    client.get("/sign-in/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
    said = FORGED[kind].replace("%s", handle)
    assert client.post("/sign-in/passkey/", {"credential": said}).headers["Location"] == "/sign-in/"
    assert client.get("/tasks/").status_code == 302
