"""What the audit can say of its own health, and of the database under all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from xueheng.apps.audit import engines
from xueheng.apps.audit.health import Finding, health
from xueheng.apps.audit.keeping import heads
from xueheng.apps.audit.keeping.backup import BACKED_UP
from xueheng.apps.audit.models import Entry
from xueheng.apps.audit.queries import breaks
from xueheng.standards.words import Words

CUT = Words(
    "留痕里没有留存过的链头 {hash}：后面的留痕被截掉、历史被改写，或者恢复的是旧的备份。",
    "The audit lacks a head that was kept, {hash}: it was cut, rewritten, or an old copy was restored.",
)
NEVER = Words("还没有备份过。请运行 xueheng backup。", "There is no backup yet. Run xueheng backup.")
OLD = Words(
    "最近一次备份是 {days} 天前。请运行 xueheng backup，或检查定时备份。",
    "The last backup is {days} days old. Run xueheng backup, or look at its timer.",
)


@health("database")
def database_holds() -> Iterator[Finding]:
    """数据库完整: its pages, indexes and rows are those that were written, and it keeps what it is given."""
    look = engines.postgresql if connection.vendor == "postgresql" else engines.sqlite
    yield from look()


@health("audit")
def chain_holds() -> Iterator[Finding]:
    """链完整: every entry follows from the one before, and the chain holds every head that was kept."""
    for found in breaks():
        yield Finding("AUDIT_BROKEN", found.why)
    for hash_ in heads.lost(heads.known(Path(settings.XUEHENG_HOME))):
        yield Finding("AUDIT_CUT", CUT.fill(hash=hash_[:16]))


@health("backup")
def backed_up() -> Iterator[Finding]:
    """有备份: the last one is not older than was declared."""
    declared = settings.XUEHENG_BACKUP_DAYS
    if not declared or not Entry.objects.exists():
        return
    last = Entry.objects.filter(action__in=(BACKED_UP, heads.RESTORED)).order_by("-sequence").first()
    if last is None:
        yield Finding("BACKUP_MISSING", NEVER, is_grave=False)
    elif (age := timezone.now() - _made(last)) > timedelta(days=declared):
        yield Finding("BACKUP_OLD", OLD.fill(days=age.days), is_grave=False)


def _made(entry: Entry) -> datetime:
    """When the backup was made that was written or restored."""
    said = entry.details.get("made_at")
    return datetime.fromisoformat(said) if said else entry.at
