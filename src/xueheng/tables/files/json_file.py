"""JSON documents into raw sheets: numbers as they are written, no key twice, no NaN."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xueheng.tables.files.grid import cell_text
from xueheng.tables.files.sheet import RawSheet, plain_sheet
from xueheng.tables.issues import Refused, finding


def json_sheets(path: Path) -> Iterator[RawSheet]:
    """A list of objects as one sheet, or an object of such lists as a sheet each."""
    data = parse_json(path)
    tables = {None: data} if isinstance(data, list) else data
    if not isinstance(tables, dict) or not all(_is_rows(rows) for rows in tables.values()):
        raise Refused([finding("JSON_SHAPE", "error", value=path.name)])
    for name, records in tables.items():
        headings = list(dict.fromkeys(key for record in records for key in record))
        rows = [[_json_text(record.get(key)) for key in headings] for record in records]
        yield plain_sheet(name, headings, rows)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(record, dict) for record in value)


def _json_text(value: Any) -> str:
    if value is None:
        return ""
    return (
        cell_text(value) if isinstance(value, bool | float | str) else json.dumps(value, ensure_ascii=False)
    )


def parse_json(path: Path) -> Any:
    """A JSON document with numbers kept as written; a repeated key or NaN is refused."""

    def constant(name: str) -> Any:
        raise Refused([finding("JSON_NOT_FINITE", "error", value=name)])

    try:
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(
            text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=constant
        )
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused([finding("CORRUPT", "error", value=path.name)]) from error
    if repeated := [finding("JSON_DUP_KEY", "error", column=key) for key in _repeated(document, "")]:
        raise Refused(repeated)
    return document


class _Pairs(dict[str, Any]):
    """A JSON object that remembers which of its keys were written more than once."""

    def __init__(self, items: list[tuple[str, Any]]) -> None:
        super().__init__(items)
        counts = Counter(key for key, _ in items) if len(self) < len(items) else {}
        self.repeated = [key for key, n in counts.items() if n > 1]


def _repeated(value: Any, path: str) -> Iterator[str]:
    """The path of every key that stands twice in one object."""
    if isinstance(value, _Pairs):
        yield from (f"{path}{key}" for key in value.repeated)
        for key, inside in value.items():
            yield from _repeated(inside, f"{path}{key}.")
    elif isinstance(value, list):
        for at, inside in enumerate(value):
            yield from _repeated(inside, f"{path.removesuffix('.')}[{at}].")
