"""恢复: a platform as a backup holds it, compared table by table and file by file, or nothing at all."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit import queries
from xueheng.apps.audit.chain import START
from xueheng.apps.audit.keeping import heads, place
from xueheng.apps.audit.keeping.archive import Archive, opened
from xueheng.apps.audit.keeping.filling import fill, unpack
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.services import record
from xueheng.apps.audit.stops import pass_by, point
from xueheng.apps.errors import NotReady

LOADED = point("audit.restore.loaded", "行与文件已恢复，未提交 / rows and files are there, not committed")
COMMITTED = point(
    "audit.restore.committed", "数据库已提交，文件夹未换上 / database committed, home not in place"
)
IN_PLACE = point("audit.restore.in_place", "恢复的文件夹已换上 / the restored home is in place")


@dataclass(frozen=True)
class Wish:
    """What the operator allows: a full place to be put aside, heads to be lost; and heads kept outside."""

    replaces: bool = False
    accepts_rollback: bool = False
    expected: tuple[queries.Head, ...] = ()


@dataclass(frozen=True)
class Restored:
    """恢复: which backup, how much of it, where the old home is kept, what was lost or is broken."""

    id: str
    made_at: str
    rows: int
    files: int
    aside: Path | None
    lost: tuple[str, ...] = ()
    breaks: int = 0


def restore(path: Path, *, secret: bytes, home: Path, wish: Wish, actor: str, now: datetime) -> Restored:
    """恢复 is complete and equal to the backup, or the place is as it was."""
    place.nobody_works_in(home)
    with opened(path, secret) as archive:
        known = None if _is_begun(archive) else _known(home, wish)
        with place.beside(home) as new:
            with place.database_in(new):
                if known is None:
                    lost = unpack(archive, new)
                else:
                    lost = _brought(archive, new, known=known, wish=wish, actor=actor, now=now)
                heads.carried(home, new)
                heads.note(new)
                broken = len(queries.breaks())
            pass_by(COMMITTED)
            aside = place.move_in(new, home, now)
            pass_by(IN_PLACE)
    rows = sum(said["rows"] for said in archive.manifest["tables"].values())
    files, header = len(archive.manifest["files"]), archive.header
    return Restored(header["id"], header["made_at"], rows, files, aside, lost, broken)


def _known(home: Path, wish: Wish) -> set[str]:
    """Every head that the place or the operator knows; NotReady where something is in the way."""
    if not wish.replaces and not place.is_empty(home):
        raise NotReady(_("这里已经有一个平台。要换掉它，请加 --replace：原来的会留在旁边。"))
    known = heads.known(home) | {head.hash for head in wish.expected}
    if not place.has_database(home):
        return known
    try:
        return known | ({queries.head().hash} - {START})
    except DatabaseError:  # a damaged database is what one restores from
        return known


def _brought(
    archive: Archive, new: Path, *, known: set[str], wish: Wish, actor: str, now: datetime
) -> tuple[str, ...]:
    """The backup stands in the database and in the new folder; the heads that were lost by it."""
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        place.schema_aside(now)
        fill(archive, new)
        if queries.receipt() != archive.header["head"]:
            raise NotReady(_("恢复出来的留痕与备份的链头不符。"))
        lost = tuple(heads.lost(known))
        if lost and not wish.accepts_rollback:
            raise NotReady(_rollback(archive))
        call_command("migrate", verbosity=0, interactive=False)
        details = {"made_at": archive.header["made_at"], "lost": list(lost)}
        record(actor, heads.RESTORED, subject=("backup", archive.header["id"]), now=now, details=details)
        pass_by(LOADED)
    return lost


def _is_begun(archive: Archive) -> bool:
    """True when an earlier attempt has filled a PostgreSQL with this backup and was then cut off."""
    if connection.vendor != "postgresql" or "audit_entry" not in connection.introspection.table_names():
        return False
    last = Entry.objects.order_by("-sequence").first()
    return last is not None and (last.action, last.subject_id) == (heads.RESTORED, archive.header["id"])


def _rollback(archive: Archive) -> str:
    said = _(
        "这份备份（%(made)s）比这里已知的留痕旧，或者来自另一段历史：恢复它会丢掉之后的事。"
        "确实要恢复，请加 --accept-rollback，留痕会记下这件事。"
    )
    return said % {"made": archive.header["made_at"]}
