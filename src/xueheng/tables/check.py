"""A raw sheet against a schema: typed rows, every issue, and the questions only the user can answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from xueheng.tables.cells import SheetReader
from xueheng.tables.context import Context
from xueheng.tables.issues import Issue, Question, Refused, Verdict, finding, verdict_of
from xueheng.tables.layout import place
from xueheng.tables.raw import read_raw
from xueheng.tables.repeats import repeats
from xueheng.tables.schema import TableSchema
from xueheng.tables.scores import by_heading
from xueheng.tables.sheet import RawSheet

OF_FILE = ("NO_DATA", "FORMAT_UNKNOWN", "FILE_MISSING", "CORRUPT", "ENCODING_UNKNOWN", "CSV_QUOTES")
OF_JSON = ("JSON_SHAPE", "JSON_DUP_KEY", "JSON_NOT_FINITE")
OF_HEADINGS = ("COLUMN_MISSING", "COLUMN_TWICE", "COLUMN_TYPE", "NO_SUBJECT", "UNIT_UNKNOWN")
UNREADABLE = frozenset(OF_FILE + OF_JSON + OF_HEADINGS)


@dataclass(frozen=True)
class Checked:
    """A table as read: its rows, all issues, open questions, and how many rows are good."""

    table: pa.Table
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]
    rows: int
    good_rows: int
    headings: Mapping[str, str] = field(default_factory=dict)  # column name to the heading in the file

    @cached_property
    def verdict(self) -> Verdict:
        """The first verdict that applies."""
        return verdict_of(self.issues, self.questions, unreadable=_is_unreadable(self.issues))


def read_table(path: Path, schema: TableSchema, *, context: Context, name: str | None = None) -> Checked:
    """Read a file against a schema; sheets of one heading are joined, others are named as not read."""
    try:
        sheets = read_raw(path)
    except Refused as refused:
        return Checked(pa.table({}), refused.issues, refused.questions, 0, 0)
    return check_sheets(_chosen(sheets, name), schema, context=context)


def check_sheets(sheets: tuple[RawSheet, ...], schema: TableSchema, *, context: Context) -> Checked:
    """Check sheets of the same headings as one table."""
    filled = [s for s in sheets if len(s.rows)]
    headings = _first_that_fits(filled, schema, context).headings
    used = [s for s in filled if s.headings == headings]
    unused = [s for s in sheets if s.headings != headings]
    full = by_heading(context.full, headings, schema)
    known = replace(context, full=full, subjects=_subjects(used, schema, context))
    parts = [_check(sheet, schema, known) for sheet in used]
    issues = [i for p in parts for i in p.issues]
    issues += [finding("SHEET_UNUSED", "notice", **s.place(None, None)) for s in unused]
    questions = tuple({q.code: q for p in parts for q in p.questions}.values())
    table = pa.concat_tables([p.table for p in parts], promote_options="default")
    found = repeats(table, schema, used, headings=parts[0].headings)
    issues += found.issues
    good = np.concatenate([p.good for p in parts]) & ~found.again & ~found.conflicts
    rows = len(good) + sum(i.code == "RAGGED" for i in issues)
    n_good = 0 if _is_unreadable(issues) else int(good.sum())
    tagged = tuple(replace(i, table=schema.name) for i in issues)
    kept = table.filter(pa.array(~found.again)) if found.again.any() else table
    return Checked(kept, tagged, questions, rows, n_good, parts[0].headings)


def _is_unreadable(issues: Iterable[Issue]) -> bool:
    return any(i.code in UNREADABLE for i in issues)


def _first_that_fits(sheets: list[RawSheet], schema: TableSchema, context: Context) -> RawSheet:
    """The first sheet whose headings are those of the table, else the first one."""
    for sheet in sheets if len(sheets) > 1 else ():
        layout = place(sheet, schema, subjects=context.full, attributes=context.attributes)
        if not any(i.severity == "error" for i in layout.issues):
            return sheet
    return sheets[0]


def _subjects(sheets: list[RawSheet], schema: TableSchema, context: Context) -> frozenset[str]:
    """The subjects of all sheets: a column that is a subject in one of them is one in all."""
    found = {*context.full, *context.subjects}
    if len(sheets) > 1:
        for sheet in sheets:
            layout = place(sheet, schema, subjects=found, attributes=context.attributes)
            found |= {p.column.name for p in layout.placed if p.column.type == "score"}
    return frozenset(found)


def _chosen(sheets: tuple[RawSheet, ...], name: str | None) -> tuple[RawSheet, ...]:
    own = tuple(s for s in sheets if s.name is not None and s.name == name)
    return own or sheets


@dataclass(frozen=True)
class _Part:
    """One sheet as read: which of its rows have no error."""

    table: pa.Table
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]
    good: np.ndarray
    headings: Mapping[str, str]


def _check(sheet: RawSheet, schema: TableSchema, context: Context) -> _Part:
    layout = place(sheet, schema, subjects=context.subjects, attributes=context.attributes)
    reader = SheetReader(sheet, schema, context)
    columns = [reader.column(p) for p in layout.placed]
    arrays = {name: array for column in columns for name, array in column.items()}
    issues = (*sheet.issues, *layout.issues, *reader.found.values())
    good = np.ones(len(sheet.rows), bool)
    good[[row for (row, _), issue in reader.found.items() if issue.severity == "error"]] = False
    headings = {p.column.name: sheet.headings[p.index] for p in layout.placed}
    return _Part(pa.table(arrays), issues, tuple(reader.questions), good, headings)
