"""恢复到哪里: a home and a database that are empty, or are kept aside whole; a new one appears at once."""

from __future__ import annotations

import ctypes
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady

SQLITE = "xueheng.sqlite3"
AT_FDCWD, EXCHANGE = -100, 2


def is_empty(home: Path) -> bool:
    """True when neither the folder nor the database holds anything."""
    return not (home.is_dir() and any(home.iterdir())) and not _has_tables()


def has_database(home: Path) -> bool:
    """True when there is something to ask."""
    return _has_tables() or (connection.vendor == "sqlite" and (home / SQLITE).is_file())


@contextmanager
def database_in(home: Path) -> Iterator[None]:
    """An SQLite is the one of that folder, and closed whole afterwards; a PostgreSQL is where it is."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(home / SQLITE)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def beside(home: Path) -> Iterator[Path]:
    """A new folder in which the restored home is built; unless it is moved in, nothing of it stays."""
    place = home.with_name(f".{home.name}.restoring")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def nobody_works_in(home: Path) -> None:
    """Refuse while a worker holds the home."""
    lock = home / "worker.lock"
    if not lock.is_file():
        return
    try:
        with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as held:
            held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise NotReady(_("平台还在运行，请先停下 serve 和后台运算，再恢复。")) from error


def move_in(place: Path, home: Path, now: datetime) -> Path | None:
    """The restored home stands under its name; where the old one is kept, if there was one."""
    if os.name == "posix":
        os.sync()
    if not (home.is_dir() and any(home.iterdir())):
        if os.name == "nt" and home.is_dir():
            home.rmdir()
        place.replace(home)
        return None
    aside = home.with_name(f"{home.name}.before-{now:%Y%m%d-%H%M%S}")
    place.rename(aside)
    _exchange(aside, home)
    return aside


def schema_aside(now: datetime) -> None:
    """The tables of a PostgreSQL are kept under another schema; nothing is in the usual one."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        if _has_tables():
            cursor.execute(f"ALTER SCHEMA public RENAME TO before_{now:%Y%m%d_%H%M%S}")
            cursor.execute("CREATE SCHEMA public")


def _has_tables() -> bool:
    return connection.vendor == "postgresql" and bool(connection.introspection.table_names())


def _exchange(one: Path, other: Path) -> None:
    """Each has the other's name, at one instant where the system can do that."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if swap and swap(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0:
        return
    passing = one.with_name(f"{one.name}.new")
    one.rename(passing)
    other.rename(one)
    passing.rename(other)
