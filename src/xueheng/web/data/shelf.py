"""The tables that a bureau keeps, and a Dataset as the lists show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xueheng.apps.packs import packs
from xueheng.standards.words import Words
from xueheng.tables.schema import TableSchema, schema, schema_names

DECLARED = "exam"  # is said beside the marks, not uploaded


@dataclass(frozen=True)
class Shown:
    """A Dataset or an upload with the words of its table."""

    it: Any
    table: Words


def tables() -> list[TableSchema]:
    """The tables that can be uploaded, those of the installed functions first; each once."""
    names = dict.fromkeys([*(name for pack in packs() for name in pack.tables), *schema_names()])
    return [schema(name) for name in names if schema(name).kind == "rows" and name != DECLARED]


def with_words(found: Iterable[Any]) -> list[Shown]:
    """Each thing with the words of its table."""
    return [Shown(it, table_words(it.table)) for it in found]


def table_words(name: str) -> Words:
    """What a table is called; a name that is no table any more stands for itself."""
    return schema(name).label if name in schema_names() else Words(name, name)
