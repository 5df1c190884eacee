"""装入: the parts of a backup as rows and files again, compared with its manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from xueheng.apps.audit.keeping.archive import ROWS, Archive, Member, compare, hashed, table_of
from xueheng.apps.audit.keeping.numbering import renumber
from xueheng.apps.audit.keeping.rows import digest, insert, tables
from xueheng.apps.errors import NotReady


def fill(archive: Archive, home: Path) -> None:
    """Database and folder hold what the backup holds, neither more nor less; NotReady otherwise."""
    known, files = tables(_schema(archive)), {}
    with transaction.atomic():
        _ties_last()
        for member in archive.members():
            if member.kind != ROWS:
                files[member.name] = _file(member, home)
            elif (table := table_of(member.name)) in known:
                insert(known[table], member.lines())
        renumber(archive.manifest["numbering"], known)
        connection.check_constraints()
    compare(archive, {table: digest(model) for table, model in known.items()}, files)


def unpack(archive: Archive, home: Path) -> tuple[str, ...]:
    """The folder holds the backup's files; its rows were restored before, and nothing is lost by it."""
    files = {m.name: _file(m, home) for m in archive.members() if m.kind != ROWS}
    compare(archive, archive.manifest["tables"], files)
    return ()


def _ties_last() -> None:
    # Migrations in the same transaction have left some ties of PostgreSQL to be checked at once.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _file(member: Member, home: Path) -> str:
    path = home / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        if member.name.startswith("keys/"):
            path.chmod(0o600)
        return hashed(member.content, out)


def _schema(archive: Archive) -> Any:
    """Tables as they were when the backup was made, and the models that they had then."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    done = {(app, name) for app, name in archive.header["migrations"]}
    if not done <= graph.nodes.keys():
        raise NotReady(_("这份备份是更新的版本做的，请先升级。"))
    last = [key for key in sorted(done) if not _next(graph, key) & done]
    executor.migrate(last)
    return executor.loader.project_state(last).apps


def _next(graph: Any, key: tuple[str, str]) -> set[tuple[str, str]]:
    """What follows a migration in its own app."""
    return {child.key for child in graph.node_map[key].children if child.key[0] == key[0]}
