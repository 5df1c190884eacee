"""撤销簿: what a commit did to the roster, kept beside its Dataset until nobody can undo it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from xueheng.apps.intake.store import home, writing
from xueheng.apps.roster.keyring import about_file, ring
from xueheng.apps.roster.models import Post, Spell

BATCH = 500


@dataclass
class Journal:
    """撤销簿: what was made and how things stood before; enough to put everything back."""

    persons: list[int] = field(default_factory=list)
    spells: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    posts: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)  # spells or posts that were open
    until: dict[int, str] = field(default_factory=dict)  # of the ended ones: the end that they had already
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)  # person: fields before
    counts: dict[str, int] = field(default_factory=dict)  # what the comparison found


@dataclass(frozen=True)
class When:
    """时日: the day the export speaks of, and the moment at which it is carried out."""

    day: date
    now: datetime

    def after(self, before: Spell | Post) -> date:
        """The day from which something new holds: never before what it follows has begun."""
        return max(self.day, before.valid_from)


def path_of(dataset: UUID) -> Path:
    """Where the journal of a commit lies."""
    return home() / "mirror" / f"{dataset}.sealed"


def save(journal: Journal, dataset: UUID) -> None:
    """The journal lies whole beside the Dataset, sealed: it holds values of persons."""
    path = path_of(dataset)
    made = writing(path.parent)
    text = json.dumps(asdict(journal), ensure_ascii=False, default=str)
    with made.open("wb") as out:
        out.write(ring().seal(text.encode(), about_file(path)))
        out.flush()
        os.fsync(out.fileno())
    made.replace(path)


def load(dataset: UUID) -> Journal:
    """The journal of a commit; an empty one when it changed nothing."""
    path = path_of(dataset)
    held = json.loads(ring().open(path.read_bytes(), about_file(path))) if path.is_file() else {}
    by_id = {
        name: {int(key): said for key, said in held.get(name, {}).items()} for name in ("changed", "until")
    }
    return Journal(**{**held, **by_id})


def when(period: str, now: datetime) -> When:
    """The day that a period names, when it has come; else today."""
    today = localdate(now)
    try:
        return When(min(date.fromisoformat(period), today), now)
    except ValueError:
        return When(today, now)
