"""国家系统一览: of each mirror that an actor may see, the last export, what it found, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from xueheng.apps.intake.collected import OF_DATASETS, OF_UPLOADS
from xueheng.apps.intake.mirroring import journal
from xueheng.apps.intake.mirroring.side import Side, sides
from xueheng.apps.intake.mirroring.telling import PARTS
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.series import living
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.visibility import visible
from xueheng.standards.words import Words

COUNTED = ("contradicting", "missing", "changed", "new")


@dataclass(frozen=True)
class Line:
    """一个国家系统: its last export that holds, and an export that waits to be looked at."""

    side: Side
    dataset: Dataset | None
    upload: Upload | None  # of the Dataset, or the one that waits
    counts: tuple[tuple[str, Words, int], ...]  # as the commit found it
    waiting: Upload | None
    may_upload: bool


def overview(actor: Actor) -> list[Line]:
    """国家系统一览 in the order of the standards."""
    return [_line(actor, side) for side in sides().values() if actor.may(side.sees)]


def _line(actor: Actor, side: Side) -> Line:
    exports = Dataset.objects.exclude(OF_DATASETS)
    last: Dataset | None = _seen(actor, side, living(exports.order_by("-committed_at", "-pk")))
    read = Upload.objects.exclude(OF_UPLOADS).filter(state="read")
    waiting: Upload | None = _seen(actor, side, read.order_by("-uploaded_at"))
    found = journal.load(last.pk).counts if last else {}
    counts = tuple((part, PARTS[part], found.get(part, 0)) for part in COUNTED) if found else ()
    upload = last.uploads.filter(state="committed").first() if last else None
    return Line(side, last, upload, counts, waiting, actor.may("data.upload"))


def _seen(actor: Actor, side: Side, things: QuerySet[Any]) -> Any:
    """The first of a table of which the actor may see both that it is there and what is in it."""
    found = visible(things.filter(table=side.table), actor, "data.see").select_related("org")
    return visible(found, actor, side.sees).first()
