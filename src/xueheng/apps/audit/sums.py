"""行校验: on SQLite each table keeps a sum over its rows, so that rows altered behind its back are found.

SQLite has no checksums of its own (a PostgreSQL has them for every page). The sum of a table is the
exclusive or of a digest of each row; triggers keep it while rows come and go, so a byte that flips on the
disk, or a row edited without the platform, no longer fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection

from xueheng.apps.audit.keeping.rows import snapshot

SUMS = "row_sums"
UNREADABLE = (DatabaseError, ValueError)  # a page, or a text or a JSON in one, is no longer what it was
FLEETING = ("sessions", "django_tasks_database", "audit")  # the audit has its chain
MADE = f"CREATE TABLE IF NOT EXISTS {SUMS} (name TEXT PRIMARY KEY, total INTEGER NOT NULL)"
WANTED = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s"


def mixed(total: int, *values: Any) -> int:
    """A sum with one row more, or with one that it held less; SQLite calls it."""
    held = blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return total ^ int.from_bytes(held, "big", signed=True)


def teach(connection: Any, **_said: Any) -> None:
    """A new connection to SQLite knows how rows are summed."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("mixed", -1, mixed, deterministic=True)


def loosen(plan: list[Any], **_said: Any) -> None:
    """Before tables are altered nothing watches them."""
    if not plan or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if name.startswith("sum_"):
                cursor.execute(f'DROP TRIGGER "{name}"')


def watch(**_said: Any) -> None:
    """Every table that is not watched as it should be is summed anew and watched from here on."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(MADE)
        for table in _tables():
            if not _is_watched(cursor, table):
                _watch(cursor, table)


def unfit() -> Iterator[str]:
    """Tables whose rows are not those that were written."""
    with snapshot(), connection.cursor() as cursor:
        cursor.execute(f"SELECT name, total FROM {SUMS}")
        kept = dict(cursor.fetchall())
        for table in _tables():
            try:
                is_fit = _summed(cursor, table) == kept.get(table)
            except UNREADABLE:
                is_fit = False
            if not is_fit:
                yield table


def _tables() -> list[str]:
    held = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy)
    known = set(connection.introspection.table_names())
    return [m._meta.db_table for m in held if m._meta.app_label not in FLEETING and m._meta.db_table in known]


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute("SELECT name FROM pragma_table_info(%s)", [table])
    return [f'"{name}"' for (name,) in cursor.fetchall()]


def _triggers(cursor: Any, table: str) -> Iterator[tuple[str, str]]:
    columns = _columns(cursor, table)
    new, old = (", ".join(f"{which}.{column}" for column in columns) for which in ("NEW", "OLD"))
    for act, total in (
        ("INSERT", f"mixed(total, {new})"),
        ("DELETE", f"mixed(total, {old})"),
        ("UPDATE", f"mixed(mixed(total, {old}), {new})"),
    ):
        name = f"sum_{table}_{act.lower()}"
        body = f"UPDATE {SUMS} SET total = {total} WHERE name = '{table}'"
        yield name, f'CREATE TRIGGER "{name}" AFTER {act} ON "{table}" BEGIN {body}; END'


def _is_watched(cursor: Any, table: str) -> bool:
    for name, wanted in list(_triggers(cursor, table)):
        cursor.execute(WANTED, [name])
        if cursor.fetchone() != (wanted,):
            return False
    return True


def _watch(cursor: Any, table: str) -> None:
    for name, wanted in list(_triggers(cursor, table)):
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        cursor.execute(wanted)
    total = _summed(cursor, table)
    cursor.execute(f"INSERT OR REPLACE INTO {SUMS} (name, total) VALUES (%s, %s)", [table, total])


def _summed(cursor: Any, table: str) -> int:
    columns, total = ", ".join(_columns(cursor, table)), 0
    cursor.execute(f'SELECT mixed(0, {columns}) FROM "{table}"')
    while rows := cursor.fetchmany(2_000):
        for (row,) in rows:
            total ^= row
    return total
