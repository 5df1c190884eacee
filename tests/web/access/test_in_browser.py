"""A passkey and every page of the room in a real browser, which complains of nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from tests.web.access.apps import shown, with_app
from tests.web.signed_in import PASSWORD

from xueheng.apps.roster.models import Person, Post

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on the path"),
]
PHONE, SCREEN = 360, 1280
GRAVE = ("error", "warning")  # that the page is quicker with a focus than its mark is no complaint
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
PAGES = {
    "administrator": ("/accounts/", "/accounts/codes/", "/security/app/", "/security/password/", "/notices/"),
    "security_administrator": (
        "/accounts/posts/?q=李",
        "/security/passkey/",
        "/security/codes/",
        "/security/",
    ),
}


@pytest.fixture(params=[PHONE, SCREEN])
def page(request: Any, browser: Any, live_server: Any) -> Iterator[Any]:
    """A page of a browser with a place for passkeys, that complains of nothing on its console."""
    view = {"width": request.param, "height": 800}
    context = browser.new_context(base_url=live_server.url, viewport=view)
    found, said = context.new_page(), []
    found.on("console", lambda message: said.append(message.text) if message.type in GRAVE else None)
    found.on("pageerror", lambda error: said.append(str(error)))
    tools = context.new_cdp_session(found)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield found
    context.close()
    assert said == []


def entered(page: Any, account: Any) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", account.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.btn")


def entered_with_code(page: Any, account: Any) -> None:
    entered(page, with_app(account))
    page.fill("[name=code]", shown())
    page.click("main button.btn")


def with_passkey(page: Any, account: Any) -> None:
    """A passkey is added, and the browser forgets who was there."""
    entered(page, account)
    page.goto("/security/passkey/")
    page.click("main button.btn")
    page.wait_for_url("**/security/codes/")
    page.context.clear_cookies()


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_passkey_signs_in_alone(page, account, county):
    held = account("section_clerk", county.bureau)
    with_passkey(page, held)
    page.goto("/sign-in/")
    page.click("text=用通行密钥登录")
    page.wait_for_selector(".me")
    assert Authenticator.objects.filter(user=held, type="webauthn").count() == 1


def test_a_passkey_is_the_second_step_after_a_password(page, account, county):
    held = account("section_clerk", county.bureau)
    with_passkey(page, held)
    entered(page, held)
    page.click("text=用通行密钥")
    page.wait_for_selector(".me")


@pytest.mark.parametrize("role", PAGES)
def test_the_pages_fit_and_complain_of_nothing(page, account, county, role):
    entered_with_code(page, account(role, county.bureau))
    person = Person.objects.create(name="李小明", number="T1")
    Post.objects.create(person=person, org=county.north, role="dean", valid_from="2020-01-01")
    wide = []
    for path in PAGES[role]:
        page.goto(path)
        wide += [] if fits(page) else [path]
    assert wide == []


def test_a_sheet_of_codes_has_one_strip_a_person(page, account, county):
    for n in range(9):
        person = Person.objects.create(name=f"李{n}", number=f"T{n}")
        Post.objects.create(person=person, org=county.north, role="teacher", valid_from="2020-01-01")
    entered_with_code(page, account("administrator", county.bureau))
    page.goto(f"/accounts/codes/?school={county.north.code}")
    page.click("text=开通勾选的人")
    page.locator(".strip").nth(8).wait_for()
    assert (page.locator(".strip").count(), fits(page)) == (9, True)


def test_who_was_away_confirms_and_goes_on(page, account, county):
    held = with_app(account("inspector", county.bureau))
    entered(page, held)
    page.fill("[name=code]", shown())
    page.click("main button.btn")
    page.goto("/security/confirm/?next=/security/password/")
    page.fill("[name=password]", PASSWORD)
    page.click("text=用密码确认")
    assert (page.url.endswith("/security/password/"), fits(page)) == (True, True)
