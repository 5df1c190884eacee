"""Which database: SQLite in the home folder, or the PostgreSQL that one URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY"
)
SESSION = "-c synchronous_commit=on -c statement_timeout=60s -c idle_in_transaction_session_timeout=120s"
POOL = {"min_size": 1, "max_size": 12, "timeout": 20, "max_idle": 300}


def database(url: str, home: Path) -> dict[str, Any]:
    """What Django is told of the database."""
    return _postgresql(url) if url else _sqlite(home)


def _sqlite(home: Path) -> dict[str, Any]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "xueheng.sqlite3",
        "OPTIONS": options,
    }


def _postgresql(url: str) -> dict[str, Any]:
    if not url.startswith(("postgresql://", "postgres://")):
        raise ValueError("XUEHENG_DATABASE_URL: postgresql://user@host/name")
    said: dict[str, Any] = dict(dj_database_url.parse(url))
    turns = {"ENGINE": "xueheng.project.postgresql"}
    return said | turns | {"OPTIONS": said.get("OPTIONS", {}) | {"options": SESSION, "pool": POOL}}
