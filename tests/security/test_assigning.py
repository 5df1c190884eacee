"""Attacks 4 and 5: fields that no form has, and things put under a school that is not one's own."""

from __future__ import annotations

import pytest
from tests.security.asked import ACTING, RULES, about, opener
from tests.security.left import Left, left_by
from tests.web.matrix_asking import sent
from tests.web.matrix_routes import forms
from tests.web.matrix_world import EAST, TOP, WEST, A, B, C

pytestmark = pytest.mark.django_db
FIELDS: dict[str, dict[str, str]] = {
    "whose": {"id": "1", "org_id": "1", "person_id": "1"},
    "how far": {"state": "sealed", "asked_by": "account:1", "is_sample": "1"},
}


@pytest.fixture(scope="module")
def before() -> dict[str, Left]:
    """What each form leaves when nothing is added to it, once it was asked."""
    return {}


@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize("name", ACTING)
def test_a_field_that_the_form_does_not_have_is_not_heard(world, browser, before, name, fields):
    client, address = browser(*opener(RULES[name])), about(name, world)[0]
    if name not in before:
        before[name] = left_by(client, address, next(forms(name, world.sides[A])))
    forged = left_by(client, address, FIELDS[fields] | next(forms(name, world.sides[A])))
    assert (forged[0], forged[1] - before[name][1], before[name][1] - forged[1]) == (before[name][0], {}, {})


PLACES = {A: f"{EAST}011", B: f"{EAST}012", C: f"{WEST}0001", "county": EAST, "far": WEST, "nowhere": "0"}
BOUND = [("head", A, "data:upload"), ("dean", A, "data:upload"), ("section_clerk", A, "data:upload")]
BOUND += [("section_clerk", A, "results:new"), ("researcher", A, "results:new")]
BOUND += [("administrator", A, "desk:account_open"), ("section_clerk", TOP, "data:upload")]
BOUND += [("section_clerk", TOP, "results:new"), ("administrator", TOP, "desk:account_open")]
BOUND += [("administrator", WEST, "desk:account_open"), ("section_clerk", WEST, "data:upload")]


@pytest.mark.parametrize("to", PLACES)
@pytest.mark.parametrize(("role", "place", "name"), BOUND)
def test_nothing_is_put_where_its_sender_holds_nothing(world, browser, role, place, name, to):
    form = next(forms(name, world.sides[A])) | {"org": PLACES[to], "number": f"{PLACES[to]}子"}
    answer = sent(browser(role, place), "POST", about(name, world)[0], form)
    allowed = {A: {A}, TOP: {A, B, "county"}, WEST: {C, "far"}}[place]
    assert to in allowed or answer.done == set()
    assert answer.status_code < 500
