"""Attack 1: whoever is of another school or another county asks for every thing of this one by its id."""

from __future__ import annotations

import pytest
from tests.security.asked import ASKED, RULES, about, is_turned_away, of_things
from tests.web.matrix_asking import sent
from tests.web.matrix_reference import hidden
from tests.web.matrix_routes import forms
from tests.web.matrix_world import TOP, WEST, A, B

pytestmark = pytest.mark.django_db
FAR = ("section_clerk", "leader")
STRANGERS = [(role, WEST) for role in FAR] + [(role, B) for role in ("head",)]
STRANGERS += [("class_teacher", f"{B}班"), ("parent", B), ("nobody", "")]
THINGS = [(name, method) for name, method in ASKED if of_things(name) and RULES[name] != "public"]


@pytest.mark.parametrize(("name", "method"), THINGS)
@pytest.mark.parametrize(("role", "place"), STRANGERS)
def test_a_thing_of_another_school_is_not_there(world, browser, role, place, name, method):
    client, side = browser(role, place), world.sides[A]
    asked = [a for sign in ((A, TOP) if place == WEST else (A,)) for a in about(name, world, sign)]
    form = next(forms(name, side)) if method == "POST" else None
    open_to_all = str(world.sides[TOP].things["public"])
    told = [(at, sent(client, method, at, form)) for at in asked if open_to_all not in at]
    assert [(address, one.status_code) for address, one in told if not is_turned_away(one)] == []
    assert not any(mark in one.told for _at, one in told for mark in hidden(role, place, [A]))
