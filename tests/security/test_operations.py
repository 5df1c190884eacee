"""Attacks 1, 2 and 12 at the other door: every operation of the API by role, by school, by token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.api.addresses import WITH_FILE, addresses, bodies, operations
from tests.platform_home import NOW
from tests.security.asked import BY_HAND, opens
from tests.web.matrix_asking import sent
from tests.web.matrix_world import TOP, WEST, A, B

from xueheng.apps.roster import tokens

pytestmark = pytest.mark.django_db
RULES: dict[str, str] = {name: rule for rule, names in BY_HAND["operations"].items() for name in names}
PROGRAMS = ("section_clerk", "head", "reviewer")
STRANGERS = [("section_clerk", WEST), ("head", B), ("class_teacher", f"{B}班"), ("parent", B)]
THINGS = [name for name, (_method, path) in operations().items() if "{" in path]
OF_ALL = ("tables", "methods")  # descriptions, the same for everybody


def program(account: Any, *, permissions: Any = None) -> dict[str, str]:
    """What a program of an account shows, lent all that can be lent or some of it."""
    from xueheng.apps.roster.queries import actor_of

    lent = permissions or tokens.lendable(actor_of(account, NOW.date()))
    made = tokens.make(account, "x", permissions=lent, until=NOW + timedelta(days=9), now=NOW)
    return {"Authorization": f"Bearer {made.secret}"}


def asked(name: str, side: Any, heads: dict[str, str]) -> list[Any]:
    """The answers to an operation about the things of a school."""
    method, found = operations()[name][0], []
    for address in addresses(name, side):
        body = next(bodies(name, side)) if method == "POST" else None
        more: dict[str, Any] = {"content_type": "application/json"} if body is not None else {}
        if name in WITH_FILE:
            body, more = body | {"file": SimpleUploadedFile("x.csv", b"x")}, {}
        found.append(
            sent(Client(raise_request_exception=False), method, address, body, headers=heads, **more)
        )
    return found


@pytest.mark.parametrize("name", operations())
@pytest.mark.parametrize("role", PROGRAMS)
def test_an_operation_admits_its_roles_and_nobody_else(world, role, name):
    [answer, *_more] = asked(name, world.sides[A], program(world.accounts[role, TOP]))
    is_in = opens(role, TOP, RULES[name]) and RULES[name] not in tokens.KEPT_BACK
    assert answer.status_code < 500
    assert is_in or answer.status_code == 403


@pytest.mark.parametrize("name", operations())
@pytest.mark.parametrize("shown", [None, "Bearer x"])
def test_an_operation_opens_to_no_token_that_is_none(world, name, shown):
    answers = asked(name, world.sides[A], {"Authorization": shown} if shown is not None else {})
    is_public = RULES[name] == "public" and shown is None
    assert {one.status_code for one in answers[:1]} <= ({200, 404} if is_public else {401})


@pytest.mark.parametrize("name", operations())
def test_a_cookie_is_nothing_to_a_program(world, browser, name):
    method, client = operations()[name][0], browser("section_clerk", TOP)
    address = next(addresses(name, world.sides[A]))
    answer = sent(
        client, method, address, {}, **({"content_type": "application/json"} if method == "POST" else {})
    )
    assert answer.status_code in ({200, 404} if RULES[name] == "public" else {401})


@pytest.mark.parametrize("name", [n for n in THINGS if operations()[n][1].split("/")[3] not in OF_ALL])
@pytest.mark.parametrize(("role", "place"), STRANGERS)
def test_a_thing_of_another_school_is_not_there(world, role, place, name):
    answers = asked(name, world.sides[A], program(world.accounts[role, place]))
    assert {one.status_code for one in answers} <= {403, 404} or RULES[name] == "public"


@pytest.mark.parametrize(
    "name", [n for n in operations() if RULES[n] not in ("public", "signed_in", "desk.see")]
)
def test_a_token_does_only_what_it_lists(world, name):
    heads = program(world.accounts["section_clerk", TOP], permissions=["desk.see"])
    assert {one.status_code for one in asked(name, world.sides[A], heads)} == {403}


def test_the_list_by_hand_has_every_operation():
    from xueheng.api.v1 import api

    declared = {
        op.operation_id: getattr(op.view_func, "rule", None)
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for op in view.operations
    }
    assert sorted(RULES) == sorted(operations())
    assert {n: r for n, r in RULES.items() if declared.get(n) not in (r, None)} == {}
