"""One `record()` for all: appends to the chain inside the transaction of the act itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from xueheng.apps.audit.chain import START, digest
from xueheng.apps.audit.models import Entry

LOCK = 0x7875_6568  # one writer of the chain at a time, on PostgreSQL too
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


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
    _one_writer()
    last = Entry.objects.order_by("-sequence").only("sequence", "hash").first()
    entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        at=now,
        actor=actor,
        action=action,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        org=org,
        details=_plain(details or {}),
        previous=last.hash if last else START,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    return entry


def _one_writer() -> None:
    # SQLite takes the write lock when a transaction begins (IMMEDIATE); a lock on the last row would not do
    # on PostgreSQL, where a waiting writer would still see that row as the last one.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    # A database may write a fraction differently from how it was given: it is kept as text. PostgreSQL
    # takes neither a NUL nor half a surrogate pair.
    text = json.dumps(details, allow_nan=False, default=str, ensure_ascii=False)
    whole = NUL.sub(r"\1\\ufffd", text.encode("utf-8", "replace").decode())
    kept: dict[str, Any] = json.loads(whole, parse_float=str)
    return kept
