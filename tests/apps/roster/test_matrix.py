"""Who sees whom: roles by pupils, classes, schools, search and counts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.apps.roster.conftest import Life
from tests.platform_home import TODAY

from xueheng.apps.errors import NotFound
from xueheng.apps.roster import queries
from xueheng.apps.roster.actor import NOBODY
from xueheng.apps.roster.roles import roles

pytestmark = pytest.mark.django_db

ALL = {"an", "bo", "cai", "dan"}
NORTH, SOUTH = {"an", "bo"}, {"cai", "dan"}
CLERKS = ("section_clerk", "exam_officer", "aid_officer")
TOTALS_ONLY = ("leader", "county_leader", "approver", "researcher", "personnel_officer", "inspector")
PUPILS_BY_NAME = [
    *((role, place, ALL) for role in CLERKS for place in ("county", "bureau")),
    *((role, "county", set()) for role in TOTALS_ONLY),
    ("central_school_head", "north", NORTH),
    ("head", "north", NORTH),
    ("head", "south", SOUTH),
    ("dean", "south", SOUTH),
    ("class_teacher", "north_class", NORTH),
    ("class_teacher", "south_class", {"cai"}),
    ("class_teacher", "north", set()),  # such a post counts only at a class
    ("teacher", "south_class", {"cai"}),
    ("teacher", "south", set()),
    ("reviewer", "county", set()),
    ("administrator", "county", set()),
    ("auditor", "county", set()),
]


def found(life: Life, actor: Any) -> set[str]:
    """Whom `pupil` shows to the actor."""
    seen = set()
    for name in ALL:
        try:
            queries.pupil(actor, getattr(life, name).pk, on=TODAY)
            seen.add(name)
        except NotFound:
            pass
    return seen


def searched(life: Life, actor: Any) -> set[str]:
    """Which pupils the search box shows to the actor."""
    keys = {hit.key for hit in queries.search(actor, "小", on=TODAY) if hit.kind == "pupil"}
    return {name for name in ALL if str(getattr(life, name).pk) in keys}


@pytest.mark.parametrize(("role", "place", "due"), PUPILS_BY_NAME)
@pytest.mark.parametrize("look", [found, searched])
def test_a_role_sees_exactly_its_pupils_by_name(
    life: Life, look: Any, role: str, place: str, due: set[str]
) -> None:
    assert look(life, life.places.actor(role, getattr(life.places, place))) == due


@pytest.mark.parametrize("role", sorted(roles()))
def test_no_role_at_one_school_sees_anybody_of_another(life: Life, role: str) -> None:
    actor = life.places.actor(role, life.places.north)
    assert found(life, actor) <= NORTH
    assert searched(life, actor) <= NORTH
    assert {c.school.pk for c in queries.census_counts(actor, life.places.county, on=TODAY)} <= {
        life.places.north.pk
    }
    assert {s.pk for s in queries.schools(actor)} <= {life.places.north.pk}


@pytest.mark.parametrize("role", sorted(roles()))
def test_no_role_at_one_class_sees_beyond_it(life: Life, role: str) -> None:
    actor = life.places.actor(role, life.places.south_class)
    assert found(life, actor) <= {"cai"}
    assert not queries.schools(actor).exists()
    assert {s.klass.pk for s in queries.class_sizes(actor, life.places.county, on=TODAY)} <= {
        life.places.south_class.pk
    }


def test_a_parent_sees_the_own_child_and_nobody_else(life: Life) -> None:
    parent = life.parent()
    assert found(life, parent) == {"an"}
    assert [c.person.name for c in queries.children(parent, on=TODAY)] == ["林小安"]
    assert queries.search(parent, "小", on=TODAY) == []
    assert queries.census_counts(parent, life.places.county, on=TODAY) == []


def test_the_public_sees_nobody(life: Life) -> None:
    assert found(life, NOBODY) == searched(life, NOBODY) == set()
    assert queries.children(NOBODY, on=TODAY) == []


@pytest.mark.parametrize("role", ["head", "class_teacher", "teacher"])
def test_another_class_is_not_found_whether_it_exists_or_not(life: Life, role: str) -> None:
    actor = life.places.actor(role, life.places.north_class)
    with pytest.raises(NotFound) as seen:
        queries.pupils_of_class(actor, life.places.south_class, on=TODAY)
    assert life.places.south_class.name not in str(seen.value)


@pytest.mark.parametrize("code", ["3143029902", "9999999999"])
def test_another_school_is_not_found_whether_it_exists_or_not(life: Life, code: str) -> None:
    actor = life.places.actor("head", life.places.north)
    with pytest.raises(NotFound, match="没有找到这个机构"):
        queries.org(actor, "orgs.see", code)


def test_staff_are_seen_by_those_who_may_see_them(life: Life) -> None:
    life.places.actor("head", life.places.north)
    dean = life.places.actor("dean", life.places.north)
    assert {p.role for p in queries.staff_of(dean, life.places.county, on=TODAY)} == {"head", "dean"}
    assert (
        queries.staff_of(life.places.actor("leader", life.places.county), life.places.county, on=TODAY) == []
    )


def test_the_search_shows_only_the_own_classes_and_colleagues(life: Life) -> None:
    life.places.actor("head", life.places.south)
    head = life.places.actor("head", life.places.north)
    hits = [hit for text in ("级1班", "head@") for hit in queries.search(head, text, on=TODAY)]
    assert [(hit.kind, hit.place.zh) for hit in hits] == [("class", "城关一小"), ("staff", "城关一小")]


def test_a_closed_account_may_nothing(life: Life) -> None:
    from xueheng.apps.roster.models import Account

    actor = life.clerk()
    account = Account.objects.get(pk=actor.account)
    account.is_active = False
    assert queries.actor_of(account, TODAY).grants == ()


def test_an_actor_is_known_after_four_queries(life: Life, django_assert_max_num_queries: Any) -> None:
    account = queries.account_named("section_clerk-430299-" + str(life.clerk().person))
    with django_assert_max_num_queries(4):
        queries.actor_of(account, TODAY)
