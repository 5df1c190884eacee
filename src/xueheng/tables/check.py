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
from xueheng.tables.schema import TableSchema, half_width_key
from xueheng.tables.scores import SUFFIX, TOTAL, marks_of, score_column

UNREADABLE = frozenset({"COLUMN_MISSING", "COLUMN_TWICE", "NO_SUBJECT", "UNIT_UNKNOWN", "NO_DATA"})


@dataclass(frozen=True)
class Context:
    """What the caller knows beside the file: full marks, attribute columns, answers to questions."""

    full: Mapping[str, Decimal] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
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
        unreadable = any(i.code in UNREADABLE for i in self.issues)
        return verdict_of(self.issues, self.questions, unreadable=unreadable)


def read_table(path: Path, schema: TableSchema, *, context: Context, name: str | None = None) -> Checked:
    """Read a file against a schema; sheets of one heading are joined, others are named as not read."""
    try:
        sheets = read_raw(path)
    except Refused as refused:
        return Checked(pa.table({}), refused.issues, refused.questions, 0, 0)
    return check_sheets(_chosen(sheets, name), schema, context=context)


def check_sheets(sheets: tuple[RawSheet, ...], schema: TableSchema, *, context: Context) -> Checked:
    """Check sheets of the same headings as one table."""
    used = [s for s in sheets if s.headings == sheets[0].headings]
    unused = [finding("SHEET_UNUSED", "notice", sheet=s.name) for s in sheets if s not in used]
    parts = [_check(sheet, schema, context) for sheet in used]
    issues = [i for p in parts for i in p.issues] + unused
    questions = tuple({q.code: q for p in parts for q in p.questions}.values())
    table = pa.concat_tables([p.table for p in parts], promote_options="default")
    numbers = np.concatenate([s.rows for s in used])
    names = [s.name for s in used for _ in s.rows] if len(used) > 1 else [sheets[0].name] * len(numbers)
    table, repeated = _unique(table, schema, _Places(names, numbers), headings=parts[0].headings)
    issues += repeated
    bad = {(i.sheet, i.row) for i in issues if i.severity == "error" or i.code == "DUP_SAME"}
    ragged = {(i.sheet, i.row) for i in issues if i.code == "RAGGED"}
    rows = len(numbers) + len(ragged)
    good = rows - sum(row is not None for _, row in bad)
    tagged = tuple(replace(i, table=schema.name) for i in issues)
    return Checked(table, tagged, questions, rows, good, parts[0].headings)


def _chosen(sheets: tuple[RawSheet, ...], name: str | None) -> tuple[RawSheet, ...]:
    named = tuple(s for s in sheets if s.name is not None and s.name == name)
    return named or sheets


def _check(sheet: RawSheet, schema: TableSchema, context: Context) -> Checked:
    layout = place(sheet, schema, subjects=context.full, attributes=context.attributes)
    reader = _SheetReader(sheet, schema, context, layout)
    columns = [reader.column(p) for p in layout.placed]
    named = {name: array for column in columns for name, array in column.items()}
    issues = (*sheet.issues, *layout.issues, *reader.issues)
    n = len(sheet.rows)
    headings = {p.column.name: sheet.headings[p.index] for p in layout.placed}
    return Checked(pa.table(named), issues, tuple(reader.questions), n, n, headings)


