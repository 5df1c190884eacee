"""Posts are given by one who keeps no accounts, and those who watch each other stay apart."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from tests.apps.roster.conftest import Life
from tests.platform_home import NOW, TODAY, County

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.roster import queries, services
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Person, Post
from xueheng.apps.roster.roles import needs_second_factor, roles
from xueheng.apps.roster.services import PostRow

pytestmark = pytest.mark.django_db
SYSTEM, SINCE = system("test"), date(2026, 9, 1)
APART = ("administrator", "security_administrator", "auditor")


def given(person: Person, org: Any, role: str, *, actor: Any = SYSTEM, **more: Any) -> Post:
    return services.appoint(person, org, role, since=SINCE, actor=actor, now=NOW, **more)


@pytest.mark.parametrize(("first", "second"), list(permutations(APART, 2)))
def test_nobody_holds_two_posts_that_watch_each_other(life: Life, first: str, second: str) -> None:
    given(life.mother, life.places.bureau, first)
    with pytest.raises(NotReady, match="不能兼两个"):
        given(life.mother, life.places.county, second)


def test_not_even_when_both_are_given_at_once(life: Life) -> None:
    rows = [PostRow(life.mother.pk, life.places.bureau.code, role, SINCE) for role in APART[:2]]
    with pytest.raises(NotReady, match="不能兼两个"):
        services.load_posts(rows, actor=SYSTEM, now=NOW)
    assert not Post.objects.filter(person=life.mother).exists()


def test_nor_one_of_them_from_a_later_day_on(life: Life) -> None:
    services.appoint(
        life.mother, life.places.bureau, "auditor", since=date(2027, 1, 1), actor=SYSTEM, now=NOW
    )
    with pytest.raises(NotReady, match="不能兼两个"):
        given(life.mother, life.places.bureau, "administrator")


def test_but_one_after_the_other(life: Life) -> None:
    post = given(life.mother, life.places.bureau, "auditor")
    services.end_post(post, on=TODAY, actor=SYSTEM, now=NOW)
    later = PostRow(life.mother.pk, life.places.bureau.code, "administrator", TODAY)
    assert services.load_posts([later], actor=SYSTEM, now=NOW)


def test_a_list_appoints_nobody_to_a_post_of_their_own(county: County) -> None:
    actor = county.actor("security_administrator", county.county)
    with pytest.raises(NotAllowed, match="自己"):
        services.load_posts([PostRow(actor.person, county.north.code, "head", SINCE)], actor=actor, now=NOW)


def test_posts_are_given_only_where_they_are_entrusted(life: Life) -> None:
    actor = life.places.actor("security_administrator", life.places.south)
    with pytest.raises(NotAllowed):
        given(life.mother, life.places.north, "head", actor=actor)
    with pytest.raises(NotFound):
        queries.post_to_end(actor, given(life.mother, life.places.north, "head").pk)


def test_a_pupil_and_a_colleague_of_another_place_are_not_found(life: Life) -> None:
    actor = life.places.actor("security_administrator", life.places.south)
    given(life.mother, life.places.north, "head")
    assert [queries.appointable(actor, p.name, on=TODAY) for p in (life.an, life.mother)] == [[], []]
    assert [queries.appointable_one(actor, p.pk, on=TODAY) for p in (life.an, life.mother)] == [None, None]


def test_who_is_new_is_found_by_the_whole_number(county: County) -> None:
    actor, new = (
        county.actor("security_administrator", county.south),
        Person.objects.create(name="新", number="ZX7"),
    )
    keeper = county.actor("administrator", county.south)
    assert [queries.appointable(one, "ZX7", on=TODAY) for one in (actor, keeper)] == [[new], []]
    assert queries.appointable(actor, "ZX", on=TODAY) == queries.appointable(actor, "新", on=TODAY) == []


@pytest.mark.parametrize("role", roles().values(), ids=lambda role: role.id)
def test_a_password_alone_opens_no_rows_of_many_schools(county: County, role: Any) -> None:
    reads_rows = "data.commit" in role.may and role.may & {"pupils.see", "staff.see", "marks.see"}
    wanted = bool(reads_rows) or role.is_apart or "exports.approve" in role.may
    assert needs_second_factor(county.actor(role.id, county.bureau)) >= wanted
