"""文档成表: one JSON or text document that holds several tables of a method, in a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xueheng.tables.arrow import pa
from xueheng.tables.check import Checked
from xueheng.tables.files.json_file import parse_json
from xueheng.tables.issues import Issue, Refused, finding


@dataclass(frozen=True)
class DocumentTables:
    """The tables that a document was read into, what is to be said of it, and how many records it holds."""

    tables: Mapping[str, pa.Table]
    issues: tuple[Issue, ...] = ()
    rows: int = 0


def holds_keys(path: Path, keys: tuple[str, ...]) -> bool:
    """True when the file is one JSON object that has all these keys."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    try:
        document = parse_json(path)
    except Refused:
        return False
    return isinstance(document, dict) and all(key in document for key in keys)


def checked_document(path: Path, read: Callable[[], DocumentTables]) -> Checked:
    """A document as it was read, or the reasons why it cannot be."""
    nothing = Checked(pa.table({}), (), (), 0, 0)
    if not path.is_file():
        return replace(nothing, issues=(finding("FILE_MISSING", "error", value=str(path)),))
    try:
        found = read()
    except Refused as refused:
        return replace(nothing, issues=refused.issues, questions=refused.questions)
    return replace(nothing, issues=found.issues, rows=found.rows, good_rows=found.rows, parts=found.tables)
