"""What is no password, and what a new one ends."""

from __future__ import annotations

from datetime import date

import pytest
from tests.platform_home import NOW

from xueheng.apps.errors import NotReady
from xueheng.apps.roster import services
from xueheng.apps.roster.models import Account, Person

pytestmark = pytest.mark.django_db
GOOD = "一匹马跑过青山绿水之间"


@pytest.fixture
def account() -> Account:
    person = Person.objects.create(
        name="欧阳小丽",
        number="T20110042",
        phone="13907310042",
        born_on=date(1988, 3, 5),
        id_number="430299198803050027",
    )
    return Account.objects.create(username="ouyang", person=person)


@pytest.mark.parametrize(
    "word",
    [
        "短", "1234567890", "password123", "qwertyuiop", "ouyang2026", "我是欧阳小丽呀一二三",
        "x-T20110042-x", "my 139-0731-0042", "手机后六310042就是它", "生日1988-03-05不错吧",
        "880305生日生日生日", "证件050027尾号尾号", "13617429508",
    ],
)  # fmt: skip
def test_what_others_can_guess_is_no_password(account: Account, word: str) -> None:
    with pytest.raises(NotReady):
        services.change_password(account, word, now=NOW)
    assert not account.password


@pytest.mark.parametrize("word", [GOOD, "correct horse battery", "Tp9!xw02_kQz", "4071958263"])
def test_what_only_the_owner_knows_is_one(account: Account, word: str) -> None:
    assert services.change_password(account, word, now=NOW).check_password(word)


def test_a_password_is_changed_for_another_one(account: Account) -> None:
    services.change_password(account, GOOD, now=NOW)
    before = account.get_session_auth_hash()
    with pytest.raises(NotReady, match="不能和现在的一样"):
        services.change_password(account, GOOD, now=NOW)
    assert services.change_password(account, GOOD + "更", now=NOW).get_session_auth_hash() != before
