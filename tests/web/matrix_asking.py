"""The browsers of the matrix: they ask every address, and whatever that writes is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from tests.platform_home import NOW
from tests.web.matrix_reading import body_of, plain, said
from tests.web.matrix_routes import addresses, forms, queries, routes
from tests.web.matrix_world import Side, World, built
from tests.web.signed_in import just_signed_in

from xueheng.apps.audit.queries import entries, head
from xueheng.apps.flows.models import Approval, Task
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.publish.models import Publication
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.keyring import make_field_key
from xueheng.apps.roster.models import Org, Person, Post, Spell
from xueheng.apps.runs.models import Run

IMMEDIATE, QUEUED = (
    {"default": {"BACKEND": f"django_tasks.backends.{kind}Backend"}}
    for kind in ("immediate.Immediate", "dummy.Dummy")
)
ENDS = ("desk:sign_out",)  # the session: what comes after would be asked by nobody
AGAIN = {"code": "", "key": "", "label": "", "number": "再", "supersedes_id": None, "subject_id": ""}
Asks = Callable[[str, Side], Iterator[str]]


def standing(blocker: Any, folders: Any) -> Iterator[World]:
    """The world, built once; what tests write in it is taken back."""
    home = folders.mktemp("matrix")
    make_field_key(home)
    with blocker.unblock(), override_settings(XUEHENG_HOME=home, TASKS=IMMEDIATE):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda: NOW)
            made = built()
            with override_settings(TASKS=QUEUED):
                yield made
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """The world of one file of tests."""
    yield from standing(django_db_blocker, tmp_path_factory)


@pytest.fixture(autouse=True)
def home(world: World) -> Path:
    """The home folder of the world, in place of the test's own."""
    return Path(settings.XUEHENG_HOME)


@pytest.fixture
def browser(world: World) -> Callable[[str, str], Client]:
    """Opens the browser of somebody of a role at a place."""

    def opened(role: str, place: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != "nobody":
            just_signed_in(client, world.accounts[role, place])
        return client

    return opened


def sent(client: Client, method: str, address: str, form: Any = None, **more: Any) -> Any:
    """The answer to one request, opened; nothing of it stays."""
    with transaction.atomic():
        last = head().sequence
        answer: Any = getattr(client, method.lower())(address, form, **more)
        answer.body = body_of(answer)
        answer.told = said(answer, answer.body)
        answer.done = {(e.action, e.org) for e in entries(system("matrix"), limit=9) if e.sequence > last}
        transaction.set_rollback(True)
    return answer


def answers(client: Client, *sides: Side, method: str, asks: Asks = queries) -> Iterator[tuple[str, Any]]:
    """Every address of the platform about these schools, and what it answers; once where its rule refuses."""
    for name, pattern in routes().items():
        if method in pattern.callback.methods and name not in ENDS:
            yield from _until_barred(client, name, sides, method=method, asks=asks)


def _until_barred(
    client: Client, name: str, sides: tuple[Side, ...], *, method: str, asks: Asks
) -> Iterator[tuple[str, Any]]:
    wanted = {f"{a}{q}": side for side in sides for a in addresses(name, side) for q in asks(name, side)}
    for address, side in wanted.items():
        for form in forms(name, side) if method == "POST" else (None,):
            answer = sent(client, method, address, form)
            yield address, answer
            if is_barred(answer, routes()[name].callback.rule):
                return


def is_barred(answer: Any, rule: str) -> bool:
    """True when the rule of the address itself refuses this person, whatever it is about."""
    is_permission = rule not in ("public", "signed_in")
    return answer.status_code == 403 and is_permission and not answer.wsgi_request.actor.may(rule)


def readable(client: Client, side: Side) -> dict[str, str]:
    """What every address that can be read says, as far as it is the same each time."""
    told = answers(client, side, method="GET")
    return {address: plain(answer.told) for address, answer in told if answer.status_code == 200}


def double(place: Any) -> None:
    """Everything that belongs to a school, and everybody there, is there once more."""
    for model in (Org, Spell, Post, Upload, Dataset, Run, Publication, Task, Approval):
        at = {"school" if model is Spell else "parent" if model is Org else "org": place}
        for row in model.objects.filter(**at):
            _again(row)


def _again(row: Any) -> None:
    if hasattr(row, "person"):
        row.person = Person.objects.create(name=row.person.name, sex=row.person.sex)
    for name, value in AGAIN.items():
        if hasattr(row, name):
            setattr(row, name, value or uuid4().hex)
    row.pk = None if isinstance(row.pk, int) else uuid4()
    row.save(force_insert=True)
