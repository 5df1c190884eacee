"""Routes by roles by schools: nobody reads what is another school's, whatever an address answers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from tests.platform_home import NOW
from tests.web.matrix_asking import answers, browser, double, home, readable, sent, world
from tests.web.matrix_reading import plain
from tests.web.matrix_reference import hidden, may_do, other
from tests.web.matrix_routes import addresses, bare, nowhere, queries, routes
from tests.web.matrix_world import IN_CLASS, TOP, TWOFOLD, WEST, A, B, Side

from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Person
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.services import transfer

__all__ = ["browser", "home", "world"]
pytestmark = pytest.mark.django_db
# One role of those that may do the same.
UNLIKE = {(role.may, role.at): name for name, role in roles().items()}.values()
PEOPLE = [(role, place) for place in (TOP, A) for role in UNLIKE]
PEOPLE += [(role, f"{sign}班") for sign in (A, B) for role in IN_CLASS]
PEOPLE += [(role, WEST) for role in ("section_clerk", "leader", "administrator", "inspector")]
PEOPLE += [("head", B), ("auditor", B), ("central_school_head", "鼗甲"), ("parent", A), ("parent", B)]
PEOPLE += TWOFOLD
ABLE = [(role, A) for role in ("section_clerk", "leader", "head", "administrator", "auditor", "parent")]
ABLE += [("class_teacher", f"{A}班"), ("teacher", f"{A}班")]
ASKING = [*ABLE, *((role, TOP) for role in ("section_clerk", "leader", "researcher", "administrator"))]
UNKEPT = "no-store, private"


def by_name(people: list[tuple[str, str]]) -> pytest.MarkDecorator:
    """The test is of each of these people."""
    return pytest.mark.parametrize(("role", "place"), people)


@pytest.mark.parametrize("method", ["GET", "POST"])
@by_name([*PEOPLE, ("nobody", "")])
def test_nobody_reads_what_is_another_schools(world, browser, role, place, method):
    client, marks, found = browser(role, place), hidden(role, place, world.sides), []
    asks = queries if (role, place) in ASKING else bare
    for address, answer in answers(client, *concerning(world, role, place, method), method=method, asks=asks):
        found += [f"{address} {mark}" for mark in marks if mark in answer.told]
        found += [f"{address} {answer.status_code}"] if answer.status_code >= 500 else []
        found += [
            f"{address} did {what}" for what in done_at(world, answer) if not may_do(role, place, *what)
        ]
        found += [f"{address} kept"] if role != "nobody" and answer.headers["Cache-Control"] != UNKEPT else []
    assert "\n".join(found) == ""


def done_at(world, answer):
    """What the audit says was done at the main schools by the request."""
    signs = {world.sides[sign].org.pk: sign for sign in (A, B)}
    return [(signs[org], action) for action, org in answer.done if org in signs]


def concerning(world, role, place, method):
    """The schools about which somebody asks: another one; and for reading the county and the own one too."""
    is_able = (role, place) in ABLE and method == "GET"
    return [world.sides[sign] for sign in ([other(place), TOP, A] if is_able else [other(place)])]


@pytest.mark.parametrize("method", ["GET", "POST"])
@by_name(ABLE)
def test_another_schools_things_are_answered_as_if_there_were_none(world, browser, role, place, method):
    client, theirs = browser(role, place), world.sides[other(place)]
    none = nowhere(theirs)
    ids = [one for side in (theirs, none) for one in (side.sign, *side.things.values())]
    told = [
        [(plain(at, *ids), answer.status_code, plain(answer.told, *ids)) for at, answer in found]
        for found in (answers(client, side, method=method) for side in (theirs, none))
    ]
    assert "\n".join(one[0] for one, same in zip(*told, strict=True) if one != same) == ""


@by_name(ABLE)
def test_what_happens_at_another_school_changes_nothing_here(world, browser, role, place):
    client, own = browser(role, place), world.sides[A]
    before = readable(client, own)
    with transaction.atomic():
        double(world.sides[B].org)
        after = readable(client, own)
        transaction.set_rollback(True)
    assert "\n".join(address for address in before if before[address] != after[address]) == ""


def test_every_address_has_a_rule_and_can_be_filled_in(world):
    unruled = [name for name, pattern in routes().items() if not getattr(pattern.callback, "rule", "")]
    whole = Side("", None, things={**world.sides[A].things, **world.sides[TOP].things})
    assert (unruled, [name for name in routes() if not list(addresses(name, whole))]) == ([], [])


def test_a_former_school_reads_nothing_of_what_came_later(world, browser):
    side, then = world.sides[A], date(2026, 9, 10)
    child = Person.objects.get(pk=side.things["child"])
    transfer(child, world.sides[B].org, on=then, actor=system("move"), now=NOW)
    page = sent(browser("head", A), "GET", f"/people/pupils/{child.pk}/?on=2026-09-05")
    assert (page.status_code, child.name in page.told) == (200, True)
    assert [mark for mark in (side.mark("亲"), world.sides[B].mark("校")) if mark in page.told] == []
