"""Headings to columns: which column of a sheet is which of the schema, and what the others are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.subjects import subject_of
from xueheng.standards.words import plain
from xueheng.tables.cells.values import as_text, half_width, looks_numeric, read_decimal
from xueheng.tables.context import Context
from xueheng.tables.files.sheet import RawSheet
from xueheng.tables.issues import Issue, finding
from xueheng.tables.own import is_beside
from xueheng.tables.rules.items import is_answer, item_key
from xueheng.tables.schema import ColumnSchema, Heading, Heads, TableSchema, bases, heading, meant, word_key
from xueheng.tables.scores import marks_of

MOSTLY = 0.5  # a column is a subject when this share of its cells with neither blank nor 缺考 are numbers
FULL_MARK = re.compile(r"[(\uff08]((满分|总分)[::]?\d+分?|\d+分制?|\d{2,3})[)\uff09]$")
BLANKS = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
OF_SUBJECT = re.compile(r"((原始|卷面)?(成绩|得分|分数|分)|[/:：-]?\d{2,3}分?)$")
MEASURED = ("integer", "decimal")
MARKED = ("subjects", "items")  # of such a table the columns outside the schema are marks
SEVERAL = ("id", "text", "score")  # what there may be several columns of, the first of which is read
LONG_WORD = 4  # bytes from which a word says at the end of a head what it is
MULTIPLES = "十百千万亿"  # a unit that begins with one of these changes the figure


@dataclass(frozen=True)
class Placed:
    """A column of the sheet, what it means, and the factor from its unit to the schema's."""

    index: int
    column: ColumnSchema
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Layout:
    """All columns that are read, and what is wrong with the headings."""

    placed: tuple[Placed, ...]
    issues: tuple[Issue, ...]


def place(sheet: RawSheet, schema: TableSchema, context: Context) -> Layout:
    """Find every column of the schema, subjects and items among the others, and what is unused."""
    found = _Found(sheet, schema, context)
    for index, text in enumerate(sheet.headings):
        if text:
            found.put(index)
        elif not schema.exact_headings:
            found.unnamed(index)
    names = {p.column.name for p in found.placed}
    missing = (c for c in schema.columns if _is_wanted(c, names) and c.name not in names)
    issues = [*found.issues, *(_missing(c, sheet) for c in missing)]
    if schema.others in MARKED and not any(p.column.type == "score" for p in found.placed):
        code = "NO_SUBJECT" if schema.others == "subjects" else "NO_ITEM"
        issues.append(finding(code, "error", **sheet.place(None, None)))
    return Layout(tuple(found.placed), tuple(issues))


