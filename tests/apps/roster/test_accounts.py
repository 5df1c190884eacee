"""Accounts: a code shown once, a password only its owner knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from tests.apps.roster.conftest import SYSTEM, Life
from tests.platform_home import NOW, TODAY, County

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import DomainError, NotAllowed, NotFound, NotReady
from xueheng.apps.roster import passwords, queries, services
from xueheng.apps.roster.models import Account

pytestmark = pytest.mark.django_db

PASSWORD = "qingshan-2026-shu"
WRONG = "AAAA-BBBB-CCCC-DDDD"


@pytest.fixture
def opened(life: Life) -> services.Opened:
    """An account of 林妈妈, just opened."""
    return services.open_account("linmama", life.mother, actor=SYSTEM, now=NOW)


def refused(code: str, now: datetime, times: int = 1) -> None:
    for _try in range(times):
        with pytest.raises(NotAllowed):
            services.activate("linmama", code, PASSWORD, now=now)


def test_a_code_opens_the_account_once_and_gives_its_owner_a_password(opened: services.Opened) -> None:
    account = services.activate("LinMama", opened.code.lower().replace("-", " "), PASSWORD, now=NOW)
    assert account.check_password(PASSWORD)
    refused(opened.code, NOW)


def test_an_account_that_was_only_opened_has_no_password(opened: services.Opened) -> None:
    assert not opened.account.has_usable_password()
    assert not opened.account.check_password(opened.code)


def test_a_code_is_long_clear_and_stored_nowhere(opened: services.Opened) -> None:
    plain = opened.code.replace("-", "")
    assert len(plain) >= 10
    assert not set(plain) & set("0O1IlL")
    kept = [*Account.objects.values_list("activation", flat=True), *map(str, Entry.objects.values())]
    assert not [text for text in kept if plain in text or opened.code in text]


def test_no_two_codes_are_alike(life: Life) -> None:
    codes = {services.open_account(f"a{n}", life.bo, actor=SYSTEM, now=NOW).code for n in range(50)}
    assert len(codes) == 50


@pytest.mark.parametrize(("days", "fits"), [(13, True), (14, False)])
def test_a_code_expires_after_a_fortnight(opened: services.Opened, days: int, fits: bool) -> None:
    def attempt() -> Account:
        return services.activate("linmama", opened.code, PASSWORD, now=NOW + timedelta(days=days))

    if fits:
        assert attempt().activation == ""
    else:
        with pytest.raises(NotReady, match="过期"):
            attempt()


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", "linmama2026"])
def test_a_weak_password_is_refused_and_the_code_stays_good(opened: services.Opened, password: str) -> None:
    with pytest.raises(NotReady):
        services.activate("linmama", opened.code, password, now=NOW)
    assert services.activate("linmama", opened.code, PASSWORD, now=NOW)


def test_wrong_codes_wait_longer_and_longer_but_never_for_ever(opened: services.Opened) -> None:
    refused(WRONG, NOW, times=3)
    refused(opened.code, NOW)
    waits = []
    for _try in range(12):
        account = Account.objects.get(pk=opened.account.pk)
        refused(WRONG, account.wait_until)
        waits.append(Account.objects.get(pk=account.pk).wait_until - account.wait_until)
    assert waits == sorted(waits)
    assert waits[-1] == passwords.LONGEST_WAIT > waits[0]
    assert services.activate("linmama", opened.code, PASSWORD, now=NOW + timedelta(hours=1))


def test_of_two_who_use_a_code_at_once_one_is_admitted(opened: services.Opened) -> None:
    def taken(execute: Any, sql: str, *more: Any) -> Any:
        if sql.startswith("UPDATE"):  # somebody else has been a moment quicker
            execute(sql, *more)
        return execute(sql, *more)

    with connection.execute_wrapper(taken), pytest.raises(NotAllowed, match="用过"):
        services.activate("linmama", opened.code, PASSWORD, now=NOW)


def test_tries_during_a_wait_do_not_make_it_longer(opened: services.Opened) -> None:
    refused(WRONG, NOW, times=3)
    until = Account.objects.get(pk=opened.account.pk).wait_until
    refused(WRONG, NOW, times=20)
    assert Account.objects.get(pk=opened.account.pk).wait_until == until


def test_a_stranger_learns_nothing_from_the_answer(opened: services.Opened) -> None:
    said = set()
    for name in ("linmama", "nobody-of-that-name"):
        with pytest.raises(NotAllowed) as error:
            services.activate(name, WRONG, PASSWORD, now=NOW)
        said.add(str(error.value))
    assert len(said) == 1


def test_a_reset_voids_the_password_and_every_open_session(opened: services.Opened) -> None:
    account = services.activate("linmama", opened.code, PASSWORD, now=NOW)
    session = account.get_session_auth_hash()
    again = services.reset(account, actor=SYSTEM, now=NOW)
    assert not again.account.has_usable_password()
    assert again.account.get_session_auth_hash() != session
    assert services.activate("linmama", again.code, PASSWORD + "x", now=NOW)


def test_a_closed_account_lets_nobody_in_until_it_is_reset(opened: services.Opened) -> None:
    account = services.activate("linmama", opened.code, PASSWORD, now=NOW)
    services.close_account(account, actor=SYSTEM, now=NOW)
    assert authenticate(None, username="linmama", password=PASSWORD) is None
    assert services.reset(account, actor=SYSTEM, now=NOW).account.is_active


@pytest.mark.parametrize("name", ["linmama", " LINMAMA ", ""])
def test_a_name_is_given_once(opened: services.Opened, life: Life, name: str) -> None:
    with pytest.raises(NotReady):
        services.open_account(name, life.an, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(("number", "name"), [("G1", "林小安"), (" G2 ", "王小博"), ("G3", None), ("", None)])
def test_an_administrator_finds_by_number_only_whom_it_manages(
    life: Life, number: str, name: str | None
) -> None:
    admin = life.places.actor("administrator", life.places.north)
    if name:
        assert queries.person_to_manage(admin, number).name == name
    else:
        with pytest.raises(NotFound):
            queries.person_to_manage(admin, number)


ACTS: dict[str, Any] = {
    "open": lambda life, account, actor: services.open_account("new", life.cai, actor=actor, now=NOW),
    "reset": lambda life, account, actor: services.reset(account, actor=actor, now=NOW),
    "close": lambda life, account, actor: services.close_account(account, actor=actor, now=NOW),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("role", ["head", "section_clerk", "leader", "auditor", "class_teacher"])
def test_only_administrators_manage_accounts(
    opened: services.Opened, life: Life, role: str, act: Any
) -> None:
    with pytest.raises(NotAllowed):
        act(life, opened.account, life.places.actor(role, life.places.county))


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_administrator_manages_the_accounts_of_its_own_places(
    opened: services.Opened, life: Life, act: Any
) -> None:
    assert act(life, opened.account, life.places.actor("administrator", life.places.bureau))
    account = services.open_account("dan", life.dan, actor=SYSTEM, now=NOW).account
    with pytest.raises(DomainError):
        services.reset(account, actor=life.places.actor("administrator", life.places.north), now=NOW)


def test_the_list_of_accounts_ends_where_the_administration_ends(opened: services.Opened, life: Life) -> None:
    head = life.places.actor("head", life.places.south)
    north = life.places.actor("administrator", life.places.north)
    names = {a.username for a in queries.accounts(north)}
    assert "linmama" in names
    assert head.account not in {a.pk for a in queries.accounts(north)}
    assert [a.username for a in queries.accounts(north, text="林妈")] == ["linmama"]


def test_every_act_on_an_account_leaves_one_entry_without_a_secret(opened: services.Opened) -> None:
    services.activate("linmama", opened.code, PASSWORD, now=NOW)
    acts = Entry.objects.filter(subject_kind="account", subject_id=str(opened.account.pk))
    assert [e.action for e in acts.order_by("sequence")] == ["account.opened", "account.activated"]
    assert [e.details for e in acts] == [{}, {}]


def test_the_language_is_kept(opened: services.Opened) -> None:
    services.set_language(opened.account, "en")
    assert queries.account_named("linmama").language == "en"


def test_a_new_county_has_three_administrators_who_watch_each_other(db: None) -> None:
    admin, security, auditor = services.start_county("430299", "青山县", actor=SYSTEM, now=NOW)
    may = [queries.actor_of(one.account, TODAY) for one in (admin, security, auditor)]
    held = [[actor.may(p) for p in ("accounts.manage", "posts.manage", "audit.see")] for actor in may]
    assert held == [[True, False, False], [False, True, False], [False, False, True]]
    assert queries.org(may[0], "accounts.manage", "430299").name == "青山县"
    assert services.activate(admin.account.username, admin.code, PASSWORD, now=NOW)


def test_a_county_starts_once(db: None) -> None:
    services.start_county("430299", "青山县", actor=SYSTEM, now=NOW)
    assert services.start_county("430299", "青山县", actor=SYSTEM, now=NOW) == []


def test_a_county_stands_beside_another(county: County) -> None:
    services.start_county("430300", "绿水县", actor=SYSTEM, now=NOW)
    clerk = county.actor("section_clerk", county.bureau)
    assert "430300" not in {o.code for o in queries.orgs(clerk, "orgs.see")}
