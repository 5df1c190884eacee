"""展示: typed rows as the text that people read, with the columns that an actor may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotAllowed
from xueheng.apps.intake.exams import names_stay_out
from xueheng.apps.intake.kinds import table_kind
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.standards.words import Words
from xueheng.tables.cells.codes import words_of
from xueheng.tables.own import PERSON, STATUS
from xueheng.tables.schema import ColumnSchema, TableSchema, schema

EXCLUDED = "不参加统计"


@dataclass(frozen=True)
class Page:
    """Some of the rows of a table as text, under the words of its columns."""

    columns: tuple[Words, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    offset: int
    limit: int
    numbers: tuple[bool, ...] = ()  # which columns are measured

    @property
    def lines(self) -> Iterator[tuple[tuple[str, bool], ...]]:
        """The rows, each cell with whether it is measured."""
        return (tuple(zip(row, self.numbers, strict=True)) for row in self.rows)


def page_rows(
    table: pa.Table,
    name: str,
    org: Org,
    actor: Actor,
    *,
    offset: int,
    limit: int,
    search: str,
    exam: Mapping[str, Any] | None = None,
) -> Page:
    """The rows that hold the searched text, in the order of the file, of an exam as law lets."""
    found = schema(name)
    hidden = _hidden(actor, name, org)
    if exam is not None and names_stay_out(name, org, exam):
        hidden = hidden | {"personal"}
    table = table.select([c for c in table.column_names if _sensitivity(c, found) not in hidden])
    if search:
        table = table.filter(_holding(table, search))
    texts = as_text(table.slice(offset, limit), found).to_pydict()
    rows = tuple(zip(*texts.values(), strict=True))
    numbers = tuple(_is_number(table.schema.field(c).type) for c in texts)
    return Page(tuple(label_of(c, found) for c in texts), rows, table.num_rows, offset, limit, numbers)


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def sees_persons(actor: Actor, name: str, org: Org) -> bool:
    """True for who may read the rows of such a table with the persons in them there."""
    if not any(c.sensitivity == "personal" for c in schema(name).columns):
        return True
    return actor.may(table_kind(name).reading, org)


def require_rows(actor: Actor, name: str, org: Org) -> None:
    """Go on only for who may read such rows there; NotAllowed otherwise."""
    actor.require("data.see", org)
    if not sees_persons(actor, name, org):
        raise NotAllowed(_("这类数据含有个人信息，您的岗位不经手。"))


def label_of(column: str, found: TableSchema) -> Words:
    """The words of a column; a subject or an item stands for itself."""
    return next((c.label for c in found.columns if c.name == column), Words(column, column))


def as_text(table: pa.Table, found: TableSchema) -> pa.Table:
    """Every column as words: codes by their labels, a missing mark by its reason; who a row is left out."""
    known = {c.name: c for c in found.columns}
    names = [n for n in table.column_names if n != PERSON and not n.endswith(STATUS)]
    return pa.table({name: _text(table, name, known.get(name), found) for name in names})


def _text(table: pa.Table, name: str, column: ColumnSchema | None, found: TableSchema) -> pa.Array:
    values = table[name].combine_chunks()
    if pa.types.is_decimal(values.type):
        text = pa.array([_decimal(v) for v in values.to_pylist()], pa.string())
    else:
        text = pc.cast(values, pa.string())
    if column is not None and column.type == "code":
        text = _labelled(text, column)
    beside = name + STATUS
    if beside in table.column_names:
        text = pc.coalesce(text, _labels(table[beside].combine_chunks(), _reasons(found)))
    return pc.fill_null(text, "")


def _labelled(text: pa.Array, column: ColumnSchema) -> pa.Array:
    return _labels(text, {code: words[0] for code, words in words_of(column).items() if words})


def _labels(text: pa.Array, labels: dict[str, str]) -> pa.Array:
    coded = pc.dictionary_encode(text)
    words = [labels.get(t, t) for t in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def _reasons(found: TableSchema) -> dict[str, str]:
    return {status: words[0] for status, words in found.marks.items()} | {"exclude": EXCLUDED}


def _decimal(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hidden(actor: Actor, name: str, org: Org) -> set[str]:
    """The sensitivities whose columns the actor does not read: of marks, the marks too."""
    return set() if sees_persons(actor, name, org) else {"personal", "score"}


def _sensitivity(name: str, found: TableSchema) -> str:
    """Of a column; one that the schema of a table of marks does not name is a subject or an item."""
    base, other = name.removesuffix(STATUS), "score" if found.others != "unused" else ""
    return next((c.sensitivity for c in found.columns if c.name == base), other)


def _holding(table: pa.Table, search: str) -> Any:
    mask = pa.array([False] * table.num_rows)
    for column in (c for c in table.columns if pa.types.is_string(c.type)):
        held = pc.fill_null(pc.match_substring(column, search, ignore_case=True), False)
        mask = pc.or_(mask, held.combine_chunks())
    return mask
