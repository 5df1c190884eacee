"""可见: one function, equal to the plain sentence "where a post of mine, or one above, gives the right"."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.platform_home import TODAY

from xueheng.apps.errors import Unscoped
from xueheng.apps.roster.actor import Actor, Grant
from xueheng.apps.roster.models import Account, Org, Person, Post, Spell
from xueheng.apps.roster.queries import actor_of, orgs, spells
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.visibility import visible

pytestmark = pytest.mark.django_db

KINDS = ("county", "bureau", "section", "central_school", "primary_school", "class")
OFFICES = ("bureau", "section")
BEGUN, ENDED = (date(2020, 1, 1), None), (date(2020, 1, 1), TODAY)
trees = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(KINDS)), min_size=1, max_size=12)
posts = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(sorted(roles())), st.sampled_from((BEGUN, ENDED))),
    max_size=4,
)
permissions = st.sampled_from(("orgs.see", "pupils.see", "class.see", "accounts.manage"))


def planted(tree: list[tuple[int, str]]) -> list[Org]:
    """Organisations, each below an earlier one; the first is the root."""
    made: list[Org] = []
    for n, (above, kind) in enumerate(tree):
        parent = made[above % n] if n else None
        org = Org.objects.create(code=str(n), kind=kind, name=str(n), parent=parent, path="")
        org.path = f"{parent.path if parent else '/'}{org.pk}/"
        org.save()
        made.append(org)
    return made


def appointed(held: list[Any], places: list[Org]) -> Account:
    """An account whose person holds those posts."""
    person = Person.objects.create(name="某人")
    for place, role, (since, until) in held:
        org = places[place % len(places)]
        Post.objects.create(person=person, org=org, role=role, valid_from=since, valid_to=until)
    return Account.objects.create(username="someone", person=person)


def chain(org: Org) -> list[Org]:
    """The organisation and all above it, upward."""
    return [org, *(chain(org.parent) if org.parent else [])]


def naive(held: list[Any], places: list[Org], permission: str) -> set[int]:
    """The organisations that are, or lie below, the territory of a post with the permission."""
    territories = set()
    for place, role, span in held:
        org = places[place % len(places)]
        counts = role not in ("class_teacher", "teacher") or org.kind == "class"
        if span == BEGUN and counts and permission in roles()[role].may:
            above = [o for o in chain(org) if o.kind not in OFFICES]
            territories.add((above[0] if above else chain(org)[-1]).pk if org.kind in OFFICES else org.pk)
    return {org.pk for org in places if territories & {o.pk for o in chain(org)}}


@settings(max_examples=60)
@given(trees, posts, permissions)
def test_an_actor_sees_exactly_what_lies_below_its_posts(tree: Any, held: Any, permission: str) -> None:
    with transaction.atomic():
        places = planted(tree)
        actor = actor_of(appointed(held, places), TODAY)
        assert {org.pk for org in orgs(actor, permission)} == naive(held, places, permission)
        transaction.set_rollback(True)


@settings(max_examples=60)
@given(trees, posts, permissions, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_an_actor_sees_exactly_the_pupils_of_those_places(
    tree: Any, held: Any, permission: str, pupils: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        places = planted(tree)
        actor = actor_of(appointed(held, places), TODAY)
        for school, klass in pupils:
            Spell.objects.create(
                person=Person.objects.create(name="学生"),
                school=places[school % len(places)],
                klass=places[klass % len(places)],
                valid_from=date(2026, 9, 1),
            )
        seen = naive(held, places, permission)
        due = {s.pk for s in Spell.objects.all() if {s.school_id, s.klass_id} & seen}
        assert {s.pk for s in spells(actor, permission, on=TODAY)} == due
        transaction.set_rollback(True)


@pytest.mark.parametrize("nobody", [None, "account:1", object()])
def test_a_query_without_an_actor_is_a_bug(nobody: Any) -> None:
    with pytest.raises(Unscoped):
        visible(Org.objects.all(), nobody, "orgs.see", org="")


@pytest.mark.parametrize(
    ("path", "lies_below"), [("/1/", True), ("/1/2/", True), ("/11/", False), ("/12/1/", False)]
)
def test_a_number_that_begins_alike_is_another_place(path: str, lies_below: bool) -> None:
    head = Actor("x", grants=(Grant("head", 1, "/1/", frozenset({"data.see"})),))
    assert head.may("data.see", Org(path=path)) is lies_below
