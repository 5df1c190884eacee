"""Homes of a test's own for processes of their own: each with its database, on whichever server is chosen."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.postgres import CHOSEN, SERVER


def around(home: Path, **said: str) -> dict[str, str]:
    """The environment in which a process finds that home and its database."""
    held = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    if CHOSEN:
        _asked(f'CREATE DATABASE "{_name(home)}"', unless=home)
        held["XUEHENG_DATABASE_URL"] = _address(home)
    return held | {"XUEHENG_HOME": str(home)} | said


def copied(home: Path, place: Path, *, by_file: bool = False) -> Path:
    """A copy of a home that nobody uses, with a copy of its database."""
    if CHOSEN:
        how = " STRATEGY FILE_COPY" * by_file
        _asked(f'CREATE DATABASE "{_name(place)}" TEMPLATE "{_name(home)}"{how}')
    return Path(shutil.copytree(home, place))


def rows(home: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of its database, read beside whoever uses it; alike from either."""
    if not CHOSEN:
        place = f"file:{home / 'xueheng.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=60)) as base:
            return base.execute(query, values).fetchall()
    import psycopg

    asked = query.replace("%", "%%").replace("?", "%s")
    with psycopg.connect(_address(home)) as base:
        return [tuple(map(_plain, row)) for row in base.execute(asked, values).fetchall()]


def changed(home: Path, *statements: str) -> None:
    """What somebody with all rights in the database does behind the platform's back."""
    if not CHOSEN:
        with closing(sqlite3.connect(home / "xueheng.sqlite3", isolation_level=None)) as base:
            for statement in statements:
                base.execute(statement)
        return
    for statement in statements:
        _asked(statement, database=_address(home))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return int(value) if isinstance(value, bool) else value


def _name(home: Path) -> str:
    return f"home_{sha256(str(home).encode()).hexdigest()[:16]}"


def _address(home: Path) -> str:
    base, _sign, where = os.environ[SERVER].partition("?")
    return f"{base.rpartition('/')[0]}/{_name(home)}?{where}"


def _asked(statement: str, *, database: str = "", unless: Path | None = None) -> None:
    import psycopg

    with psycopg.connect(database or os.environ[SERVER], autocommit=True) as base:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if unless is None or base.execute(known, [_name(unless)]).fetchone() is None:
            base.execute(statement)
