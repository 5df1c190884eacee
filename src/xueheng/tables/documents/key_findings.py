"""键的问题: findings in a JSON document, named by the path of their key, and values read from it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xueheng.standards.words import catalogue
from xueheng.tables.cells.values import read_decimal, written
from xueheng.tables.files.json_file import Number
from xueheng.tables.issues import Issue, Severity
from xueheng.tables.schema import schema

Counted = Generator[Issue, None, int | None]  # what is wrong with a number, and the number
MOST = 10**6  # places that anybody can have to give
MOST_DIGITS = 12
SHOWN = 60  # so much of a wrong value is shown


def key_issue(
    code: str, path: str | None, *, severity: Severity = "error", repair: str | None = None, **said: Any
) -> Issue:
    """A finding at the path of a key, in words for documents where there are other words for rows."""
    words = catalogue("xueheng.tables")
    place, shown = _printable(path), _printable(said.pop("value", None))
    filled = (words.get(f"{code}.key") or words[code]).fill(column=place, value=shown, repair=repair, **said)
    return Issue(code, severity, filled, column=place, value=shown, repair=repair)


def shape(document: Any, name: str) -> Iterator[Issue]:
    """What is wrong with the keys of a document: missing, blank, or read by nobody."""
    keys = [column for column in schema(name).columns if "[" not in column.name]
    if not isinstance(document, dict):
        yield key_issue("DOCUMENT_SHAPE", None, keys=", ".join(c.name for c in keys if c.required))
        return
    for column in keys:
        if column.required and document.get(column.name) in (None, "", [], {}):
            code = "KEY_BLANK" if column.name in document else "KEY_MISSING"
            yield key_issue(code, column.name, label=column.label)
    known = {column.name for column in keys}
    yield from (key_issue("KEY_UNUSED", key, severity="notice") for key in document if key not in known)


def text_only(value: Any, path: str) -> Iterator[Issue]:
    """What is wrong with a value that must be text: a number loses the zeros in front of it."""
    if isinstance(value, Number):
        words = catalogue("xueheng.tables")["TEXT_WANTED.number"].fill(column=path, value=value[:SHOWN])
        yield replace(key_issue("TEXT_WANTED", path, value=value[:SHOWN]), words=words)
    elif not isinstance(value, str):
        yield key_issue("TEXT_WANTED", path)


def whole(value: Any, path: str) -> Counted:
    """A whole number that is neither negative nor beyond reason, and what is wrong with it."""
    text = value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    cell = read_decimal(text, {}) if isinstance(value, str) else None
    number = cell.value if cell and cell.problem in (None, "NUM_TEXT") else None
    if text.isdecimal() and len(text) > MOST_DIGITS:
        yield key_issue("TOO_LARGE", path, value=text[:SHOWN], limit=MOST)
    elif not isinstance(number, Decimal) or number != number.to_integral_value():
        yield key_issue("NOT_INTEGER", path, value=text[:SHOWN])
    elif number < 0:
        yield key_issue("NEGATIVE", path, value=value)
    elif number > MOST:
        yield key_issue("TOO_LARGE", path, value=value, limit=MOST)
    else:
        if not isinstance(value, Number):
            yield key_issue("NUM_TEXT", path, severity="notice", value=value, repair=written(number))
        return int(number)
    return None


def twice(places: Iterable[tuple[str, str | None]]) -> Iterator[Issue]:
    """Texts that stand at more than one path, at each of them."""
    same: dict[str, list[str]] = defaultdict(list)
    for path, text in places:
        if text is not None and text.strip():
            same[text].append(path)
    for text, paths in same.items():
        for path in paths if len(paths) > 1 else ():
            yield key_issue("DUP_ID", path, value=text, n=len(paths))


def has_error(issues: Iterable[Issue]) -> bool:
    """True when one of the findings is an error."""
    return any(issue.severity == "error" for issue in issues)


def _printable(value: object) -> str | None:
    # JSON can hold half a character, which no output can write.
    return None if value is None else str(value).encode("utf-8", "replace").decode()
