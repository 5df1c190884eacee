"""Headings to columns: which column of a sheet is which of the schema, and what the others are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from xueheng.standards.words import plain
from xueheng.tables.issues import Issue, finding
from xueheng.tables.schema import ColumnSchema, Heading, TableSchema, heading, match
from xueheng.tables.scores import marks_of
from xueheng.tables.sheet import RawSheet
from xueheng.tables.values import looks_numeric

MOSTLY = 0.5  # a column is a subject when this share of its cells with neither blank nor 缺考 are numbers
MEASURED = ("integer", "decimal")
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


def place(
    sheet: RawSheet, schema: TableSchema, *, subjects: Collection[str], attributes: Collection[str]
) -> Layout:
    """Find every column of the schema; `subjects` and `attributes` are headings the user named as such."""
    found = tuple(heading(h) for h in sheet.headings)
    placed: list[Placed] = []
    issues: list[Issue] = []
    for index, head in enumerate(found):
        if not head.text:
            continue
        meant = next((c for c in schema.columns if match(c, head, exact=schema.exact_headings)), None)
        other = meant or _other(sheet, index, schema, head, subjects=subjects, attributes=attributes)
        if other is None and schema.exact_headings:
            continue
        if other is None:
            code = "DERIVED_IGNORED" if _is_among(head, schema.derived) else "COLUMN_UNUSED"
            issues.append(finding(code, "notice", **sheet.place(None, head.text)))
        elif any(p.column.name == other.name for p in placed):
            issues.append(finding("COLUMN_TWICE", "error", **sheet.place(None, head.text)))
        else:
            placed.append(Placed(index, other, _factor(other, head, sheet, issues)))
    names = {p.column.name for p in placed}
    missing = (c for c in schema.columns if _is_wanted(c, names) and c.name not in names)
    issues += [_missing(c, sheet) for c in missing]
    if schema.others == "subjects" and not any(p.column.type == "score" for p in placed):
        issues.append(finding("NO_SUBJECT", "error", **sheet.place(None, None)))
    return Layout(tuple(placed), tuple(issues))


def _other(
    sheet: RawSheet,
    index: int,
    schema: TableSchema,
    head: Heading,
    *,
    subjects: Collection[str],
    attributes: Collection[str],
) -> ColumnSchema | None:
    """What a heading outside the schema is: an attribute named by the user, a subject, or nothing."""
    if head.text in attributes:
        return ColumnSchema(head.text, plain(head.text), "text")
    if schema.others != "subjects" or _is_among(head, (*schema.derived, *schema.aside)):
        return None
    cells = sheet.columns[index]
    if head.text in subjects or looks_numeric(cells, share=MOSTLY, apart_from=marks_of(schema).keys()):
        return ColumnSchema(head.text, plain(head.text), "score", sensitivity="score")
    return None


def _is_wanted(column: ColumnSchema, names: Collection[str]) -> bool:
    """True when the table must have this column: always, or for want of the one that replaces it."""
    return column.required or (bool(column.unless) and column.unless not in names)


def _is_among(head: Heading, words: Collection[str]) -> bool:
    return any(head.base == heading(word).base for word in words)


def _factor(column: ColumnSchema, head: Heading, sheet: RawSheet, issues: list[Issue]) -> Decimal:
    """The factor that the heading's unit asks for; an unknown unit is an error, never a guess."""
    counted = head.unit.lstrip(MULTIPLES)
    if not head.unit or (not column.units and (column.type not in MEASURED or counted == head.unit)):
        return Decimal(1)
    factor = next((f for u, f in column.units.items() if heading(u).base == head.unit), None)
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
