"""The cells of a sheet: typed column by column, with the worst finding of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.words import catalogue
from xueheng.tables.cells import codes, dates, identity, names, phones, values
from xueheng.tables.cells.reading import Reading
from xueheng.tables.context import Context
from xueheng.tables.files.sheet import NUMBER, RawSheet
from xueheng.tables.issues import Issue, Question, finding
from xueheng.tables.layout import Placed
from xueheng.tables.questions import question
from xueheng.tables.rules.items import is_answer
from xueheng.tables.schema import TableSchema
from xueheng.tables.scores import SUFFIX, TOTAL, marks_of, score_column

WORDS = catalogue("xueheng.tables")
RANK = {"notice": 0, "warning": 1, "error": 2}
LOST = "ID_PRECISION_LOST"
SOFT = ("code", "name")
SHARED = ("text", "code")  # types of which a merged range speaks for every row it spans
ZEROS, FEW = "000", 3  # an identity number cut to 15 digits ends in three zeros; so many rows are no chance
FORMULA = r"^[=@+\-\t\r＝＠]"
ARROW = {"date": pa.date32(), "instant": pa.timestamp("s")}


class SheetReader:
    """Types the columns of one sheet and gathers what is wrong with them."""

    def __init__(self, sheet: RawSheet, schema: TableSchema, context: Context) -> None:
        self.sheet, self.schema, self.context = sheet, schema, context
        self.found: dict[tuple[int, int], Issue] = {}  # the worst of each cell, by row and column
        self.questions: list[Question] = []
        self.is_unreadable = False
        self.filled: dict[int, list[int]] = {}
        for row, column in sheet.filled:
            self.filled.setdefault(column, []).append(row)

    def column(self, placed: Placed) -> dict[str, pa.Array]:
        """The typed arrays of one column by name: a subject has its marks and why one is missing."""
        raw = self.sheet.columns[placed.index]
        column = placed.column
        if column.type == "score":
            arrays = self._score(raw, placed)
        elif column.type == "text":
            arrays = {column.name: self._text(raw, placed)}
        elif column.type in ("integer", "decimal", "number", "infer"):
            arrays = {column.name: self._numeric(raw, placed)}
        else:
            arrays = {column.name: self._read(values.as_written(raw), placed)}
        if column.blank == "refused":
            self._each("BLANK", values.as_text(raw).is_null(), placed)
        self._merged(placed)
        self._broken(placed)
        return arrays

    def _text(self, raw: pa.ChunkedArray, placed: Placed) -> pa.Array:
        text = values.as_text(raw)
        for index in pc.indices_nonzero(pc.match_substring_regex(text, FORMULA)).to_pylist():
            if names.is_formula_like(text[index].as_py()):
                self._add("FORMULA_LIKE", "warning", index, placed, value=text[index].as_py())
        return text

    def _read(self, text: pa.Array, placed: Placed) -> pa.Array:
        """Cells that are read one text at a time: each different text once."""
        serial = self._numbers(placed.index)
        reader = self._reader(placed)
        if isinstance(text, pa.ChunkedArray):
            text = text.combine_chunks()
        coded = pc.dictionary_encode(text)
        indices = coded.indices.to_numpy(zero_copy_only=False)
        written = coded.dictionary.to_pylist()
        typed, found = np.full(len(text), None, object), {}
        is_soft = (
            placed.column.type in SOFT and placed.column.unknown == "warned"
        )  # what is odd stays as text
        for is_serial in (False, True):
            rows = np.flatnonzero((serial == is_serial) & ~np.isnan(indices.astype(float)))
            known = {int(code): reader(written[int(code)], is_serial) for code in np.unique(indices[rows])}
            for row in rows.tolist():
                reading = known[int(indices[row])]
                typed[row] = (
                    written[int(indices[row])] if is_soft and reading.value is None else reading.value
                )
                if reading.problem is not None:
                    found[row] = (written[int(indices[row])], reading)
        self._tell(found, placed)
        if placed.column.type in ("id", "identity"):
            self._lost(typed, placed)
        return pa.array(typed, ARROW.get(placed.column.type, pa.string()))

    def _reader(self, placed: Placed) -> Callable[[str, bool], Reading]:
        """How one text of the column is read; the second argument says that the cell is a number."""
        column = placed.column
        listed = codes.words_of(column)
        readers: dict[str, Callable[[str, bool], Reading]] = {
            "date": lambda text, is_serial: dates.read_date(text, is_serial=is_serial),
            "month": lambda text, is_serial: dates.read_month(text, is_serial=is_serial),
            "instant": lambda text, _: self._local(dates.read_instant(text)),
            "name": lambda text, _: names.read_name(text),
            "identity": lambda text, _: identity.read_identity(text),
            "id": lambda text, _: identity.read_id(text),
            "phone": lambda text, _: phones.read_phone(text),
            "code": lambda text, _: codes.read_code(text, listed),
        }
        return readers[column.type]

    def _local(self, reading: Reading) -> Reading:
        """An instant that says its zone, in the zone of the deadline."""
        at = reading.value
        if not isinstance(at, datetime) or at.tzinfo is None:
            return reading
        zone = self.context.deadline.tzinfo if self.context.deadline else at.tzinfo
        local = at.astimezone(zone).replace(tzinfo=None)
        return Reading(local, reading.problem, reading.severity, reading.repair)

    def _tell(self, found: dict[int, tuple[str, Reading]], placed: Placed) -> None:
        column = placed.column
        listed = codes.words_of(column)
        options = "、".join(words[0] if words else code for code, words in listed.items())
        for row, (text, reading) in found.items():
            code, severity = str(reading.problem), str(reading.severity)
            if column.unknown == "warned" and severity == "error" and column.type in SOFT:
                severity = "warning"
                code = "FORMULA_LIKE" if names.is_formula_like(text) else code
            self._add(code, severity, row, placed, value=text, repair=reading.repair, options=options)

    def _lost(self, typed: np.ndarray, placed: Placed) -> None:
        """Numbers of which the last digits are gone make the file useless when all of them are."""
        held = [t for t in typed.tolist() if t]
        if placed.column.type == "identity" and len(held) >= FEW and all(_is_cut(t) for t in held):
            for row, text in enumerate(typed.tolist()):
                if text:
                    self._add(LOST, "error", row, placed, value=text)
        lost = sum(i.code == LOST for (_, c), i in self.found.items() if c == placed.index)
        blank = values.as_text(self.sheet.columns[placed.index]).null_count
        self.is_unreadable |= 0 < lost >= len(typed) - blank

    def _numbers(self, index: int) -> np.ndarray:
        """Which cells of the column are numbers in the file itself."""
        if self.sheet.kinds is None:
            return np.zeros(len(self.sheet.rows), bool)
        return np.asarray(self.sheet.kinds[:, index] == NUMBER)

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

    def _score(self, raw: pa.ChunkedArray, placed: Placed) -> dict[str, pa.Array]:
        column = placed.column
        typed = values.as_mark(raw, words=marks_of(self.schema))
        self._odd(typed.odd, placed)
        if self.schema.others == "items":
            status = pa.nulls(len(typed.values), pa.string()) if typed.status is None else typed.status
            return {column.name: typed.values, column.name + SUFFIX: status}
        marks = score_column(typed, answers=self.context.answers)
        full = self.context.full.get(column.name)
        self._each("NEGATIVE", pc.less(marks.values, 0), placed)
        if full is not None:
            self._each("OVER_FULL", pc.greater(marks.values, pa.scalar(full)), placed, limit=full)
        for code, severity, mask in marks.noted if column.name != TOTAL else ():
            self._each(code, mask, placed, severity=severity)
        if marks.asks and column.name != TOTAL and not self.questions:
            self.questions.append(question("STATUS_UNKNOWN"))
        return {column.name: marks.values, column.name + SUFFIX: marks.status}

    def _odd(self, cells: Iterable[tuple[int, str, values.Cell]], placed: Placed) -> None:
        takes_answers = self.schema.others == "items" and placed.column.type == "score"
        for index, text, cell in cells:
            if cell.problem is not None:
                severity = "notice" if cell.problem == "NUM_TEXT" else "error"
                code = "ANSWER_NOT_SCORE" if takes_answers and is_answer(text) else cell.problem
                repair = None if cell.value is None else values.written(cell.value)
                limit = values.places(placed.column.type)
                self._add(code, severity, index, placed, value=text, repair=repair, limit=limit)

    def _merged(self, placed: Placed) -> None:
        """A merged range speaks for every row it spans, unless it holds what only one row can have."""
        is_shared = placed.column.type in SHARED
        code, severity = ("MERGED_FILLED", "notice") if is_shared else ("MERGED_VALUE", "error")
        for row in self.filled.get(placed.index, ()):
            self._add(code, severity, row, placed, value=self.sheet.columns[placed.index][row].as_py())

    def _broken(self, placed: Placed) -> None:
        for (row, column), text in self.sheet.broken.items():
            if column == placed.index:
                self._add("FORMULA_ERROR", "error", row, placed, value=text)

    def _each(
        self, code: str, mask: pa.Array, placed: Placed, *, severity: str = "error", **more: object
    ) -> None:
        for index in pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist():
            value = self.sheet.columns[placed.index][index].as_py()
            shown = WORDS["found.text"].fill(value=value) if value else WORDS["found.blank"]
            self._add(code, severity, index, placed, value=value or None, shown=shown, **more)

    def _add(self, code: str, severity: str, index: int, placed: Placed, **more: Any) -> None:
        place = self.sheet.place(int(self.sheet.rows[index]), self.sheet.headings[placed.index])
        held = self.found.get((index, placed.index))
        if held is None or RANK[severity] > RANK[held.severity] or code == LOST:
            self.found[index, placed.index] = finding(code, severity, **place, **more)  # type: ignore[arg-type]


def _is_cut(text: str) -> bool:
    return len(text) == 18 and text.isdigit() and text.endswith(ZEROS)
