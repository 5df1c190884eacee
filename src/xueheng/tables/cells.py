"""The cells of a sheet: typed column by column, with the worst finding of each."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.words import catalogue
from xueheng.tables import values
from xueheng.tables.context import Context
from xueheng.tables.issues import Issue, Option, Question, finding
from xueheng.tables.layout import Placed
from xueheng.tables.schema import TableSchema, word_key
from xueheng.tables.scores import ANSWERS, SUFFIX, TOTAL, marks_of, score_column
from xueheng.tables.sheet import RawSheet

RANK = {"notice": 0, "warning": 1, "error": 2}


class SheetReader:
    """Types the columns of one sheet and gathers what is wrong with them."""

    def __init__(self, sheet: RawSheet, schema: TableSchema, context: Context) -> None:
        self.sheet, self.schema, self.context = sheet, schema, context
        self.found: dict[tuple[int, int], Issue] = {}  # the worst of each cell, by row and column
        self.questions: list[Question] = []

    def column(self, placed: Placed) -> dict[str, pa.Array]:
        """The typed arrays of one column by name: a subject has its marks and why one is missing."""
        raw = self.sheet.columns[placed.index]
        column = placed.column
        if column.type == "score":
            return self._score(raw, placed)
        if column.type in ("text", "id"):
            array = values.as_text(raw)
        elif column.type == "code":
            array = self._coded(values.as_text(raw), placed)
        else:
            array = self._numeric(raw, placed)
        if column.blank == "refused" and array.null_count:
            self._each("BLANK", values.as_text(raw).is_null(), placed)
        return {column.name: array}

    def _numeric(self, raw: pa.ChunkedArray, placed: Placed) -> pa.Array:
        column = placed.column
        if column.type == "infer":
            numeric = values.looks_numeric(raw, share=1, apart_from=values.MISSING)
            return values.as_number(raw).values if numeric else values.as_text(raw)
        types = {"integer": values.as_integer, "decimal": values.as_amount, "number": values.as_number}
        typed = types[column.type](raw)
        self._odd(typed.odd, placed)
        array = typed.values
        if placed.factor != 1:
            array = values.multiplied(array, placed.factor)
        if column.at_least is not None:
            self._each("TOO_SMALL", pc.less(array, pa.scalar(column.at_least)), placed, limit=column.at_least)
        if column.at_most is not None:
            self._each(
                "TOO_LARGE", pc.greater(array, pa.scalar(column.at_most)), placed, limit=column.at_most
            )
        if column.zero == "warned":
            self._each("ZERO", pc.equal(array, 0), placed, severity="warning")
        return array

    def _coded(self, text: pa.Array, placed: Placed) -> pa.Array:
        known = {word_key(w): c for c, words in placed.column.codes.items() for w in (c, *words)}
        meant = {t: known.get(word_key(t)) for t in text.unique().to_pylist() if t is not None}
        array = pa.array([meant.get(t) for t in text.to_pylist()], pa.string())
        unknown = pc.and_(array.is_null(), text.is_valid())
        options = "、".join(words[0] for words in placed.column.codes.values())
        self._each("CODE_UNKNOWN", unknown, placed, options=options)
        return array

    def _score(self, raw: pa.ChunkedArray, placed: Placed) -> dict[str, pa.Array]:
        column = placed.column
        typed = values.as_mark(raw, words=marks_of(self.schema))
        self._odd(typed.odd, placed)
        marks = score_column(typed, answers=self.context.answers)
        full = self.context.full.get(column.name)
        self._each("NEGATIVE", pc.less(marks.values, 0), placed)
        if full is not None:
            self._each("OVER_FULL", pc.greater(marks.values, pa.scalar(full)), placed, limit=full)
        for code, severity, mask in marks.noted if column.name != TOTAL else ():
            self._each(code, mask, placed, severity=severity)
        if marks.asks and column.name != TOTAL and not self.questions:
            self.questions.append(_status_question())
        return {column.name: marks.values, column.name + SUFFIX: marks.status}

    def _odd(self, cells: Iterable[tuple[int, str, values.Cell]], placed: Placed) -> None:
        for index, text, cell in cells:
            if cell.problem is not None:
                severity = "notice" if cell.problem == "NUM_TEXT" else "error"
                repair = None if cell.value is None else values.written(cell.value)
                limit = values.places(placed.column.type)
                self._add(cell.problem, severity, index, placed, value=text, repair=repair, limit=limit)

    def _each(
        self, code: str, mask: pa.Array, placed: Placed, *, severity: str = "error", **more: object
    ) -> None:
        for index in pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist():
            value = self.sheet.columns[placed.index][index].as_py()
            self._add(code, severity, index, placed, value=value, **more)

    def _add(self, code: str, severity: str, index: int, placed: Placed, **more: object) -> None:
        place = self.sheet.place(int(self.sheet.rows[index]), self.sheet.headings[placed.index])
        issue = finding(code, severity, **place, **more)  # type: ignore[arg-type]
        held = self.found.get((index, placed.index))
        if held is None or RANK[issue.severity] > RANK[held.severity]:
            self.found[index, placed.index] = issue


def _status_question() -> Question:
    words = catalogue("xueheng.tables")
    options = tuple(Option(code, words[f"STATUS_UNKNOWN.{code}"]) for code in ANSWERS["STATUS_UNKNOWN"])
    return Question("STATUS_UNKNOWN", words["STATUS_UNKNOWN.question"], options)
