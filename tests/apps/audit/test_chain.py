"""留痕: nothing of the chain can be changed unnoticed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from tests.platform_home import NOW

from xueheng.apps.audit import triggers
from xueheng.apps.audit.chain import START, digest
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.queries import breaks, head, kept, receipt
from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotReady

pytestmark = pytest.mark.django_db

ALTERATIONS = {
    "at": NOW + timedelta(seconds=1),
    "actor": "account:2",
    "action": "intake.undone",
    "subject_kind": "run",
    "subject_id": "8",
    "org": None,
    "details": {"n": 4},
    "previous": "1" * 64,
    "hash": "f" * 64,
}


@pytest.fixture
def chain(db: None) -> list[Entry]:
    """Five entries in a database whose owner has taken its own guards away."""
    triggers.remove(connection.schema_editor())
    return [
        record("account:1", "intake.committed", subject=("dataset", n), org=3, now=NOW, details={"n": n})
        for n in range(1, 6)
    ]


def test_the_chain_holds_although_the_clock_went_back(chain: list[Entry]) -> None:
    record("account:1", "intake.committed", subject=("dataset", 6), org=3, now=NOW - timedelta(hours=2))
    assert (breaks(), head().sequence) == ([], 6)


def rewritten() -> None:
    """Every hash made good again by somebody who knows how."""
    previous = START
    for entry in Entry.objects.order_by("sequence"):
        entry.previous, entry.hash = previous, ""
        entry.hash = previous = digest(entry)
        entry.save()


def test_an_untouched_chain_holds(chain: list[Entry]) -> None:
    assert breaks() == []
    assert head().sequence == 5
    assert [e.previous for e in chain] == [START, *(e.hash for e in chain[:-1])]


@pytest.mark.parametrize(("field", "value"), ALTERATIONS.items())
def test_any_altered_field_is_found(chain: list[Entry], field: str, value: Any) -> None:
    Entry.objects.filter(sequence=3).update(**{field: value})
    assert 3 in [found.sequence for found in breaks()]


@pytest.mark.parametrize("gone", [1, 3])
def test_a_removed_entry_is_found(chain: list[Entry], gone: int) -> None:
    Entry.objects.filter(sequence=gone).delete()
    assert [found.sequence for found in breaks()] == [gone]


def test_a_removed_entry_whose_gap_was_closed_is_found(chain: list[Entry]) -> None:
    Entry.objects.filter(sequence=3).delete()
    Entry.objects.filter(sequence=4).update(sequence=3)
    assert 3 in [found.sequence for found in breaks()]


def test_swapped_entries_are_found(chain: list[Entry]) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        Entry.objects.filter(sequence=old).update(sequence=new)
    assert {2, 3} <= {found.sequence for found in breaks()}


def test_an_entry_slipped_in_is_found(chain: list[Entry]) -> None:
    Entry.objects.filter(sequence__gte=4).order_by("-sequence").update(sequence=F("sequence") + 10)
    assert 4 in [found.sequence for found in breaks()]


def test_a_cut_tail_is_found_with_a_kept_receipt(chain: list[Entry]) -> None:
    paper = receipt()
    Entry.objects.filter(sequence__gt=3).delete()
    assert breaks() == []
    assert [found.sequence for found in breaks(since=kept(paper))] == [5]


def test_a_history_rewritten_whole_is_found_with_a_kept_receipt(chain: list[Entry]) -> None:
    paper = receipt()
    Entry.objects.filter(sequence=2).update(actor="account:9")
    rewritten()
    assert breaks() == []
    assert [found.sequence for found in breaks(since=kept(paper))] == [5]


def test_a_receipt_holds_as_the_chain_grows(chain: list[Entry]) -> None:
    paper = receipt()
    record("account:1", "run.sealed", subject=("run", 1), now=NOW)
    assert breaks(since=kept(paper)) == []


def test_a_receipt_says_sequence_hash_and_instant(chain: list[Entry]) -> None:
    held = json.loads(receipt())
    assert held == {"sequence": 5, "hash": chain[-1].hash, "at": "2026-09-15T02:00:00.000000+00:00"}


def test_the_receipt_of_an_empty_chain_proves_nothing_but_is_one() -> None:
    assert kept(receipt()) == head()
    assert breaks(since=kept(receipt())) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"sequence": "x", "hash": "", "at": null}', "null"])
def test_what_is_no_receipt_is_said_so(text: str) -> None:
    with pytest.raises(NotReady, match="凭据"):
        kept(text)


@pytest.mark.parametrize(
    "details",
    [
        {"rate": 0.1},
        {"n": 10**30},
        {"b": 1, "a": {"d": [1, (2, 3)], "c": None}},
        {"名": "汉字\ud800\x00", "path": "\\u0000"},
        {1: "x"},
    ],
)
def test_details_hash_the_same_after_a_round_through_the_database(details: dict[Any, Any]) -> None:
    record("system:test", "x", subject=("x", ""), now=NOW, details=details)
    assert breaks() == []


def test_every_break_is_said_in_both_languages(chain: list[Entry]) -> None:
    Entry.objects.filter(sequence=2).update(actor="x")
    words = breaks()[0].why
    assert "2" in words.zh
    assert "2" in words.en