class _SheetReader:
    """Types the columns of one sheet and gathers what is wrong with them."""

    def __init__(self, sheet: RawSheet, schema: TableSchema, context: Context, layout: Layout) -> None:
        self.sheet, self.schema, self.context = sheet, schema, context
        self.issues: list[Issue] = []
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
        if column.blank == "refused":
            self.each("BLANK", array.is_null(), placed)
        return {column.name: array}

    def numeric(self, raw: pa.ChunkedArray, placed: Placed) -> pa.Array:
        column = placed.column
        if column.type == "infer":
            return values.as_number(raw).values if values.looks_numeric(raw, share=1) else values.as_text(raw)
        types = {"integer": values.as_integer, "decimal": values.as_amount, "number": values.as_number}
        typed = types[column.type](raw)
        self.odd(typed.odd, placed)
        array = typed.values
        if placed.factor != 1:
            scaled = [None if v is None else v * placed.factor for v in array.to_pylist()]
            array = pa.array(scaled, array.type)
        if column.at_least is not None:
            self.each("TOO_SMALL", pc.less(array, float(column.at_least)), placed, limit=column.at_least)
        if column.at_most is not None:
            self.each("TOO_LARGE", pc.greater(array, float(column.at_most)), placed, limit=column.at_most)
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
            self.each("OVER_FULL", pc.greater(marks.values, float(full)), placed, limit=full)
        for code, severity, mask in marks.noted if column.name != TOTAL else ():
            self.each(code, mask, placed, severity=severity)
        if marks.asks and column.name != TOTAL and not self.questions:
            self.questions.append(_status_question())
        return {column.name: marks.values, column.name + SUFFIX: marks.status}

    def odd(self, cells: Iterable[tuple[int, str, values.Cell]], placed: Placed) -> None:
        for index, text, cell in cells:
            if cell.problem is not None:
                severity = "notice" if cell.problem == "NUM_TEXT" else "error"
                repair = None if cell.value is None else f"{cell.value:f}".rstrip("0").rstrip(".")
                self.add(cell.problem, severity, index, placed, value=text, repair=repair)

    def each(
        self, code: str, mask: pa.Array, placed: Placed, *, severity: str = "error", **more: object
    ) -> None:
        for index in pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist():
            value = self.sheet.columns[placed.index][index].as_py()
            self.add(code, severity, index, placed, value=value, **more)

    def add(self, code: str, severity: str, index: int, placed: Placed, **more: object) -> None:
        head = self.sheet.headings[placed.index]
        row = int(self.sheet.rows[index])
        place = {"row": row, "column": head}
        if self.sheet.keyed:
            place = {"row": None, "column": f"{self.sheet.name or ''}[{row - 1}].{head}"}
        sheet = None if self.sheet.keyed else self.sheet.name
        self.issues.append(finding(code, severity, sheet=sheet, **place, **more))  # type: ignore[arg-type]


def _status_question() -> Question:
    words = catalogue("xueheng.tables")
    options = tuple(Option(code, words[f"STATUS_UNKNOWN.{code}"]) for code in ("absent", "exclude"))
    return Question("STATUS_UNKNOWN", words["STATUS_UNKNOWN.question"], options)


@dataclass(frozen=True)
class _Places:
    """Where each row of the joined table stands."""

    sheets: list[str | None]
    rows: np.ndarray


def _unique(
    table: pa.Table, schema: TableSchema, places: _Places, *, headings: Mapping[str, str]
) -> tuple[pa.Table, list[Issue]]:
    """Exact repeats count once; different rows with one key are errors that name both rows."""
    key = [k for k in schema.key if k in table.column_names]
    if not key or "count" in table.column_names:
        return table, []
    numbered = table.select(key).append_column("at", pa.array(np.arange(table.num_rows)))
    groups = numbered.drop_null().group_by(key).aggregate([("at", "list")])
    repeats = groups.filter(pc.greater(pc.list_value_length(groups["at_list"]), 1))
    keep = np.ones(table.num_rows, bool)
    issues: list[Issue] = []
    column = "/".join(headings[k] for k in key)
    for group in repeats.sort_by([(k, "ascending") for k in key]).to_pylist():
        members = sorted(group.pop("at_list"))
        same = len({tuple(r.values()) for r in table.take(members).to_pylist()}) == 1
        if same:
            keep[members[1:]] = False
        value = "/".join(str(v) for v in group.values())
        issues += _repeats(members, places, same=same, column=column, value=value)
    return table.filter(pa.array(keep)), issues


def _repeats(members: list[int], places: _Places, *, same: bool, column: str, value: str) -> list[Issue]:
    code, severity = ("DUP_SAME", "notice") if same else ("DUP_CONFLICT", "error")
    rows = ", ".join(str(places.rows[m]) for m in members)
    return [
        finding(
            code,
            severity,  # type: ignore[arg-type]
            sheet=places.sheets[m],
            row=int(places.rows[m]),
            column=column,
            value=value,
            rows=rows,
        )
        for m in (members[1:] if same else members)
    ]
