"""核对表与上报文件 to keep: what somebody takes away of a mirror, known to the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.intake.mirroring.filing import filed
from xueheng.apps.intake.mirroring.mirror import Mirror, kept, mirror
from xueheng.apps.intake.mirroring.telling import PARTS, corrections, heads, told
from xueheng.apps.intake.releasing import Taking, admit
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.queries import schools
from xueheng.standards.words import Words, catalogue, plain

FILE = "file"  # the upload file of the national system
Cells = Sequence[Sequence[str | Words]]


@dataclass(frozen=True)
class Taken:
    """带走的表: its name, headings and rows."""

    name: Words
    heads: Sequence[Words]
    rows: Cells


def names(actor: Actor, shown: Mirror) -> Mapping[str, str]:
    """学校的名称 by code, of those that the actor sees, and of whose schools the export lists."""
    own = {shown.upload.org.code: shown.upload.org.name}
    return own | dict(schools(actor).values_list("code", "name"))


@transaction.atomic
def take(actor: Actor, upload_id: UUID, part: str, *, format: str, now: datetime) -> Taken:
    """带走 of one class of rows, of all that has to be settled (""), or of the upload file ("file").

    Many persons leave the platform only after a second person has agreed.
    """
    shown = mirror(actor, upload_id, now=now)
    made = _filed(actor, shown) if part == FILE else _told(actor, shown, part)
    persons = 0 if shown.side.system.of == "schools" else len(made.rows)
    subject = f"{upload_id} {part}"
    admit(Taking("mirror", subject, format, shown.upload.org, persons, made.name), actor=actor, now=now)
    kept(shown.side, "exported", shown.upload, actor=actor, now=now, details={"rows": len(made.rows)})
    return made


def _told(actor: Actor, shown: Mirror, part: str) -> Taken:
    if part and part not in PARTS:
        raise NotFound(_("核对结果里没有这一类。"))
    system, known = shown.side.system, names(actor, shown)
    lines = told(shown.found, part, known, system) if part else corrections(shown.found, known, system)
    rows: Cells = [
        (t.school_code, t.school, t.number, t.name, t.column, t.ours, t.national, t.why) for t in lines
    ]
    return Taken(_named(shown, "part." + part if part else "file.corrections"), heads(system), rows)


def _filed(actor: Actor, shown: Mirror) -> Taken:
    made = filed(shown, names(actor, shown))
    return Taken(_named(shown, "file.upload"), [plain(head) for head in made.heads], made.rows)


def _named(shown: Mirror, code: str) -> Words:
    system, said = shown.side.system.short, catalogue(__package__)[code]
    return Words(f"{system.zh}—{said.zh}", f"{system.en} - {said.en}")
