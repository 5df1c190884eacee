"""The database itself refuses to alter the audit: an entry is only ever added, behind the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TABLE = "audit_entry"

TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "sqlite": (
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE}"
        " BEGIN SELECT RAISE(ABORT, 'audit entries are never altered'); END",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE}"
        " BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END",
        # REPLACE removes a row without firing the trigger above.
        f"CREATE TRIGGER audit_at_the_end BEFORE INSERT ON {TABLE}"
        f" WHEN NEW.sequence <= (SELECT max(sequence) FROM {TABLE})"
        " BEGIN SELECT RAISE(ABORT, 'audit entries are only added at the end'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'audit entries are never altered'; END $$",
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ),
}

REMOVALS: Mapping[str, tuple[str, ...]] = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS audit_no_update",
        "DROP TRIGGER IF EXISTS audit_no_delete",
        "DROP TRIGGER IF EXISTS audit_at_the_end",
    ),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}",
        "DROP FUNCTION IF EXISTS audit_refuse()",
    ),
}


def install(schema_editor: Any) -> None:
    """From now on the database refuses to alter or remove an entry."""
    _carry_out(TRIGGERS, schema_editor)


def remove(schema_editor: Any) -> None:
    """The database refuses nothing any more; for undoing the migration."""
    _carry_out(REMOVALS, schema_editor)


def _carry_out(statements: Mapping[str, tuple[str, ...]], schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in statements.get(schema_editor.connection.vendor, ()):
            cursor.execute(statement)
