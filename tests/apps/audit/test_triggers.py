"""留痕: the database refuses to alter it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from tests.platform_home import NOW

from xueheng.apps.audit import triggers
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.queries import breaks
from xueheng.apps.audit.services import record

pytestmark = pytest.mark.django_db

ATTACKS = {
    "update": "UPDATE audit_entry SET actor = 'account:9' WHERE sequence = 1",
    "delete": "DELETE FROM audit_entry WHERE sequence = 2",
    "empty": "DELETE FROM audit_entry",
    "replace": "REPLACE INTO audit_entry SELECT sequence, at, 'account:9', action, subject_kind, subject_id,"
    " org, details, previous, hash FROM audit_entry WHERE sequence = 1",
}


@pytest.fixture
def guarded() -> Iterator[None]:
    """Two entries in a table with its triggers."""
    triggers.remove(connection.schema_editor())
    triggers.install(connection.schema_editor())
    for n in (1, 2):
        record("account:1", "x", subject=("x", n), now=NOW)
    yield
    triggers.remove(connection.schema_editor())


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_database_refuses_to_change_history(guarded: None, attack: str) -> None:
    said = "audit entries|syntax error"  # PostgreSQL knows no REPLACE
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        connection.cursor().execute(attack)
    assert breaks() == []
    assert Entry.objects.count() == 2


def test_new_entries_are_still_added(guarded: None) -> None:
    assert record("account:1", "x", subject=("x", 3), now=NOW).sequence == 3


def test_triggers_can_be_removed_again(guarded: None) -> None:
    triggers.remove(connection.schema_editor())
    assert Entry.objects.filter(sequence=2).delete()[0] == 1


def test_both_databases_have_them() -> None:
    assert set(triggers.TRIGGERS) == set(triggers.REMOVALS) == {"sqlite", "postgresql"}
