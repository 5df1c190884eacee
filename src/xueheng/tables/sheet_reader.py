"""The cells of a sheet: typed column by column, with the worst finding of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.words import catalogue
from xueheng.tables.cells import codes, dates, identity, names, phones, values
from xueheng.tables.cells.reading import Reading
from xueheng.tables.context import Context
from xueheng.tables.excuses import excuses
from xueheng.tables.files.sheet import NUMBER, RawSheet
from xueheng.tables.files.sheet_scan import NO_RESULT
from xueheng.tables.issues import RANK, Issue, Question, finding
from xueheng.tables.layout import MEASURED, Placed
from xueheng.tables.questions import question
from xueheng.tables.rules.blanks import is_nothing
from xueheng.tables.rules.items import is_answer
from xueheng.tables.schema import MEASURES, TableSchema, word_key
from xueheng.tables.scores import CODES, STATUSES, SUFFIX, TOTAL, marks_of, score_column

WORDS = catalogue("xueheng.tables")
LOST = "ID_PRECISION_LOST"
SOFT = ("code", "name")
SIGNS = r"-+|—+|–+|/+|\\+"
NOTHING = dict.fromkeys(  # by type: what says in an optional column that there is nothing
    ("integer", "decimal", "date", "month", "phone"), rf"^\s*({SIGNS}|无|暂无|没有)\s*$"
) | {"code": rf"^\s*({SIGNS})\s*$"}
CUT, FEW = "^[0-9]{15}000$", 3  # an identity number cut to 15 digits; so many rows are no chance
PLAIN = {  # by type: what is read just as it is written
    "id": "^[0-9A-Za-z-]+$",
    "identity": "^[0-9A-Z-]+$",
    "name": f"^{names.PLAIN.pattern}$",
    "phone": "^1[3-9][0-9]{9}$",
}
FORMULA = r"^[=@+\-\t\r＝＠]"
ARROW = {"date": pa.date32(), "instant": pa.timestamp("s")}


class SheetReader:
    """Types the columns of one sheet and gathers what is wrong with them."""

    def __init__(
        self, sheet: RawSheet, schema: TableSchema, context: Context, placed: Sequence[Placed]
    ) -> None:
        self.sheet, self.schema, self.context = sheet, schema, context
        self.found: dict[tuple[int, int], Issue] = {}  # the worst of each cell, by row and column
        self.questions: list[Question] = []
        self.is_unreadable = False
        self.filled: dict[int, list[int]] = {}
        for row, column in sheet.filled:
            self.filled.setdefault(column, []).append(row)
        self.excuses = excuses(sheet, placed, schema) if schema.others == "subjects" else {}
        self.is_total_alone = sum(p.column.type == "score" for p in placed) == 1

    def column(self, placed: Placed) -> dict[str, pa.Array]:
        """The typed arrays of one column by name: a subject has its marks and why one is missing."""
        raw = self.sheet.columns[placed.index]
        column = placed.column
        self._broken(placed)
        if self._merged(placed):
            raw = self._without(raw, self.filled[placed.index])
        if column.type in NOTHING and column.blank == "missing" and not column.required:
            raw = self._without_nothing(raw, placed)
        if column.type == "score":
            arrays = self._score(raw, placed)
        elif column.type == "text":
            arrays = {column.name: self._text(raw, placed)}
        elif column.type in ("integer", "decimal", "number", "infer"):
            arrays = {column.name: self._numeric(raw, placed)}
        else:
            arrays = {column.name: self._read(values.as_written(raw), placed)}
        if column.blank == "refused":
            self._blank(values.as_text(raw), placed)
        return arrays

    def _blank(self, text: pa.Array, placed: Placed) -> None:
        """A cell that must not be blank, or of a number that only says that there is none."""
        mask = text.is_null()
        if placed.column.type == "id":
            wordy = pc.unique(text.filter(pc.invert(pc.match_substring_regex(text, "[0-9]"))))
            none = [t for t in wordy.to_pylist() if is_nothing(t)]
            mask = pc.or_(mask, pc.is_in(text, pa.array(none, pa.string())))
        self._each("BLANK", mask, placed, wording="BLANK" if placed.column.type in MEASURED else "BLANK.text")

    def _without(self, raw: pa.ChunkedArray, rows: Sequence[int]) -> pa.ChunkedArray:
        """The column with a blank in these rows."""
        mask = np.zeros(len(raw), bool)
        mask[list(rows)] = True
        return pc.if_else(pa.array(mask), pa.scalar(None, raw.type), raw)

    def _without_nothing(self, raw: pa.ChunkedArray, placed: Placed) -> pa.ChunkedArray | pa.Array:
        """The column with a blank where people wrote that there is nothing."""
        if not pa.types.is_string(raw.type):
            return raw
        nothing = pc.fill_null(pc.match_substring_regex(raw, NOTHING[placed.column.type]), False)
        self._each("READ_BLANK", nothing, placed, severity="notice")
        return pc.if_else(nothing, pa.scalar(None, raw.type), raw)

    def _text(self, raw: pa.ChunkedArray, placed: Placed) -> pa.Array:
        text = values.as_text(raw)
        for index in pc.indices_nonzero(pc.match_substring_regex(text, FORMULA)).to_pylist():
            if names.is_formula_like(text[index].as_py()):
                self._add("FORMULA_LIKE", "warning", index, placed, value=text[index].as_py())
        return text

    def _read(self, text: pa.Array, placed: Placed) -> pa.Array:
        """Cells that are read one text at a time, but for those that are plainly read as they stand."""
        kind = placed.column.type
        odd = text.is_valid()
        if kind in PLAIN:
            odd = pc.and_(odd, pc.invert(pc.match_substring_regex(text, PLAIN[kind])))
        typed = pa.nulls(len(text), ARROW[kind]) if kind in ARROW else text
        if pc.any(odd).as_py():
            typed = pc.replace_with_mask(typed, odd, self._looked_at(text, np.flatnonzero(odd), placed))
        if kind in ("id", "identity"):
            self._lost(typed, placed)
        return typed

    def _looked_at(self, text: pa.Array, rows: np.ndarray, placed: Placed) -> pa.Array:
        """What the cells of these rows mean: each different text is read once."""
        kind, reader = placed.column.type, self._reader(placed)
        coded = pc.dictionary_encode(text.take(pa.array(rows)))
        told = 2 * coded.indices.to_numpy().astype(np.int64) + self._numbers(placed.index)[rows]
        keys, at = np.unique(told, return_inverse=True)
        texts = coded.dictionary.take(pa.array(keys // 2)).to_pylist()
        readings = [reader(t, bool(key % 2)) for t, key in zip(texts, keys.tolist(), strict=True)]
        unread = [r.problem is not None for r in readings]
        where = np.flatnonzero(np.array(unread, bool)[at]).tolist()
        self._tell({int(rows[i]): (texts[at[i]], readings[at[i]]) for i in where}, placed)
        is_soft = kind in SOFT and placed.column.unknown == "warned"  # what is odd stays as text
        held = [t if is_soft and r.value is None else r.value for t, r in zip(texts, readings, strict=True)]
        return pa.array(held, ARROW.get(kind, pa.string())).take(pa.array(at))

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
            if column.exact and code == "NORMALISED":
                code, severity = "NOT_EXACT", "error"
            self._add(code, severity, row, placed, value=text, repair=reading.repair, options=options)

    def _lost(self, typed: pa.Array, placed: Placed) -> None:
        """Numbers of which the last digits are gone make the file useless when all of them are."""
        if placed.column.type == "identity":
            cut = pc.match_substring_regex(typed, CUT)
            if len(typed) - typed.null_count >= FEW and pc.all(cut).as_py():
                for row in pc.indices_nonzero(cut).to_pylist():
                    self._add(LOST, "error", row, placed, value=typed[row].as_py())
        lost = sum(i.code == LOST for (_, c), i in self.found.items() if c == placed.index)
        if lost:
            blank = values.as_text(self.sheet.columns[placed.index]).null_count
            self.is_unreadable |= lost >= len(typed) - blank

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
        typed = values.as_ordinal(raw) if column.ordinal else self._figures(raw, placed)
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

    def _figures(self, raw: pa.ChunkedArray, placed: Placed) -> values.Typed:
        """Numbers; a unit behind one is turned into that of the heading."""
        column = placed.column
        if column.type == "number":
            return values.as_number(raw)
        units = {word_key(unit): factor / placed.factor for unit, factor in column.units.items()}
        read = values.as_integer if column.type == "integer" else values.as_amount
        return read(raw, units=units or dict.fromkeys(MEASURES, Decimal(1)))

    def _score(self, raw: pa.ChunkedArray, placed: Placed) -> dict[str, pa.Array]:
        column = placed.column
        typed = self._with_status(values.as_mark(raw, words=marks_of(self.schema)), placed)
        self._odd(typed.odd, placed)
        if self.schema.others == "items":
            status = pa.nulls(len(typed.values), pa.string()) if typed.status is None else typed.status
            return {column.name: typed.values, column.name + SUFFIX: status}
        is_asked = column.name != TOTAL or self.is_total_alone
        excused = self._excused(typed, raw, placed) if column.name != TOTAL else typed
        marks = score_column(excused, answers=self.context.answers)
        full = self.context.full.get(column.name)
        self._each("NEGATIVE", pc.less(marks.values, 0), placed)
        if full is not None:
            self._each("OVER_FULL", pc.greater(marks.values, pa.scalar(full)), placed, limit=full)
        for code, severity, mask in marks.noted:
            if is_asked or severity == "notice":
                self._each(code, mask, placed, severity=severity)
        if marks.asks and is_asked and not self.questions:
            self.questions.append(question("STATUS_UNKNOWN"))
        return {column.name: marks.values, column.name + SUFFIX: marks.status}

    def _with_status(self, typed: values.Typed, placed: Placed) -> values.Typed:
        """The marks with what a Dataset says beside them of those that are missing."""
        beside = placed.column.name + SUFFIX
        if not self.sheet.is_dataset or beside not in self.sheet.headings:
            return typed
        said = values.as_text(self.sheet.columns[self.sheet.headings.index(beside)])
        known = pc.is_in(said, pa.array(STATUSES)) if len(said) else said.is_valid()
        return replace(typed, status=pc.if_else(known, said, pa.scalar(None, pa.string())))

    def _excused(self, typed: values.Typed, raw: pa.ChunkedArray, placed: Placed) -> values.Typed:
        """The marks, where the row itself says elsewhere why one is blank."""
        blank = values.as_text(raw).is_null() if self.excuses else ()
        said = {r: e for r, e in self.excuses.items() if blank[r].as_py() and e.holds_for(placed.column.name)}
        if not said:
            return typed
        for row, excuse in said.items():
            shown = WORDS["found.elsewhere"].fill(value=excuse.text)
            self._add(CODES[excuse.status], "notice", row, placed, value=excuse.text, shown=shown)
        held = pa.nulls(len(typed.values), pa.string()) if typed.status is None else typed.status
        status = [said[r].status if r in said else s for r, s in enumerate(held.to_pylist())]
        return replace(typed, status=pa.array(status, pa.string()))

    def _odd(self, cells: Iterable[tuple[int, str, values.Cell]], placed: Placed) -> None:
        takes_answers = self.schema.others == "items" and placed.column.type == "score"
        for index, text, cell in cells:
            if cell.problem is not None:
                severity = "notice" if cell.problem == "NUM_TEXT" else "error"
                code = "ANSWER_NOT_SCORE" if takes_answers and is_answer(text) else cell.problem
                repair = None if cell.value is None else values.written(cell.value)
                limit = values.places(placed.column.type)
                self._add(code, severity, index, placed, value=text, repair=repair, limit=limit)

    def _merged(self, placed: Placed) -> bool:
        """A merged range speaks for every row it spans; True where it holds what only one row can have."""
        is_shared = self.schema.is_shared(placed.column)
        code, severity = ("MERGED_FILLED", "notice") if is_shared else ("MERGED_VALUE", "error")
        for row in self.filled.get(placed.index, ()):
            self._add(code, severity, row, placed, value=self.sheet.columns[placed.index][row].as_py())
        return not is_shared and placed.index in self.filled

    def _broken(self, placed: Placed) -> None:
        for (row, column), text in self.sheet.broken.items():
            if column == placed.index:
                code = "FORMULA_UNSAVED" if text == NO_RESULT else "FORMULA_ERROR"
                self._add(code, "error", row, placed, value=text)

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
