"""检查文件: any file against the schema of its table, be it rows or one JSON document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from xueheng.tables.check import Checked, read_table
from xueheng.tables.context import Context
from xueheng.tables.documents.documents import check_document
from xueheng.tables.files.json_file import parse_json
from xueheng.tables.files.sheet import Told, silent
from xueheng.tables.issues import Refused, finding
from xueheng.tables.schema import TableSchema


def inspect_file(path: Path, schema: TableSchema, *, context: Context, told: Told = silent) -> Checked:
    """What a file holds and what is wrong with it; nothing is written."""
    if schema.kind == "document":
        return _document(path, schema, context)
    return read_table(path, schema, context=context, told=told)


def _document(path: Path, schema: TableSchema, context: Context) -> Checked:
    nothing = pa.table({})
    if path.suffix.lower() != ".json":
        wanted = finding("JSON_WANTED", "error", value=path.name)
        return Checked(nothing, (replace(wanted, table=schema.name),), (), 0, 0, is_lost=True)
    try:
        document = parse_json(path)
    except Refused as refused:
        return Checked(nothing, refused.issues, (), 0, 0, is_lost=True)
    found = check_document(document, schema.name, context)
    issues = tuple(replace(i, table=schema.name) for i in found.issues)
    return Checked(nothing, issues, (), found.rows, found.good_rows, is_lost=found.unreadable)
