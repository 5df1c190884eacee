"""How accounts signed in is forgotten once it is needed no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult
from tests.apps.intake.shredding.conftest import SECRET, leaver, shred_kind
from tests.platform_home import NOW

from xueheng.apps.intake.shredding.access import WAYS
from xueheng.apps.intake.shredding.retention import due, kind
from xueheng.apps.roster.accounts import close_account
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Account, Token

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=4000)


@pytest.fixture
def ways(db):
    def made(name):
        held = Account.objects.create(username=name)
        Authenticator.objects.create(user=held, type="totp", data={})
        tied = SocialAccount.objects.create(user=held, provider="p", uid=name)
        SocialToken.objects.create(account=tied, token=SECRET)
        UserSession.objects.create(user=held, ip="10.0.0.1", session_key=name)
        EmailAddress.objects.create(user=held, email=f"{name}@example.org")
        Token.objects.create(account=held, name="t", digest=name, made_at=NOW, until=NOW)
        return held

    return made


def test_expired_sessions_go(keeper, leader):
    for name, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=name, session_data="", expire_date=NOW + timedelta(days=days))
    assert shred_kind("sessions", keeper, leader) == 1
    assert [s.session_key for s in Session.objects.all()] == ["new"]


def test_ways_in_of_closed_accounts_go_and_of_those_in_use_stay(ways, county, keeper, leader):
    gone, stays = ways("gone"), ways("stays")
    close_account(gone, actor=system("t"), now=LONG_AGO)
    assert shred_kind("closed_ways", keeper, leader) == 1
    left = {m: list(m.objects.values_list(by, flat=True)) for m, by in WAYS.items()}
    assert left == {model: [stays.pk] for model in WAYS}
    assert Account.objects.filter(pk=gone.pk).exists()


def test_ways_in_of_leavers_go_with_their_account(ways, county, keeper, leader):
    held = ways("gone")
    Account.objects.filter(pk=held.pk).update(person=leaver(county))
    assert shred_kind("leaver_accounts", keeper, leader) == 1
    assert not any(model.objects.exists() for model in (*WAYS, SocialToken, EmailAddress))


def test_an_account_closed_lately_keeps_its_ways_in(ways):
    close_account(ways("late"), actor=system("t"), now=NOW - timedelta(days=1))
    assert due(kind("closed_ways"), NOW) == []


def test_where_a_session_was_is_forgotten_once_it_is_over(ways, keeper, leader):
    Session.objects.create(session_key="live", session_data="", expire_date=NOW)
    for name in ("over", "live"):
        ways(name)
    UserSession.objects.update(last_seen_at=LONG_AGO)
    assert shred_kind("signed_in_places", keeper, leader) == 1
    assert [one.session_key for one in UserSession.objects.all()] == ["live"]


def test_records_of_tasks_go_and_of_those_that_wait_stay(keeper, leader):
    for at in (LONG_AGO, NOW, None):
        DBTaskResult.objects.create(task_path="t", args_kwargs={}, finished_at=at, run_after=LONG_AGO)
    assert shred_kind("task_results", keeper, leader) == 1
    assert DBTaskResult.objects.count() == 2
