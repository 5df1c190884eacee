"""What may be read of the audit: its head, its breaks, and the entries that an actor may see."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from xueheng.apps.audit.chain import REWRITTEN, START, Break, Head, broken
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.scope import orgs_within
from xueheng.apps.errors import NotReady, Unscoped

__all__ = ["Break", "Head", "breaks", "entries", "head", "head_before", "history", "kept", "receipt"]

EVERYWHERE = "/"


class Reader(Protocol):
    """Who reads: the roster's Actor."""

    def paths(self, permission: str) -> tuple[str, ...]:
        """The subtrees in which the permission is held."""
        ...


def head() -> Head:
    """链头: the last entry, or the start of an empty chain."""
    last = Entry.objects.order_by("-sequence").only("sequence", "hash", "at").first()
    return Head(last.sequence, last.hash, last.at) if last else Head(0, START, None)


def head_before(kind: str, id_: object) -> str:
    """链头 from which the last entry about a thing follows: it is there though this act be broken off."""
    last = Entry.objects.filter(subject_kind=kind, subject_id=str(id_)).order_by("-sequence").first()
    return last.previous if last else START


def receipt() -> str:
    """凭据: the head as JSON, to be printed and given away to somebody who keeps it."""
    last = head()
    at = last.at.astimezone(UTC).isoformat(timespec="microseconds") if last.at else None
    return json.dumps({"sequence": last.sequence, "hash": last.hash, "at": at}, sort_keys=True)


def kept(text: str) -> Head:
    """The head that a receipt holds."""
    try:
        held = json.loads(text)
        at = datetime.fromisoformat(held["at"]) if held["at"] else None
        return Head(int(held["sequence"]), str(held["hash"]), at)
    except (ValueError, KeyError, TypeError) as error:
        raise NotReady(_("这不是留痕的凭据。请打开当时保存的那份文件。")) from error


def breaks(*, since: Head | None = None) -> list[Break]:
    """断点 of the whole chain; with an earlier head also whether it was cut, rolled back or rewritten."""
    found = list(broken(Entry.objects.order_by("sequence").iterator(chunk_size=2000)))
    if since is not None and since.sequence:
        same = Entry.objects.filter(sequence=since.sequence, hash=since.hash).exists()
        found += [] if same else [Break(since.sequence, REWRITTEN.fill(n=since.sequence))]
    return found


def entries(actor: Reader, *, subject: tuple[str, object] | None = None, limit: int = 200) -> list[Entry]:
    """留痕 of the organisations whose audit the actor sees, the latest first."""
    found = Entry.objects.filter(_seen(actor)).order_by("-sequence")
    if subject is not None:
        found = found.filter(subject_kind=subject[0], subject_id=str(subject[1]))
    return list(found[:limit])


def history(actor: Reader, kind: str, id_: object) -> list[Entry]:
    """经过 of one thing, the first act first; the caller has made sure that the actor sees the thing."""
    if not hasattr(actor, "paths"):
        raise Unscoped("history without an actor")
    return list(Entry.objects.filter(subject_kind=kind, subject_id=str(id_)).order_by("sequence"))


def _seen(actor: Reader) -> Q:
    if not hasattr(actor, "paths"):
        raise Unscoped("audit without an actor")
    paths = actor.paths("audit.see")
    if EVERYWHERE in paths:
        return Q()
    is_at_the_top = any(path.count("/") == 2 for path in paths)
    seen = Q(org__in=orgs_within(paths)) if paths else Q(pk=None)
    return seen | Q(org=None) if is_at_the_top else seen
