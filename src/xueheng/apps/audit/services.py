"""One `record()` for all: appends to the chain inside the transaction of the act itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from xueheng.apps.audit.models import Entry

START = "0" * 64
FIELDS = ("sequence", "at", "actor", "action", "subject_kind", "subject_id", "org", "details", "previous")


@transaction.atomic
def record(
    actor: str,
    action: str,
    *,
    subject: tuple[str, object],
    org: int | None = None,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """留痕 of one act; `actor` is the label of an Actor, `subject` its kind and id."""
    last = Entry.objects.select_for_update().order_by("-sequence").first()
    entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        at=now,
        actor=actor,
        action=action,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        org=org,
        details=dict(details or {}),
        previous=last.hash if last else START,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    return entry


def digest(entry: Entry) -> str:
    """The SHA-256 over every field of an entry and the hash before it."""
    held = {name: getattr(entry, name) for name in FIELDS} | {"at": entry.at.astimezone(UTC).isoformat()}
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
