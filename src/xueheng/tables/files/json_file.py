"""JSON documents into raw sheets: numbers as they are written, no key twice, no NaN."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from xueheng.tables.files.grid import cell_text
from xueheng.tables.files.sheet import RawSheet, plain_sheet
from xueheng.tables.issues import Issue, Refused, finding

ENDLESS = re.compile("[eEaI]")  # of NaN, Infinity, or an exponent too large


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

    try:
        text = path.read_text(encoding="utf-8-sig")
        document = json.loads(
            text, object_pairs_hook=_Pairs, parse_float=Number, parse_int=Number, parse_constant=Number
        )
        wrong = list(_wrong(document, ""))
    except UnicodeDecodeError as error:
        raise Refused([finding("JSON_ENCODING", "error", value=path.name)]) from error
    except json.JSONDecodeError as error:
        found = finding("JSON_SYNTAX", "error", value=path.name, line=error.lineno, at=error.colno)
        raise Refused([found]) from error
    except RecursionError as error:
        raise Refused([finding("JSON_DEPTH", "error", value=path.name)]) from error
    if wrong:
        raise Refused(wrong)
    return document


class Number(str):
    """A JSON number as it is written."""


class _Pairs(dict[str, Any]):
    """A JSON object that remembers which of its keys were written more than once."""

    def __init__(self, items: list[tuple[str, Any]]) -> None:
        super().__init__(items)
        counts = Counter(key for key, _ in items) if len(self) < len(items) else {}
        self.repeated = [key for key, n in counts.items() if n > 1]


def _wrong(value: Any, path: str) -> Iterator[Issue]:
    """Every key that stands twice in one object, and every number that is none, by its path."""
    if isinstance(value, _Pairs):
        yield from (finding("JSON_DUP_KEY", "error", column=f"{path}{key}") for key in value.repeated)
        for key, inside in value.items():
            yield from _wrong(inside, f"{path}{key}.")
    elif isinstance(value, list):
        for at, inside in enumerate(value):
            yield from _wrong(inside, f"{path.removesuffix('.')}[{at}].")
    elif isinstance(value, Number) and ENDLESS.search(value) and not isfinite(float(value)):
        yield finding("JSON_NOT_FINITE", "error", column=path.removesuffix(".") or None, value=value)
