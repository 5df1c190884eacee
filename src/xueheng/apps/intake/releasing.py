"""放行: many persons' data leave the platform for a reason, after a second person has agreed, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotReady
from xueheng.apps.notices.services import tell
from xueheng.apps.roster.actor import EVERYWHERE, Actor
from xueheng.apps.roster.holders import accounts_with
from xueheng.apps.roster.models import Org, Release
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import load_one
from xueheng.tables.schema import schema

KIND, APPROVES, TOLD = "release", "exports.approve", "privacy.manage"
TAKEN = Words(
    "{who}导出了{what}（{n} 人），用途：{why}", "{who} has exported {what} ({n} persons), for: {why}"
)


@dataclass(frozen=True)
class Limits:
    """放行界限."""

    persons: int
    hours: int
    free: tuple[Words, ...]
    held: tuple[Words, ...]


@dataclass(frozen=True)
class Taking:
    """取走: what somebody is about to take out, whose it is, and how many persons are in it."""

    kind: str
    subject: str
    format: str
    org: Org
    persons: int
    what: Words


class NeedsRelease(NotReady):
    """Too many persons for one person alone to decide."""

    def __init__(self, taking: Taking) -> None:
        said = _("这次导出含有 %(n)s 人的信息。请写明用途，由另一位有权的人同意后再取。")
        super().__init__(said % {"n": taking.persons})
        self.taking = taking


@cache
def limits() -> Limits:
    """放行界限 as declared."""
    return load_one(files(__package__) / "release.yaml", Limits)


def persons_in(table: str, rows: int | None) -> int:
    """How many persons so many rows of a table are about; none where its rows are about none."""
    return (rows or 0) if any(c.sensitivity == "personal" for c in schema(table).columns) else 0


def waiting_for(persons: int) -> int:
    """The number of persons, where so many need a second one's word; 0 where they go freely."""
    return persons if persons > limits().persons else 0


def admit(taking: Taking, *, actor: Actor, now: datetime) -> None:
    """放行: few persons go freely; many use up an approved release, and the security administrators are told.

    The platform itself, acting by the command line, has nobody beside it: it goes through and is told of too.
    """
    if not waiting_for(taking.persons):
        return
    held = None
    if actor.account is not None:
        held = own_releases(taking, actor).select_for_update().filter(open_until__gt=now).first()
        if held is None or held.persons + limits().persons < taking.persons:
            raise NeedsRelease(taking)
        held.taken_at = now
        held.save(update_fields=["taken_at"])
    _told(taking, held, actor, now)


def whole_reach(actor: Actor, permission: str) -> Org:
    """机构 in whose name somebody takes out all that a permission lets it see."""
    paths = actor.paths(permission)
    above = Org.objects.order_by("path")
    return above.get(path=paths[0]) if paths and paths[0] != EVERYWHERE else above[0]


def own_releases(taking: Taking, actor: Actor) -> QuerySet[Release]:
    """放行 that the actor has for the same thing and has not taken yet, the latest first."""
    key = {"kind": taking.kind, "subject_id": taking.subject, "format": taking.format}
    mine = Release.objects.filter(**key, org=taking.org, asked_by=actor.account, taken_at=None)
    return mine.order_by("-asked_at")


def _told(taking: Taking, held: Release | None, actor: Actor, now: datetime) -> None:
    details = {"kind": taking.kind, "format": taking.format, "persons": taking.persons}
    subject = ("release", held.pk if held else "")
    entry = record(actor.label, "release.taken", subject=subject, org=taking.org.pk, now=now, details=details)
    watching = accounts_with(TOLD, taking.org, on=timezone.localdate(now))
    said = {
        "who": actor.name or actor.label,
        "n": taking.persons,
        "why": held.reason if held else actor.label,
    }
    words = TAKEN.fill(what=taking.what, **said)
    tell(watching, words, kind="security", key=f"taken:{entry.sequence}", now=now)
