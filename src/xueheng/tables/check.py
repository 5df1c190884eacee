"""A raw sheet against a schema: typed rows, every issue, and the questions only the user can answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.words import catalogue
from xueheng.tables import values
from xueheng.tables.issues import Issue, Option, Question, Refused, Verdict, finding, verdict_of
from xueheng.tables.layout import Layout, Placed, place
from xueheng.tables.raw import RawSheet, read_raw
from xueheng.tables.repeats import repeats
from xueheng.tables.schema import TableSchema, half_width_key, named
from xueheng.tables.scores import ANSWERS, SUFFIX, TOTAL, marks_of, score_column

OF_FILE = ("NO_DATA", "FORMAT_UNKNOWN", "FILE_MISSING", "CORRUPT", "ENCODING_UNKNOWN", "CSV_QUOTES")
OF_JSON = ("JSON_SHAPE", "JSON_DUP_KEY", "JSON_NOT_FINITE")
OF_HEADINGS = ("COLUMN_MISSING", "COLUMN_TWICE", "COLUMN_TYPE", "NO_SUBJECT", "UNIT_UNKNOWN")
UNREADABLE = frozenset(OF_FILE + OF_JSON + OF_HEADINGS)
RANK = {"notice": 0, "warning": 1, "error": 2}


@dataclass(frozen=True)
class Context:
    """What the caller knows beside the file: full marks, attributes, subjects, answers to questions."""

    full: Mapping[str, Decimal] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)


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
    full = {named(schema, name): mark for name, mark in context.full.items()}
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
    reader = _SheetReader(sheet, schema, context, layout)
    columns = [reader.column(p) for p in layout.placed]
    arrays = {name: array for column in columns for name, array in column.items()}
    issues = (*sheet.issues, *layout.issues, *reader.found.values())
    good = np.ones(len(sheet.rows), bool)
    good[[row for (row, _), issue in reader.found.items() if issue.severity == "error"]] = False
    headings = {p.column.name: sheet.headings[p.index] for p in layout.placed}
    return _Part(pa.table(arrays), issues, tuple(reader.questions), good, headings)


class _SheetReader:
    """Types the columns of one sheet and gathers what is wrong with them."""

    def __init__(self, sheet: RawSheet, schema: TableSchema, context: Context, layout: Layout) -> None:
        self.sheet, self.schema, self.context = sheet, schema, context
        self.found: dict[tuple[int, int], Issue] = {}  # the worst of each cell, by row and column
        self.questions: list[Question] = []

    def column(self, placed: Placed) -> dict[str, pa.Array]:
        raw = self.sheet.columns[placed.index]
        column = placed.column
        if column.type == "score":
            return self.score(raw, placed)
        if column.type in ("text", "id"):
            array = values.as_text(raw)
        elif column.type == "code":
            array = self.coded(values.as_text(raw), placed)
        else:
            array = self.numeric(raw, placed)
        if column.blank == "refused" and array.null_count:
            self.each("BLANK", values.as_text(raw).is_null(), placed)
        return {column.name: array}

    def numeric(self, raw: pa.ChunkedArray, placed: Placed) -> pa.Array:
        column = placed.column
        if column.type == "infer":
            numeric = values.looks_numeric(raw, share=1, apart_from=values.MISSING)
            return values.as_number(raw).values if numeric else values.as_text(raw)
        types = {"integer": values.as_integer, "decimal": values.as_amount, "number": values.as_number}
        typed = types[column.type](raw)
        self.odd(typed.odd, placed)
        array = typed.values
        if placed.factor != 1:
            array = values.multiplied(array, placed.factor)
        if column.at_least is not None:
            self.each("TOO_SMALL", pc.less(array, pa.scalar(column.at_least)), placed, limit=column.at_least)
        if column.at_most is not None:
            self.each("TOO_LARGE", pc.greater(array, pa.scalar(column.at_most)), placed, limit=column.at_most)
        if column.zero == "warned":
            self.each("ZERO", pc.equal(array, 0), placed, severity="warning")
        return array

    def coded(self, text: pa.Array, placed: Placed) -> pa.Array:
        known = {half_width_key(w): c for c, words in placed.column.codes.items() for w in (c, *words)}
        meant = {t: known.get(half_width_key(t)) for t in text.unique().to_pylist() if t is not None}
        array = pa.array([meant.get(t) for t in text.to_pylist()], pa.string())
        unknown = pc.and_(array.is_null(), text.is_valid())
        options = "、".join(words[0] for words in placed.column.codes.values())
        self.each("CODE_UNKNOWN", unknown, placed, options=options)
        return array

    def score(self, raw: pa.ChunkedArray, placed: Placed) -> dict[str, pa.Array]:
        column = placed.column
        typed = values.as_mark(raw, words=marks_of(self.schema))
        self.odd(typed.odd, placed)
        marks = score_column(typed, answers=self.context.answers)
        full = self.context.full.get(column.name)
        self.each("NEGATIVE", pc.less(marks.values, 0), placed)
        if full is not None:
            self.each("OVER_FULL", pc.greater(marks.values, pa.scalar(full)), placed, limit=full)
        for code, severity, mask in marks.noted if column.name != TOTAL else ():
            self.each(code, mask, placed, severity=severity)
        if marks.asks and column.name != TOTAL and not self.questions:
            self.questions.append(_status_question())
        return {column.name: marks.values, column.name + SUFFIX: marks.status}

    def odd(self, cells: Iterable[tuple[int, str, values.Cell]], placed: Placed) -> None:
        for index, text, cell in cells:
            if cell.problem is not None:
                severity = "notice" if cell.problem == "NUM_TEXT" else "error"
                repair = None if cell.value is None else values.written(cell.value)
                limit = values.places(placed.column.type)
                self.add(cell.problem, severity, index, placed, value=text, repair=repair, limit=limit)

    def each(
        self, code: str, mask: pa.Array, placed: Placed, *, severity: str = "error", **more: object
    ) -> None:
        for index in pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist():
            value = self.sheet.columns[placed.index][index].as_py()
            self.add(code, severity, index, placed, value=value, **more)

    def add(self, code: str, severity: str, index: int, placed: Placed, **more: object) -> None:
        place = self.sheet.place(int(self.sheet.rows[index]), self.sheet.headings[placed.index])
        issue = finding(code, severity, **place, **more)  # type: ignore[arg-type]
        held = self.found.get((index, placed.index))
        if held is None or RANK[issue.severity] > RANK[held.severity]:
            self.found[index, placed.index] = issue


def _status_question() -> Question:
    words = catalogue("xueheng.tables")
    options = tuple(Option(code, words[f"STATUS_UNKNOWN.{code}"]) for code in ANSWERS["STATUS_UNKNOWN"])
    return Question("STATUS_UNKNOWN", words["STATUS_UNKNOWN.question"], options)
