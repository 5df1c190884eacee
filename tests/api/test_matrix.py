"""Operations by roles by schools: a program reads and does no more than its owner does on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.addresses import WITH_FILE, addresses, bodies, operations
from tests.api.conftest import with_token
from tests.web.data.desks import SCORES
from tests.web.matrix_asking import home, sent, world
from tests.web.matrix_reading import plain
from tests.web.matrix_reference import hidden, may_do, other
from tests.web.matrix_routes import nowhere
from tests.web.matrix_world import IN_CLASS, TOP, TWOFOLD, A, B

from xueheng.api.routes import PUBLIC, SIGNED_IN
from xueheng.api.v1 import api
from xueheng.apps.roster.roles import all_permissions

__all__ = ["home", "world"]
pytestmark = pytest.mark.django_db
PEOPLE = [(role, A) for role in ("section_clerk", "leader", "head", "administrator", "auditor", "parent")]
PEOPLE += [(role, f"{A}班") for role in IN_CLASS] + TWOFOLD
PEOPLE += [(role, TOP) for role in ("section_clerk", "leader", "researcher", "exam_officer", "aid_officer")]
JSON = "application/json"


@pytest.fixture
def asking(world):
    """Asks an operation in somebody's name, with all that a program may be lent."""

    def asked(role: str, place: str, name: str, address: str, body: Any = None) -> Any:
        method = operations()[name][0]
        more: dict[str, Any] = {"headers": programs(role, place).headers}
        if name in WITH_FILE:
            file = SimpleUploadedFile("成绩.csv", SCORES.encode())
            return sent(programs(role, place).client, method, address, body | {"file": file}, **more)
        more |= {"content_type": JSON} if method == "POST" else {}
        return sent(programs(role, place).client, method, address, body, **more)

    def programs(role: str, place: str) -> Any:
        if (role, place) not in held:
            held[role, place] = with_token(world.accounts[role, place], permissions=None)
        return held[role, place]

    held: dict[tuple[str, str], Any] = {}
    return asked


def every(side):
    """Every operation with the things of a school, and what is sent to it."""
    for name, (method, _path) in operations().items():
        for address in addresses(name, side):
            for body in bodies(name, side) if method == "POST" else (None,):
                yield name, address, body


@pytest.mark.parametrize(("role", "place"), PEOPLE)
def test_a_program_reads_and_does_nothing_at_another_school(world, asking, role, place):
    marks, side, found = hidden(role, place, world.sides), world.sides[other(place)], []
    signs = {world.sides[sign].org.pk: sign for sign in (A, B)}
    for name, address, body in every(side):
        answer = asking(role, place, name, address, body)
        found += [f"{address} {mark}" for mark in marks if mark in answer.told]
        found += [f"{address} {answer.status_code}"] if answer.status_code >= 500 else []
        done = [(signs[org], action) for action, org in answer.done if org in signs]
        found += [f"{address} did {what}" for what in done if not may_do(role, place, *what)]
    assert "\n".join(found) == ""


@pytest.mark.parametrize(("role", "place"), [("head", A), ("section_clerk", A), ("class_teacher", f"{A}班")])
def test_another_schools_things_are_answered_as_if_there_were_none(world, asking, role, place):
    theirs = world.sides[other(place)]
    none = nowhere(theirs)
    ids = [one for side in (theirs, none) for one in (side.sign, *side.things.values())]
    told = [
        [(plain(at, *ids), plain(asking(role, place, name, at, body).body.decode("utf-8", "replace"), *ids))
         for name, at, body in every(side)]
        for side in (theirs, none)
    ]  # fmt: skip
    assert "\n".join(one[0] for one, same in zip(*told, strict=True) if one != same) == ""


@pytest.mark.parametrize("name", list(operations()))
def test_every_operation_has_a_rule_and_can_be_filled_in(world, name):
    views = {
        o.operation_id: o.view_func
        for _p, r in api._routers
        for v in r.path_operations.values()
        for o in v.operations
    }
    rules = {PUBLIC, SIGNED_IN, *all_permissions()}
    things = {**world.sides[A].things, **world.sides[TOP].things}
    assert views[name].rule in rules
    assert list(addresses(name, type(world.sides[A])("", None, things=things)))


@pytest.mark.parametrize("name", [n for n, (method, _p) in operations().items() if method == "POST"])
def test_no_act_is_done_without_a_token(world, client, name):
    side = world.sides[A]
    client.force_login(world.accounts["section_clerk", TOP])
    address = next(addresses(name, type(side)("", None, things={**side.things, **world.sides[TOP].things})))
    assert sent(client, "POST", address, {}, content_type=JSON).status_code == 401


def test_a_program_without_a_permission_does_not_do_what_its_owner_does(world):
    account = world.accounts["section_clerk", TOP]
    few, all_ = with_token(account, permissions=["orgs.see"]), with_token(account)
    seen = [[one.get(name).status_code for name in ("orgs", "pupils", "datasets")] for one in (few, all_)]
    assert seen == [[200, 403, 403], [200, 200, 200]]
