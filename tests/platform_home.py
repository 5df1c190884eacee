"""What tests of the platform share: a home folder of their own, and a small county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from xueheng.apps.roster.keyring import make_field_key

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 15)
FAST = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """A home folder of the test's own; tasks run at once, passwords are hashed fast."""
    settings.XUEHENG_HOME = tmp_path
    settings.PASSWORD_HASHERS = [FAST, *settings.PASSWORD_HASHERS]
    make_field_key(tmp_path)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return tmp_path


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Without the triggers of the audit, so that a test with transactions can empty the tables behind it."""
    from django.db import connection

    from xueheng.apps.audit import triggers

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        triggers.remove(editor)


@dataclass(frozen=True)
class County:
    """Two schools with a class each, in a county with its bureau."""

    county: Any
    bureau: Any
    north: Any  # a primary school
    south: Any  # a junior school
    north_class: Any
    south_class: Any

    def actor(self, role: str, org: Any) -> Any:
        """A person with an account who holds a role at an organisation."""
        from xueheng.apps.roster.models import Account, Person, Post
        from xueheng.apps.roster.queries import actor_of

        person = Person.objects.create(name=f"{role}@{org.code}")
        account = Account.objects.create(username=f"{role}-{org.code}-{person.pk}", person=person)
        Post.objects.create(person=person, org=org, role=role, valid_from=date(2020, 1, 1))
        return actor_of(account, TODAY)


@pytest.fixture
def county(db: Any) -> County:
    """The small county."""
    from xueheng.apps.roster.models import Org

    def add(parent: Any, code: str, kind: str, name: str, **more: Any) -> Any:
        org = Org.objects.create(parent=parent, code=code, kind=kind, name=name, path="", **more)
        org.path = f"{parent.path if parent else '/'}{org.pk}/"
        org.save()
        return org

    top = add(None, "430299", "county", "青山县")
    bureau = add(top, "430299-bureau", "bureau", "青山县教育局")
    north = add(top, "2143029901", "primary_school", "城关一小", stages=["primary"], town="城关镇")
    south = add(top, "3143029902", "junior_school", "城关初中", stages=["junior"], town="城关镇")
    return County(
        top,
        bureau,
        north,
        south,
        add(north, "2143029901-2024-1", "class", "2024级1班", stage="primary", entered=2024, number="1"),
        add(south, "3143029902-2025-1", "class", "2025级1班", stage="junior", entered=2025, number="1"),
    )
