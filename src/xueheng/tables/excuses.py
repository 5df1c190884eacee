"""缺考说明: why a row has no marks, where its remark or its total says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xueheng.tables.cells.values import as_text, half_width, status_of
from xueheng.tables.files.sheet import RawSheet
from xueheng.tables.layout import Placed
from xueheng.tables.schema import TableSchema
from xueheng.tables.scores import CODES, TOTAL, marks_of

REMARK = "remark"
ABSENT = "缺考"  # in the head of a column that only says yes or no
YES = frozenset({"是", "有", "1", "√", "✓", "y", "yes", "true"})


@dataclass(frozen=True)
class Excuse:
    """What a row says of its blank marks, and the subjects that it names, if any."""

    status: str
    text: str
    subjects: frozenset[str]

    def holds_for(self, subject: str) -> bool:
        """True when the subject is named, or none is."""
        return not self.subjects or subject in self.subjects


def excuses(sheet: RawSheet, placed: Sequence[Placed], schema: TableSchema) -> dict[int, Excuse]:
    """缺考说明 by row: of the remark, else of the total."""
    found: dict[int, Excuse] = {}
    for name in (TOTAL, REMARK):
        found |= {
            row: e for p in placed if p.column.name == name for row, e in _said(sheet, p, placed, schema)
        }
    return found


def _said(
    sheet: RawSheet, own: Placed, placed: Sequence[Placed], schema: TableSchema
) -> Iterator[tuple[int, Excuse]]:
    marks = marks_of(schema)
    is_marker = ABSENT in sheet.headings[own.index]
    for row, text in enumerate(as_text(sheet.columns[own.index]).to_pylist()):
        if text is None:
            continue
        is_yes = is_marker and half_width(text).lower() in YES
        status = "absent" if is_yes else status_of(text, marks)
        if status in CODES:
            named = (p.column.name for p in placed if p.column.type == "score" and p.column.name in text)
            yield row, Excuse(status, text, frozenset(named))
