"""工作表: which sheets of a file hold the table, and what their columns tell of subjects and full marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xueheng.standards.subjects import subject_of
from xueheng.standards.words import comparable
from xueheng.tables.context import Context
from xueheng.tables.files.sheet import RawSheet
from xueheng.tables.layout import Layout, place
from xueheng.tables.own import is_own_sheet
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
    if names & {*context.full, *context.item_full, *context.attributes}:
        return True
    return schema.others == "subjects" and any(subject_of(name) for name in names)


def choose(sheets: Sequence[RawSheet], schema: TableSchema, context: Context) -> Chosen:
    """The first sheet that fits and all of the same headings; hidden ones and ours only if need be."""
    plain = [s for s in sheets if not (s.is_hidden or is_own_sheet(s.name))]
    filled = [s for s in plain if len(s.rows)] or [s for s in sheets if len(s.rows)]
    headings = _first_that_fits(filled, schema, context).headings
    used = tuple(s for s in filled if s.headings == headings)
    unused = tuple(s for s in plain if s.headings != headings)
    if context.answers.get("HIDDEN_ROWS") == "exclude":
        used = tuple(s.without(s.hidden) for s in used)
    return Chosen(used, unused)


def informed(sheets: Sequence[RawSheet], schema: TableSchema, context: Context) -> Context:
    """The context with full marks by column, and the subjects of all sheets: one of them is one in all."""
    found = frozenset({*context.full, *context.subjects})
    names: dict[str, None] = {}
    for sheet in sheets:
        layout = place(sheet, schema, replace(context, subjects=found))
        found |= _subjects(layout)
        names |= dict.fromkeys(p.column.name for p in layout.placed)
    items = {comparable(item): mark for item, mark in context.item_full.items()}
    return replace(
        context,
        full=by_heading(context.full, names, schema),
        subjects=found,
        item_full={n: items[comparable(n)] for n in names if comparable(n) in items},
    )


def _subjects(layout: Layout) -> frozenset[str]:
    return frozenset(p.column.name for p in layout.placed if p.column.type == "score")


def _first_that_fits(sheets: Sequence[RawSheet], schema: TableSchema, context: Context) -> RawSheet:
    """The first sheet whose headings are those of the table, else the first one."""
    for sheet in sheets if len(sheets) > 1 else ():
        layout = place(sheet, schema, context)
        if not any(i.severity == "error" for i in layout.issues):
            return sheet
    return sheets[0]
