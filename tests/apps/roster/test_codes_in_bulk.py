"""Accounts for many at once: names and codes lead back to nobody."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from tests.apps.roster.conftest import Life
from tests.platform_home import NOW, TODAY, County

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed
from xueheng.apps.roster import queries, services
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Account, Person

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


def opened(people: Collection[Person]) -> list[services.Opened]:
    return services.open_accounts([p.pk for p in people], actor=SYSTEM, now=NOW)


@pytest.fixture
def crowd(db: None) -> list[Person]:
    return [Person.objects.create(name=f"李{n}", number=f"T{n:04}") for n in range(300)]


def test_every_code_opens_its_own_account_once(crowd: list[Person]) -> None:
    first, second = opened(crowd)[:2]
    with pytest.raises(NotAllowed):
        services.activate(first.account.username, second.code, "一匹马跑过青山绿水之间", now=NOW)
    assert services.activate(first.account.username, first.code, "一匹马跑过青山绿水之间", now=NOW)


def test_no_name_or_code_is_made_of_what_others_know(crowd: list[Person]) -> None:
    made = opened(crowd)
    assert len({one.account.username for one in made} | {one.code for one in made}) == 2 * len(crowd)
    assert not any(str(one.account.person.number) in one.account.username + one.code for one in made)


def test_the_names_do_not_follow_the_order_of_the_list(crowd: list[Person]) -> None:
    names = [one.account.username for one in opened(crowd)]
    assert names not in (sorted(names), sorted(names, reverse=True))


def test_only_digests_are_kept_and_one_entry_of_how_many(crowd: list[Person]) -> None:
    made = opened(crowd)
    kept = set(Account.objects.values_list("activation", flat=True))
    assert not kept & {one.code for one in made}
    assert [e.details for e in Entry.objects.filter(action="accounts.opened")] == [{"n": len(crowd)}]


def test_who_has_an_account_gets_no_second(crowd: list[Person]) -> None:
    opened(crowd[:3])
    assert [one.account.person for one in opened(crowd[:4])] == [crowd[3]]


def test_an_administrator_opens_only_for_its_own_people(life: Life) -> None:
    south = life.places.actor("administrator", life.places.south)
    assert services.open_accounts([life.an.pk, life.mother.pk], actor=south, now=NOW) == []
    with pytest.raises(NotAllowed):
        queries.without_account(south, place=life.places.north, on=TODAY)


@pytest.mark.parametrize("group", ["staff", "pupils", "parents"])
def test_a_school_is_asked_for_by_group(life: Life, group: str) -> None:
    admin = life.places.actor("administrator", life.places.bureau)
    found = set(queries.without_account(admin, place=life.places.north, group=group, on=TODAY))
    assert (life.an in found, life.mother in found) == (group == "pupils", group == "parents")


def test_numbers_of_others_are_left_out(county: County) -> None:
    Person.objects.create(name="外人", number="T1")
    admin = county.actor("administrator", county.north)
    assert list(queries.without_account(admin, numbers=["T1"], on=TODAY)) == []
