"""已知链头: a chain that lacks a head which somebody kept was cut or rewritten."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection
from tests.platform_home import NOW

from xueheng.apps.audit import checks, triggers
from xueheng.apps.audit.keeping import heads
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.queries import head
from xueheng.apps.audit.services import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(home: Path) -> Path:
    """Three entries in a home that may keep heads."""
    triggers.remove(connection.schema_editor())
    (home / "keys").mkdir(exist_ok=True)
    for n in range(3):
        record("account:1", "x", subject=("x", n), now=NOW)
    return home


def codes() -> list[str]:
    return [found.code for found in checks.chain_holds()]


def test_a_cut_tail_is_found_by_the_head_that_the_home_noted(chain: Path) -> None:
    heads.note(chain)
    assert codes() == []
    Entry.objects.filter(sequence=3).delete()
    assert codes() == ["AUDIT_CUT"]


def test_a_cut_tail_is_found_by_the_receipt_of_a_run(chain: Path) -> None:
    bundle = chain / "runs" / "1" / "run.xhb.zip"
    bundle.parent.mkdir(parents=True)
    with ZipFile(bundle, "w") as members:
        members.writestr("manifest.json", json.dumps({"audit_head": head().hash}))
    assert codes() == []
    Entry.objects.filter(sequence=3).delete()
    assert codes() == ["AUDIT_CUT"]


def test_a_head_is_noted_once_and_stays_good_as_the_chain_grows(chain: Path) -> None:
    heads.note(chain)
    heads.note(chain)
    record("account:1", "x", subject=("x", 4), now=NOW)
    assert (len((chain / heads.PLACE).read_text().splitlines()), codes()) == (1, [])


def test_a_head_that_was_given_up_is_missed_no_more(chain: Path) -> None:
    record("system:restore", heads.RESTORED, subject=("backup", 1), now=NOW, details={"lost": ["f" * 64]})
    assert heads.lost({"f" * 64, "e" * 64}) == ["e" * 64]
