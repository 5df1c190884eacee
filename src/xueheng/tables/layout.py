"""Headings to columns: which column of a sheet is which of the schema, and what the others are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from xueheng.standards.words import plain
from xueheng.tables.issues import Issue, finding
from xueheng.tables.raw import RawSheet
from xueheng.tables.schema import ColumnSchema, Heading, TableSchema, heading, match
from xueheng.tables.values import looks_numeric

MOSTLY = 0.5  # a column is a subject when at least this share of its filled cells are numbers


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
            code = "DERIVED_IGNORED" if _is_derived(head, schema) else "COLUMN_UNUSED"
            issues.append(finding(code, "notice", sheet=sheet.name, column=head.text))
        elif any(p.column.name == other.name for p in placed):
            issues.append(finding("COLUMN_TWICE", "error", sheet=sheet.name, column=head.text))
        else:
            placed.append(Placed(index, other, _factor(other, head, sheet, issues)))
    names = {p.column.name for p in placed}
    missing = (c for c in schema.columns if c.required and c.name not in names)
    issues += [_missing(c, sheet) for c in missing]
    if schema.others == "subjects" and not any(p.column.type == "score" for p in placed):
        issues.append(finding("NO_SUBJECT", "error", sheet=sheet.name))
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
    if schema.others != "subjects" or _is_derived(head, schema):
        return None
    if head.text in subjects or looks_numeric(sheet.columns[index], share=MOSTLY):
        return ColumnSchema(head.text, plain(head.text), "score", sensitivity="score")
    return None


def _is_derived(head: Heading, schema: TableSchema) -> bool:
    return any(head.base == heading(d).base for d in schema.derived)


def _factor(column: ColumnSchema, head: Heading, sheet: RawSheet, issues: list[Issue]) -> Decimal:
    """The factor that the heading's unit asks for; an unknown unit is an error, never a guess."""
    if not column.units or not head.unit:
        return Decimal(1)
    factor = next((f for u, f in column.units.items() if heading(u).base == head.unit), None)
    if factor is None:
        known = "、".join(column.units)
        issues.append(
            finding("UNIT_UNKNOWN", "error", sheet=sheet.name, column=head.text, value=head.unit, known=known)
        )
    return factor or Decimal(1)


def _missing(column: ColumnSchema, sheet: RawSheet) -> Issue:
    return finding(
        "COLUMN_MISSING", "error", sheet=sheet.name, column=column.name, label=column.label,
        found="、".join(h for h in sheet.headings if h),
    )  # fmt: skip
