"""Whatever a program sends, the answer is one of those that the description declares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.contrib.auth import get_user_model
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from tests.api.conftest import with_token
from tests.api.test_office import WANTED
from tests.api.test_once import form
from tests.apps.runs.conftest import desk

from xueheng.api import limits as bounds
from xueheng.api import named
from xueheng.api.limits import limits
from xueheng.api.v1 import api
from xueheng.api.words import described
from xueheng.apps.intake.releasing import limits as alone
from xueheng.project.wsgi import application

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
ROLES = (
    "section_clerk", "approver", "auditor", "administrator", "class_teacher", "security_administrator"
)  # fmt: skip
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance, negative_data_rejection, unsupported_method,
]  # fmt: skip
EXAMPLES = 4


@pytest.fixture
def program(county: Any) -> Any:
    from xueheng.apps.roster.models import Guardian, Person, Post

    account = get_user_model().objects.get(pk=county.actor("head", county.county).account)
    for role in ROLES:
        Post.objects.create(person=account.person, org=county.county, role=role, valid_from=date(2020, 1, 1))
    Guardian.objects.create(child=Person.objects.create(name="孩子", number="T9"), guardian=account.person)
    return with_token(account)


@pytest.fixture
def things(desk: Any, county: Any, program: Any) -> dict[str, dict[str, str]]:
    """What there is, by the beginning of its path."""
    dataset, run = desk.scores(), desk.judged()
    upload = program.send(form(county)).json()["id"]
    approval = program.get("approvals").json()[0]["id"]
    campaign = program.post("campaigns", WANTED).json()["id"]
    child = str(program.get("children").json()[0]["person"]["id"])
    [post] = program.get("posts", q="head@").json()[0]["posts"][:1]
    return {
        "datasets": {"id": str(dataset.pk)}, "uploads": {"id": upload},
        "runs": {"id": str(run.pk), "name": "verdicts"}, "approvals": {"number": str(approval)},
        "orgs": {"code": county.north.code}, "classes": {"code": county.north_class.code},
        "campaigns": {"id": campaign, "code": county.north.code}, "mirrors": {"id": upload},
        "children": {"number": child}, "pupils": {"number": child}, "posts": {"number": str(post["id"])},
        "tables": {"name": "students"}, "methods": {"name": "exam.quality"},
    }  # fmt: skip


@contextmanager
def one_connection() -> Iterator[None]:
    """Called as a server calls it, the application would close the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "limits", lambda: {**limits(), "reads": 10**9, "writes": 10**9})
    monkeypatch.setattr(named, "limits", lambda: replace(alone(), persons=10**9))


def whole(environ: Any, begin: Any) -> list[bytes]:
    """The platform as a server asks it: each answer is read to its end and closed."""
    with one_connection(), closing(application(environ, begin)) as answer:
        return [b"".join(answer)]


def without_tokens() -> Any:
    """The description; that operations want a token is tested elsewhere, here each has one."""
    told = json.loads(json.dumps(described(api)))
    for operation in (one for path in told["paths"].values() for one in path.values()):
        operation.pop("security", None)
    return told


schema = schemathesis.openapi.from_dict(without_tokens())
schema.app = whole


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_a_declared_one(case: Any, program: Any, things: Any) -> None:
    case.call_and_validate(headers=program.headers, checks=CHECKS)
    known = things.get(case.path.split("/")[3], {})
    if known.keys() >= set(case.path_parameters) > set():
        case.path_parameters = {name: known[name] for name in case.path_parameters}
        case.call_and_validate(headers=program.headers, checks=CHECKS[:5])
