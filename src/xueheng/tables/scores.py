"""成绩: marks of absence beside marks of achievement; a blank is a question, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.subjects import subject_of
from xueheng.tables.cells.values import Typed, half_width
from xueheng.tables.schema import TableSchema, named

TOTAL = "total"  # the subject that sums the others up
SUFFIX = ":status"  # the column beside a subject that says why a mark is missing
THEIRS = ("absent", "violation")  # the subject is the pupil's, but there is no mark
STATUSES = ("absent", "violation", "exempt", "exclude")  # why a mark is missing, once that is known
CODES = {"absent": "STATUS_ABSENT", "violation": "STATUS_VIOLATION", "exempt": "STATUS_EXEMPT"}


@dataclass(frozen=True)
class Scores:
    """One subject: marks, the reason where one is missing, what to note, and whether to ask."""

    values: pa.Array
    status: pa.Array
    noted: tuple[tuple[str, str, pa.Array], ...]
    asks: bool


def marks_of(schema: TableSchema) -> dict[str, str]:
    """Every word of absence that the schema lists, to its status."""
    return {half_width(word).lower(): status for status, words in schema.marks.items() for word in words}


def by_heading(
    marks: Mapping[str, Decimal], headings: Iterable[str], found: TableSchema
) -> dict[str, Decimal]:
    """Marks by the columns they mean: a heading as it stands, a column's synonym, or the same subject."""
    columns = list(headings)
    of_subject = {subject_of(column): column for column in reversed(columns) if subject_of(column)}

    def column_of(name: str) -> str:
        meant = named(found, name)
        return meant if meant != name or name in columns else of_subject.get(subject_of(name), name)

    return {column_of(name): mark for name, mark in marks.items()}


def score_column(typed: Typed, *, answers: Mapping[str, str]) -> Scores:
    """Marks with their statuses; unknown ones take the user's answer or become a question."""
    nothing = pa.nulls(len(typed.values), pa.string())
    status = nothing if typed.status is None else typed.status
    minus_one = pc.fill_null(pc.equal(typed.values, -1), False)
    values = pc.if_else(minus_one, pa.scalar(None, typed.values.type), typed.values)
    blank = pc.and_(pc.and_(values.is_null(), status.is_null()), _is_read(typed))
    status = pc.if_else(pc.or_(blank, minus_one), "unknown", status)
    unknown = pc.fill_null(pc.equal(status, "unknown"), False)
    noted = [(code, "notice", pc.equal(status, kind)) for kind, code in CODES.items()]
    answer = answers.get("STATUS_UNKNOWN")
    asks = bool(pc.any(unknown).as_py()) and answer is None
    if answer is not None:
        status = pc.if_else(unknown, answer, status)
    noted.append(("STATUS_UNKNOWN", "warning", unknown))
    return Scores(values, status, tuple(noted), asks)


def _is_read(typed: Typed) -> pa.Array:
    """False where a cell holds something that is no mark: that is an error already, not a blank."""
    read = np.ones(len(typed.values), bool)
    read[[i for i, _, cell in typed.odd if cell.problem == "NOT_NUMBER"]] = False
    return pa.array(read)
