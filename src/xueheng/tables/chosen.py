"""工作表: which sheets of a file hold the table, and what their columns tell of subjects and full marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from xueheng.standards.subjects import subject_of
from xueheng.tables.cells.values import as_text
from xueheng.tables.context import Context
from xueheng.tables.files.sheet import RawSheet
from xueheng.tables.issues import Refused, finding
from xueheng.tables.layout import Layout, is_aside, place, sheet_subject
from xueheng.tables.rules.items import full_marks, item_key
from xueheng.tables.rules.keys import SERIAL
from xueheng.tables.schema import Heads, TableSchema, meant, spoken
from xueheng.tables.scores import by_heading


@dataclass(frozen=True)
class Chosen:
    """The sheets that are read as one table, and those that are named as not read."""

    used: tuple[RawSheet, ...]
    unused: tuple[RawSheet, ...]


def is_known(schema: TableSchema, heads: Heads, context: Context) -> bool:
    """True when a heading means something: a column of the table, a subject or an item."""
    if meant(schema, heads, context.synonyms) is not None:
        return True
    names = set(spoken(schema, heads))
    if names & {*context.full, *context.attributes} or is_aside(schema, heads):
        return True
    if context.item_full and {item_key(n) for n in names} & {item_key(i) for i in context.item_full}:
        return True
    return schema.others == "subjects" and any(subject_of(name) for name in names)


def choose(sheets: Sequence[RawSheet], schema: TableSchema, context: Context) -> Chosen:
    """The first sheet that fits and all of the same columns; hidden ones only if need be."""
    sheets = [_filled_in(s, schema, context) for s in sheets]
    plain = [s for s in sheets if not s.is_hidden]
    filled = [s for s in plain if len(s.rows)] or [s for s in sheets if len(s.rows)]
    if not filled:
        raise Refused([finding("NO_DATA", "error", value=sheets[0].name or "")])
    first = _first_that_fits(filled, schema, context)
    alike = {id(s) for s in sheets if _is_same(first, s, schema) or _are_alike(first, s, schema, context)}
    used = tuple(s for s in filled if id(s) in alike)
    left = (s for s in sheets if all(s is not u for u in used))
    unused = tuple(s for s in left if (id(s) in alike) is s.is_hidden)
    if context.answers.get("HIDDEN_ROWS") == "exclude":
        used = tuple(s.without(s.hidden) for s in used)
    return Chosen(used, unused)


def _filled_in(sheet: RawSheet, schema: TableSchema, context: Context) -> RawSheet:
    """The sheet without the rows of a form that hold no more than their serial number."""
    serial = [p.index for p in place(sheet, schema, context).placed if p.column.name == SERIAL]
    if not serial or not len(sheet.rows):
        return sheet
    held = np.zeros(len(sheet.rows), bool)
    for index, column in enumerate(sheet.columns):
        if index not in serial:
            held |= as_text(column).is_valid().to_numpy(zero_copy_only=False)
    return sheet if held.all() else sheet.without(np.flatnonzero(~held).tolist())


def _is_same(first: RawSheet, other: RawSheet, schema: TableSchema) -> bool:
    """True when two sheets have the same headings, and their names no other subjects."""
    same = sheet_subject(first, schema) == sheet_subject(other, schema)
    return first.headings == other.headings and same


def is_apart(sheet: RawSheet, used: Sequence[RawSheet], schema: TableSchema, context: Context) -> bool:
    """True when a sheet that is not read is one of this table as well, with subjects that the others lack."""
    layout = place(sheet, schema, context)
    held = {name for s in used for name in _subjects(place(s, schema, context))}
    is_sound = not any(i.severity == "error" for i in layout.issues)
    return is_sound and not _subjects(layout) <= held


def _are_alike(first: RawSheet, other: RawSheet, schema: TableSchema, context: Context) -> bool:
    """True when one sheet has all columns of the other, in any order and words, and both the same marks."""
    if schema.exact_headings or sheet_subject(first, schema) != sheet_subject(other, schema):
        return False
    one = place(first, schema, context)
    two = place(other, schema, replace(context, subjects=context.subjects | _subjects(one)))
    names, others = ({p.column.name for p in layout.placed} for layout in (one, two))
    strange = _strange(other, two, schema) - _strange(first, one, schema)
    is_sound = not any(i.severity == "error" for i in (*one.issues, *two.issues))
    is_within = names <= others or others <= names
    return is_sound and is_within and not strange and _subjects(one) == _subjects(two)


def _strange(sheet: RawSheet, layout: Layout, schema: TableSchema) -> set[str]:
    """The headings that mean nothing here."""
    known = {p.index for p in layout.placed}
    others = (i for i in range(len(sheet.headings)) if i not in known)
    return {sheet.headings[i] for i in others if not is_aside(schema, sheet.path(i))} - {""}


def informed(sheets: Sequence[RawSheet], schema: TableSchema, context: Context) -> Context:
    """The context with full marks by column, and the subjects of all sheets: one of them is one in all."""
    found = frozenset({*context.full, *context.subjects})
    names: dict[str, None] = {}
    for sheet in sheets:
        layout = place(sheet, schema, replace(context, subjects=found))
        found |= _subjects(layout)
        names |= dict.fromkeys(p.column.name for p in layout.placed)
    return replace(
        context,
        full=by_heading(context.full, names, schema),
        subjects=found,
        item_full=full_marks(context.item_full, _items(names, schema)),
    )


def _items(names: Iterable[str], schema: TableSchema) -> list[str]:
    own = {column.name for column in schema.columns}
    return [name for name in names if name not in own]


def _subjects(layout: Layout) -> frozenset[str]:
    return frozenset(p.column.name for p in layout.placed if p.column.type == "score")


def _first_that_fits(sheets: Sequence[RawSheet], schema: TableSchema, context: Context) -> RawSheet:
    """The first sheet whose headings are those of the table, else the first one."""
    for sheet in sheets if len(sheets) > 1 else ():
        layout = place(sheet, schema, context)
        if not any(i.severity == "error" for i in layout.issues):
            return sheet
    return sheets[0]