class _Found:
    """The columns of a sheet as they find their meaning, one by one."""

    def __init__(self, sheet: RawSheet, schema: TableSchema, context: Context) -> None:
        self.sheet, self.schema, self.context = sheet, schema, context
        self.planned = {item_key(item) for item in context.item_full}
        self.placed: list[Placed] = []
        self.issues: list[Issue] = []
        self.whole = {c.name for i in range(len(sheet.headings)) if (c := self._alone(i)) is not None}
        self.second = frozenset(self._second())
        self.spare = frozenset(self._spare())

    def put(self, index: int) -> None:
        """Place the column of that index, or say why it is not used."""
        head = heading(self.sheet.headings[index])
        column = self._meant(index)
        if column is None and self.sheet.is_dataset and is_beside(head.text):
            return
        behind = self._behind(index, column) if index in self.second else None
        column = behind or column or self._other(index)
        if column is None or (index in self.second and behind is None) or index in self.spare:
            self._unused(index)
        elif any(p.column.name == column.name for p in self.placed):
            self.issues.append(finding("COLUMN_TWICE", "error", **self.sheet.place(None, head.text)))
        else:
            unit = heading(self.sheet.path(index)[-1])
            factor = _factor(column, Heading(head.text, unit.base, unit.unit), self.sheet, self.issues)
            self.placed.append(Placed(index, column, factor))

    def _second(self) -> Iterator[int]:
        """The columns of a second number or name, where one that the schema names before stands too."""
        named: dict[str, list[tuple[int, int]]] = {}
        for index in range(len(self.sheet.headings)):
            column = self._meant(index) if self.sheet.path(index) else None
            if column is not None and column.type in SEVERAL:
                rank = _rank(column, self.sheet.path(index)[-1])
                named.setdefault(column.name, []).append((rank, index))
        for ranked in named.values():
            first, *others = sorted(ranked)
            yield from (index for rank, index in others if rank > first[0])

    def _behind(self, index: int, column: ColumnSchema | None) -> ColumnSchema | None:
        """The other column that the head of a second number names as well, where no head names it alone."""
        base = heading(self.sheet.path(index)[-1]).base
        other = (c for c in self.schema.columns if c != column and c.name not in self.whole)
        return next((c for c in other if base in bases(c)), None)

    def _spare(self) -> Iterator[int]:
        """The blank columns of a heading that stands over a filled one as well."""
        named: dict[str, list[int]] = {}
        for index, text in enumerate(self.sheet.headings):
            named.setdefault(text, []).append(index)
        for indices in named.values():
            blank = [i for i in indices if _is_blank(self.sheet, i)] if len(indices) > 1 else []
            yield from blank if len(blank) < len(indices) else blank[1:]

    def unnamed(self, index: int) -> None:
        """Say that a column without a head holds something."""
        if not _is_blank(self.sheet, index):
            place = self.sheet.place(self.sheet.header.rows[-1] if self.sheet.header else None, None)
            self.issues.append(finding("COLUMN_UNNAMED", "notice", **place, at=column_letter(index)))

    def _alone(self, index: int) -> ColumnSchema | None:
        """The column that all the heads above it name together."""
        path = self.sheet.path(index)
        return meant(self.schema, ("".join(path),), self.context.synonyms) if path else None

    def _meant(self, index: int) -> ColumnSchema | None:
        """The column of the schema; a mere lowest head gives way to a column that is named in full."""
        column = meant(self.schema, self.sheet.path(index), self.context.synonyms)
        is_partial = column is not None and self._alone(index) is None
        is_taken = is_partial and column is not None and column.name in self.whole
        return None if is_taken else column

    def _other(self, index: int) -> ColumnSchema | None:
        """What a heading outside the schema is: an attribute the user named, a subject, an item, nothing."""
        text, path = self.sheet.headings[index], self.sheet.path(index)
        if text in self.context.attributes:
            return ColumnSchema(text, plain(text), "text")
        own = path[-1]
        if self.schema.others == "unused" or is_aside(self.schema, path):
            return None
        if self.schema.others == "attributes":
            return ColumnSchema(text, plain(text), "text")
        name = self._value_of(path) or (own if self._stands_for_itself(own) else text)
        name = subject_name(name) if self.schema.others == "subjects" else name
        cells = self.sheet.columns[index] if self.sheet.columns else pa.chunked_array([[]], pa.string())
        told = {name, text} & {*self.context.subjects} or item_key(name) in self.planned
        if told or self._holds_marks(cells, name):
            return ColumnSchema(name, plain(name), "score", sensitivity="score")
        return None

    def _value_of(self, path: Heads) -> str | None:
        """What a head that only says 成绩 is the mark of: the head above it, or the subject of the sheet."""
        if not _is_among(path[-1], self.schema.value_heads):
            return None
        return path[-2] if len(path) > 1 else sheet_subject(self.sheet, self.schema)

    def _stands_for_itself(self, own: str) -> bool:
        """True when a lowest head names a subject or an item without those above it, and stands once."""
        name = subject_name(own)
        told = {own, name} & {*self.context.full, *self.context.subjects, *self.context.item_full}
        is_subject = self.schema.others == "subjects" and subject_of(name) is not None
        lowest = [path[-1] for i in range(len(self.sheet.headings)) if (path := self.sheet.path(i))]
        return (bool(told) or is_subject) and lowest.count(own) == 1

    def _holds_marks(self, cells: pa.ChunkedArray, name: str) -> bool:
        """True when most cells are marks, all absences of a known subject, or options of an item."""
        marks = marks_of(self.schema)
        if looks_numeric(cells, share=MOSTLY, apart_from=marks.keys()):
            return True
        held = {half_width(t).lower() for t in pc.unique(cells).to_pylist() if t} - {""}
        if self.schema.others != "items":
            return bool(held) and held <= marks.keys() and subject_of(name) is not None
        held -= marks.keys()
        return bool(held) and all(is_answer(t) or read_decimal(t, marks).problem is None for t in held)

    def _unused(self, index: int) -> None:
        """Say that a column is not used; a derived one under each of its heads."""
        if self.schema.exact_headings or _is_blank(self.sheet, index):
            return
        text, header = self.sheet.headings[index], self.sheet.header
        is_derived = _ends_with(self.sheet.path(index)[-1], self.schema.derived)
        code = "DERIVED_IGNORED" if is_derived else "COLUMN_UNUSED"
        rows = header.rows if is_derived and header is not None and len(header.rows) > 1 else (None,)
        self.issues += [finding(code, "notice", **self.sheet.place(row, text)) for row in rows]


