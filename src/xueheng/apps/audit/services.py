"""One `record()` for all: appends to the chain inside the transaction of the act itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xueheng.apps.audit.chain import START, digest
from xueheng.apps.audit.models import Entry

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
    """留痕 of one act; `actor` is the label of an Actor, `subject` its kind and id.

    Nobody else writes meanwhile: transactions take turns, on PostgreSQL by our own engine for it.
    """
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


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    # A database may write a fraction differently from how it was given: it is kept as text. PostgreSQL
    # takes neither a NUL nor half a surrogate pair.
    text = json.dumps(details, allow_nan=False, default=str, ensure_ascii=False)
    whole = NUL.sub(r"\1\\ufffd", text.encode("utf-8", "replace").decode())
    kept: dict[str, Any] = json.loads(whole, parse_float=str)
    return kept
