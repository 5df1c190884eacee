"""Attack 2: every role asks for every address; only those whom the list by hand names get in."""

from __future__ import annotations

import pytest
from tests.security.asked import BY_HAND, ONCE, PEOPLE, RULES, about, is_turned_away, opens
from tests.web.matrix_asking import is_barred, sent
from tests.web.matrix_routes import forms, routes
from tests.web.matrix_world import TOP, A

from xueheng.apps.roster.roles import roles

pytestmark = pytest.mark.django_db


HELD = [(name, method) for name, method in ONCE if RULES.get(name) not in ("public", "signed_in")]
OPEN = [one for one in ONCE if one not in HELD]


@pytest.mark.parametrize(("name", "method"), OPEN)
@pytest.mark.parametrize(("role", "place"), [("nobody", ""), ("parent", A), ("reviewer", TOP)])
def test_what_asks_no_post_asks_who_it_is(world, browser, role, place, name, method):
    [address, *_more] = about(name, world)
    form = next(forms(name, world.sides[A])) if method == "POST" else None
    answer = sent(browser(role, place), method, address, form)
    assert answer.status_code < 500
    assert opens(role, place, RULES[name]) or is_turned_away(answer)


@pytest.mark.parametrize(("name", "method"), HELD)
@pytest.mark.parametrize(("role", "place"), PEOPLE)
def test_a_rule_admits_its_roles_and_nobody_else(world, browser, role, place, name, method):
    [address, *_more] = about(name, world)
    form = next(forms(name, world.sides[A])) if method == "POST" else None
    answer = sent(browser(role, place), method, address, form)
    is_in = opens(role, place, RULES[name])
    assert answer.status_code < 500
    assert not is_barred(answer, RULES[name]) if is_in else is_turned_away(answer)


def test_the_list_by_hand_has_every_address_and_every_permission():
    assert sorted(RULES) == sorted(routes())
    assert {n: r for n, r in RULES.items() if routes()[n].callback.rule != r} == {}


@pytest.mark.parametrize("permission", [*BY_HAND["holders"]])
def test_the_list_by_hand_is_what_the_roles_say(permission):
    named = {role.removesuffix(" in class") for role in BY_HAND["holders"][permission]}
    held = {name for name, role in roles().items() if permission in role.may}
    assert named in (held, {"every role"}, {"every role", "parent"})


def test_the_county_is_known(world):
    assert (world.sides[TOP].org.kind, world.sides[A].org.kind) == ("county", "nine_year_school")
