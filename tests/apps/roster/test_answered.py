"""One key, one act, one answer."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.platform_home import NOW

from xueheng.apps.roster import answered
from xueheng.apps.roster.answered import Answer, OtherRequest, StillBusy

OK = Answer(200, {"id": 7})


@pytest.fixture
def account(county):
    return county.actor("head", county.north).account


def claim(account, now=NOW, fingerprint="f"):
    return answered.claim(account, "k", fingerprint=fingerprint, now=now)


def test_the_answer_of_a_key_is_given_again(account):
    assert claim(account) is None
    answered.keep(account, "k", answer=OK, claimed_at=NOW)
    assert claim(account, NOW + timedelta(hours=23)) == OK


def test_a_key_is_not_shared_by_two_requests_nor_by_two_accounts(account, county):
    other = county.actor("head", county.south).account
    assert (claim(account), claim(other)) == (None, None)
    with pytest.raises(OtherRequest):
        claim(account, fingerprint="g")


def test_a_key_whose_act_is_going_on_waits(account):
    claim(account)
    with pytest.raises(StillBusy):
        claim(account, NOW + timedelta(seconds=1))


def test_a_key_whose_act_failed_is_free(account):
    claim(account)
    answered.free(account, "k", claimed_at=NOW)
    assert claim(account, NOW + timedelta(seconds=1)) is None


def test_who_was_overtaken_keeps_no_answer(account):
    claim(account)
    later = NOW + answered.CARRIED_OUT
    assert claim(account, later) is None
    with pytest.raises(StillBusy):
        answered.keep(account, "k", answer=OK, claimed_at=NOW)
    answered.free(account, "k", claimed_at=NOW)
    answered.keep(account, "k", answer=OK, claimed_at=later)
    assert claim(account, later) == OK


def test_a_key_is_forgotten_after_a_day(account):
    claim(account)
    answered.keep(account, "k", answer=OK, claimed_at=NOW)
    assert claim(account, NOW + timedelta(hours=25), fingerprint="g") is None
    assert get_user_model().objects.get(pk=account).answered_set.count() == 1