def _is_blank(sheet: RawSheet, index: int) -> bool:
    return not sheet.columns or as_text(sheet.columns[index]).null_count == len(sheet.rows)


def _is_wanted(column: ColumnSchema, names: Collection[str]) -> bool:
    """True when the table must have this column: always, or for want of the one that replaces it."""
    return column.required or (bool(column.unless) and column.unless not in names)


def _is_among(text: str, words: Collection[str]) -> bool:
    return heading(text).base in {heading(word).base for word in words}


def sheet_subject(sheet: RawSheet, found: TableSchema) -> str | None:
    """The subject that a sheet is named by, where its one column of marks says only 成绩."""
    lone = [h for h in sheet.headings if _is_among(h, found.value_heads)]
    return sheet.name if len(lone) == 1 and sheet.name and subject_of(sheet.name) else None


def is_aside(found: TableSchema, path: Heads) -> bool:
    """True for the heads of what is no mark: computed by others, or a number of another kind."""
    return bool(path) and _ends_with(path[-1], (*found.derived, *found.aside))


def _ends_with(text: str, words: Collection[str]) -> bool:
    """True when a head is one of these words, or ends with one that is long enough to tell."""
    base = heading(text).base
    bases = {heading(word).base for word in words}
    return base in bases or any(base.endswith(b) for b in bases if len(b.encode()) >= LONG_WORD)


def _rank(column: ColumnSchema, text: str) -> int:
    """The place of a heading among those of its column."""
    names = (column.label.zh, column.label.en, column.name, *column.synonyms)
    base = heading(text).base
    return next((at for at, name in enumerate(names) if heading(name).base == base), len(names))


def subject_name(text: str) -> str:
    """A heading of marks without its full mark in brackets, idle blanks, and 成绩 after a known subject."""
    name = BLANKS.sub("", FULL_MARK.sub("", text)) or text
    short = OF_SUBJECT.sub("", name)
    return short if subject_of(short) else name


def column_letter(index: int) -> str:
    """The letters that a workbook gives a column: A, B, ... Z, AA."""
    letters = ""
    while index >= 0:
        index, place = divmod(index, 26)
        letters, index = chr(ord("A") + place) + letters, index - 1
    return letters


def _factor(column: ColumnSchema, head: Heading, sheet: RawSheet, issues: list[Issue]) -> Decimal:
    """The factor that the heading's unit asks for; an unknown unit is an error, never a guess."""
    counted = head.unit.lstrip(MULTIPLES)
    if not head.unit or (not column.units and (column.type not in MEASURED or counted == head.unit)):
        declared = (column.units.get(unit) for unit in sheet.units)
        return next((f for f in declared if f is not None and not head.unit), Decimal(1))
    factor = next((f for u, f in column.units.items() if word_key(u) == head.unit), None)
    if factor is None:
        known = "、".join(column.units) or counted
        place = sheet.place(None, head.text)
        issues.append(finding("UNIT_UNKNOWN", "error", **place, value=head.unit, known=known))
    return factor or Decimal(1)


def _missing(column: ColumnSchema, sheet: RawSheet) -> Issue:
    found = "、".join(h for h in sheet.headings if h)
    return finding(
        "COLUMN_MISSING", "error", **sheet.place(None, column.name), label=column.label, found=found
    )
