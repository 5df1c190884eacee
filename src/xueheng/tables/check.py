"""A file against a schema: typed rows, every issue, and the questions only the user can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from xueheng.tables.arrow import pa
from xueheng.tables.chosen import choose, informed, is_apart, is_known
from xueheng.tables.context import Context
from xueheng.tables.corrections import corrected
from xueheng.tables.files.grid import Laid
from xueheng.tables.files.raw import read_raw
from xueheng.tables.files.sheet import RawSheet, Told, silent
from xueheng.tables.issues import Issue, Question, Refused, Verdict, finding, verdict_of
from xueheng.tables.keeping import Kept, keep_rules
from xueheng.tables.part import Part, read_part
from xueheng.tables.questions import question
from xueheng.tables.schema import Heads, TableSchema
from xueheng.tables.totals import check_totals

OF_FILE = (
    "NO_DATA FORMAT_UNKNOWN FILE_MISSING CORRUPT ENCODING_UNKNOWN CSV_QUOTES CONTAINER ZIP_RATIO XML_DOCTYPE "
    "EXTERNAL_LINK MACROS PASSWORD SHEET_TOO_LARGE"
)
OF_JSON = "JSON_SHAPE JSON_DUP_KEY JSON_NOT_FINITE JSON_ENCODING JSON_SYNTAX JSON_DEPTH"
OF_HEADINGS = "COLUMN_MISSING COLUMN_TWICE COLUMN_TYPE NO_SUBJECT NO_ITEM UNIT_UNKNOWN"
UNREADABLE = frozenset(f"{OF_FILE} {OF_JSON} {OF_HEADINGS}".split())


@dataclass(frozen=True)
class Checked:
    """A table as read: its rows, all issues, open questions, and how many rows are good."""

    table: pa.Table
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]
    rows: int
    good_rows: int
    headings: Mapping[str, str] = field(default_factory=dict)  # column name to the heading in the file
    laid: tuple[Laid, ...] = ()  # where the headers of the sheets stand
    is_lost: bool = False  # the file can be read, but nothing of it can be used
    places: pa.Table | None = None  # of each row: its sheet, its number there, whether it is good
    parts: Mapping[str, pa.Table] = field(default_factory=dict)  # the tables of a document, by name

    @cached_property
    def verdict(self) -> Verdict:
        """The first verdict that applies."""
        is_unreadable = self.is_lost or any(i.code in UNREADABLE for i in self.issues)
        return verdict_of(self.issues, self.questions, unreadable=is_unreadable)


def read_table(
    path: Path, schema: TableSchema, *, context: Context, name: str | None = None, told: Told = silent
) -> Checked:
    """Read a file against a schema; sheets of one heading are joined, others are named as not read."""

    def known(heads: Heads) -> bool:
        return is_known(schema, heads, context)

    try:
        sheets = read_raw(path, known if schema.columns else None, told)
        own = tuple(s for s in sheets if s.name is not None and s.name == name)
        return check_sheets(own or sheets, schema, context=context)
    except Refused as refused:
        return Checked(pa.table({}), refused.issues, refused.questions, 0, 0)


def _unread(sheet: RawSheet, used: Sequence[RawSheet], schema: TableSchema, context: Context) -> Issue:
    """What to say of a sheet that is not read."""
    if sheet.is_hidden:
        return finding("SHEET_HIDDEN", "notice", **sheet.place(None, None))
    if is_apart(sheet, used, schema, context):
        return finding("SHEET_APART", "warning", **sheet.place(None, None))
    return finding("SHEET_UNUSED", "notice", **sheet.place(None, None))


def check_sheets(sheets: tuple[RawSheet, ...], schema: TableSchema, *, context: Context) -> Checked:
    """Check sheets of the same headings as one table."""
    given = corrected(sheets, context.corrections)
    chosen = choose(given.sheets, schema, context)
    known = informed(chosen.used, schema, context)
    parts = [read_part(sheet, schema, known) for sheet in chosen.used]
    joined = pa.concat_tables([p.table for p in parts], promote_options="default")
    kept = keep_rules(joined, schema, known, parts)
    asked = {q.code: q for p in parts for q in p.questions}
    if any(s.hidden for s in chosen.used) and "HIDDEN_ROWS" not in known.answers:
        asked["HIDDEN_ROWS"] = question("HIDDEN_ROWS")
    aside = [_unread(s, chosen.used, schema, known) for s in chosen.unused]
    headings = {name: head for p in reversed(parts) for name, head in p.headings.items()}
    found = (*given.issues, *(i for p in parts for i in p.issues), *kept.issues)
    issues = (*found, *aside, *check_totals(parts))
    checked = Checked(
        _left(joined, kept),
        tuple(replace(i, table=schema.name) for i in issues),
        tuple(asked.values()),
        joined.num_rows + sum(i.code == "RAGGED" for i in issues),
        int(kept.good.sum()),
        headings,
        tuple(p.laid for p in parts),
        is_lost=any(p.is_lost for p in parts),
        places=_left(_places(parts)[: joined.num_rows].append_column("good", pa.array(kept.good)), kept),
    )
    return replace(checked, good_rows=0) if checked.verdict == "reject_file" else checked


def _left(table: pa.Table, kept: Kept) -> pa.Table:
    """The rows that were not dropped."""
    return table.filter(pa.array(~kept.dropped)) if kept.dropped.any() else table


def _places(parts: Sequence[Part]) -> pa.Table:
    """Where each row of the parts stands in the file; where no column was read the joined table has none."""
    sheets = [pa.repeat(pa.scalar(p.sheet.name, pa.string()), len(p.sheet.rows)) for p in parts]
    rows = [pa.array(p.sheet.rows, pa.int64()) for p in parts]
    return pa.table({"sheet": pa.chunked_array(sheets), "row": pa.chunked_array(rows)})
