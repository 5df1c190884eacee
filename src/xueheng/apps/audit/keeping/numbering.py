"""编号: the last number that each table has given out, so that a restored platform gives none out twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, models

GIVEN_OUT = "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)"
GIVE_OUT = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"


def numbering(known: Mapping[str, Any]) -> dict[str, int]:
    """The last number given out, by table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            found = dict(_asked(cursor, known))
        else:
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            found = dict(cursor.fetchall())
    return {table: last for table, last in found.items() if table in known and last}


def renumber(last: Mapping[str, int], known: Mapping[str, Any]) -> None:
    """The next number of each table follows the last one that was ever given out."""
    with connection.cursor() as cursor:
        for table, number in last.items():
            if connection.vendor == "postgresql":
                cursor.execute(GIVE_OUT, [*_place(table, known[table]), number])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])


def _asked(cursor: Any, known: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for table, model in known.items():
        if isinstance(model._meta.pk, models.AutoField):
            cursor.execute(GIVEN_OUT, _place(table, model))
            yield table, cursor.fetchone()[0]


def _place(table: str, model: Any) -> list[str]:
    return [connection.ops.quote_name(table), model._meta.pk.column]
