"""表中的行: every table as lines of JSON that are the same on either database, and back."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import Col

BATCH = 5_000
FLEETING = ("sessions", "usersessions")  # nobody is signed in after a restore
NUMBERS = {"AutoField": "IntegerField", "BigAutoField": "BigIntegerField", "SmallAutoField": "IntegerField"}


@dataclass(frozen=True)
class Column:
    """A column with the plain type that it has in a database, whatever its field makes of it."""

    name: str
    plain: Any
    may_be_null: bool


@dataclass
class Sum:
    """How many lines there were, and a digest of them that their order does not change."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> bytes:
        """Count one line in."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(sha256(line).digest(), "big")) % 2**256
        return line

    def said(self) -> dict[str, Any]:
        """As a manifest says it."""
        return {"rows": self.rows, "sha256": f"{self.total:064x}"}


@contextmanager
def snapshot() -> Iterator[None]:
    """What is read inside is the database at one instant; nobody waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        connection.only_reads = True
        try:
            with transaction.atomic():
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield
        finally:
            connection.only_reads = False
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred: our own transactions would shut writers out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def tables(registry: Any) -> dict[str, Any]:
    """The models of an app registry by table, without what a restore does not bring back."""
    found = registry.get_models(include_auto_created=True)
    kept = (m for m in found if m._meta.managed and not m._meta.proxy and m._meta.app_label not in FLEETING)
    return {model._meta.db_table: model for model in kept}


def columns(model: Any) -> list[Column]:
    """The columns of a model's table by name: a class and its migrations list them in different orders."""
    found = [Column(f.column, _plain(f), f.null) for f in model._meta.concrete_fields]
    return sorted(found, key=lambda column: column.name)


def lines(model: Any) -> Iterator[bytes]:
    """Every row of a table as one line."""
    meta, known = model._meta, columns(model)
    quoted = connection.ops.quote_name
    read = [_reader(column, meta.db_table) for column in known]
    chosen = ", ".join(quoted(column.name) for column in known)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {chosen} FROM {quoted(meta.db_table)} ORDER BY {quoted(meta.pk.column)}")
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                yield _line([convert(value) for convert, value in zip(read, row, strict=True)])


def insert(model: Any, given: Iterable[bytes]) -> None:
    """The lines are rows of the table again."""
    known, quoted = columns(model), connection.ops.quote_name
    names = ", ".join(quoted(column.name) for column in known)
    places = ", ".join(["%s"] * len(known))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})"
    rows = [[_written(c, v) for c, v in zip(known, json.loads(line), strict=True)] for line in given]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def digest(model: Any) -> dict[str, Any]:
    """Rows and digest of a table as it stands."""
    summed = Sum()
    for line in lines(model):
        summed.add(line)
    return summed.said()


def batches(given: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines by the thousand."""
    held: list[bytes] = []
    for line in given:
        held.append(line)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def _plain(field: Any) -> Any:
    while field.remote_field:
        field = field.target_field
    kind = field.get_internal_type()
    return getattr(models, NUMBERS.get(kind, kind))()


def _reader(column: Column, table: str) -> Any:
    where = Col(table, column.plain)
    steps = [*connection.ops.get_db_converters(where), *column.plain.get_db_converters(connection)]

    def read(value: Any) -> Any:
        for step in steps:
            value = step(value, where, connection)
        return value

    return read


def _written(column: Column, value: Any) -> Any:
    if isinstance(column.plain, models.JSONField):
        is_null = value is None and column.may_be_null
        return None if is_null else connection.ops.adapt_json_value(value, None)
    return column.plain.get_db_prep_save(column.plain.to_python(value), connection)


def _line(row: Sequence[Any]) -> bytes:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text)
    return text.encode()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)
