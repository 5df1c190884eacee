"""What each database can say of its own health."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection

from xueheng.apps.audit.health import Finding
from xueheng.apps.audit.sums import UNREADABLE, unfit
from xueheng.standards.words import Words

DAMAGED = Words(
    "数据库文件损坏：{said}。请从备份恢复。", "The database is damaged: {said}. Restore from a backup."
)
ALTERED = Words(
    "表 {table} 的内容与写入时不同：磁盘出错，或者有人绕过平台改过。请从备份恢复。",
    "Table {table} is not what was written: a fault of the disk, or edited elsewhere. Restore from a backup.",
)
WANTED = {
    "fsync": ("on", Words("断电会丢数据", "a power cut loses data")),
    "synchronous_commit": ("on", Words("断电会丢最近的操作", "a power cut loses the last acts")),
    "full_page_writes": ("on", Words("断电会损坏数据页", "a power cut tears pages")),
    "data_checksums": ("on", Words("磁盘出错不会被发现", "a fault of the disk goes unnoticed")),
    "server_encoding": ("UTF8", Words("有的字存不下", "some characters cannot be kept")),
}
SETTING = Words(
    "PostgreSQL 的设置 {name} 是 {held}，应为 {wanted}：{why}。",
    "PostgreSQL's setting {name} is {held}, should be {wanted}: {why}.",
)
COLLATION = Words(
    "数据库的排序规则是 {held}，应为 C：名称的次序会与别处不同。",
    "The database sorts by {held}, not C: names come in another order than elsewhere.",
)


def unhurried(plan: list[Any], **_said: Any) -> None:
    """Migrations may take their time, unlike what a page asks."""
    if plan and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")


def sqlite() -> Iterator[Finding]:
    """Pages and indexes fit each other, ties lead somewhere, rows are those that were written."""
    try:
        yield from (Finding("DATABASE_DAMAGED", DAMAGED.fill(said=line)) for line in _wrong_pages())
        yield from (Finding("ROWS_ALTERED", ALTERED.fill(table=table)) for table in unfit())
    except UNREADABLE as error:
        yield Finding("DATABASE_DAMAGED", DAMAGED.fill(said=str(error)))


def _wrong_pages() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)")
        said = [line for (line,) in cursor.fetchall() if line != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return said + [f"{row[0]} -> {row[2]}" for row in cursor.fetchmany(5)]


def postgresql() -> Iterator[Finding]:
    """It keeps what it is given, and every page can be read: each has a checksum of its own."""
    with connection.cursor() as cursor:
        for name, (wanted, why) in WANTED.items():
            if (held := _shown(cursor, name)) != wanted:
                yield Finding("DATABASE_SETTING", SETTING.fill(name=name, held=held, wanted=wanted, why=why))
        cursor.execute("SELECT datcollate FROM pg_database WHERE datname = current_database()")
        if (held := cursor.fetchone()[0]) not in ("C", "POSIX", "C.UTF-8", "C.utf8"):
            yield Finding("DATABASE_COLLATION", COLLATION.fill(held=held), is_grave=False)
    for table in connection.introspection.table_names():
        if said := _unreadable(table):
            yield Finding("DATABASE_DAMAGED", DAMAGED.fill(said=f"{table}: {said}"))


def _shown(cursor: Any, name: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [name])
    return str(cursor.fetchone()[0])


def _unreadable(table: str) -> str:
    """What PostgreSQL says of a table of which not every byte can be read."""
    quoted = connection.ops.quote_name(table)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT sum(octet_length(held::text)) FROM {quoted} AS held")
    except DatabaseError as error:
        return str(error).partition("\n")[0]
    return ""
