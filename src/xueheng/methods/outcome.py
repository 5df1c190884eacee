"""结果: outcome tables in one stable order and one exact text form, figures, rules and issues."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow.compute as pc

from xueheng.methods.declare import Method, OutcomeTable
from xueheng.standards.words import Lang
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue

ROWS_AT_ONCE = 200_000
TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(24, 4),
    "number": pa.float64(),
    "truth": pa.bool_(),
}


@dataclass(frozen=True)
class Rule:
    """A rule that the outcome rests on, with its document and whether its text has been read."""

    id: str
    doc: str
    clause: str
    status: str


@dataclass(frozen=True)
class Outcome:
    """What a method's body gives back."""

    tables: Mapping[str, pa.Table]
    figures: Mapping[str, Any] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    rules: tuple[Rule, ...] = ()


def table_of(declared: OutcomeTable, columns: Mapping[str, Sequence[Any] | pa.Array]) -> pa.Table:
    """An outcome table with the declared columns and types; a missing column is left out."""
    there = [c for c in declared.columns if c.name in columns]
    return pa.table({c.name: _typed(columns[c.name], TYPES[c.kind]) for c in there})


def _typed(values: Sequence[Any] | pa.Array, kind: pa.DataType) -> pa.Array:
    """A column of the kind; one that is held as places in a list of texts stays so."""
    return values if isinstance(values, pa.DictionaryArray) else pa.array(values, kind)


def rows_of(declared: OutcomeTable, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """An outcome table from rows in the order of the declared columns."""
    listed = list(rows)
    return table_of(declared, {c.name: [r[i] for r in listed] for i, c in enumerate(declared.columns)})


def settled(outcome: Outcome, declared: Method) -> Outcome:
    """The same outcome with its tables in declared order and its rows in key order."""
    tables = {}
    for spec in declared.tables:
        table = outcome.tables.get(spec.name)
        if table is None or not table.column_names:
            continue
        order = [(k.removeprefix("-"), "descending" if k.startswith("-") else "ascending") for k in spec.key]
        held = [(k, way) for k, way in order if k in table.column_names]
        is_ready = not held or _is_sorted(table, held)
        tables[spec.name] = table if is_ready else table.sort_by(held).combine_chunks()
    return Outcome(tables, outcome.figures, outcome.issues, outcome.rules)


def _is_sorted(table: pa.Table, keys: Sequence[tuple[str, str]]) -> bool:
    """True when the rows stand in the order of the keys already, blanks last."""
    tied = np.ones(max(table.num_rows - 1, 0), bool)
    for name, way in keys:
        if table[name].null_count or not tied.any():
            return not tied.any()
        one, other = table[name][:-1], table[name][1:]
        after = pc.greater(one, other) if way == "ascending" else pc.less(one, other)
        if (tied & after.to_numpy()).any():
            return False
        tied &= pc.equal(one, other).to_numpy()
    return True


def csv_bytes(table: pa.Table) -> bytes:
    """The table as CSV: UTF-8, LF, decimals as short as they are exact, floats as they round-trip."""
    return b"".join(csv_parts(table))


def csv_parts(table: pa.Table) -> Iterator[bytes]:
    """The bytes of the CSV file in pieces, for a table too large to be written at once."""
    yield _lines([pa.array([name]) for name in table.column_names]) if table.num_columns else b"\n"
    for start in range(0, table.num_rows, ROWS_AT_ONCE):
        part = table.slice(start, ROWS_AT_ONCE)
        yield _lines([_texts(column.combine_chunks()) for column in part.columns])


def _texts(column: pa.Array) -> pa.Array:
    """The cells of a column as texts, each different value put into words once."""
    if pa.types.is_string(column.type):
        return column
    if pa.types.is_dictionary(column.type):
        return column.dictionary.take(column.indices)
    if pa.types.is_integer(column.type):
        return column.cast(pa.string())
    coded = column.dictionary_encode()
    words = pa.array([cell_text(v) for v in coded.dictionary.to_pylist()], pa.string())
    return words.take(coded.indices)


def _lines(columns: Sequence[pa.Array]) -> bytes:
    """Rows as lines: cells with a comma, a quote or a line feed in quotes, and a lone blank cell as well."""
    cells = [_quoted(pc.fill_null(column, "")) for column in columns]
    if len(cells) == 1:
        cells = [pc.if_else(pc.equal(cells[0], ""), '""', cells[0])]
    ends = pc.binary_join_element_wise(cells[-1], "\n", "")
    joined = pc.binary_join_element_wise(*cells[:-1], ends, ",")
    begin, end = joined.offset, joined.offset + len(joined)
    offsets = np.frombuffer(joined.buffers()[1], np.int32)
    return bytes(joined.buffers()[2][int(offsets[begin]) : int(offsets[end])])


def _quoted(cells: pa.Array) -> pa.Array:
    odd = pc.match_substring_regex(cells, '[",\n]')
    if not pc.any(odd).as_py():
        return cells
    inside = pc.replace_substring(cells, '"', '""')
    return pc.if_else(odd, pc.binary_join_element_wise('"', inside, '"', ""), cells)


def cell_text(value: Any) -> str:
    """One value as the text of a CSV cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return short_decimal(value)
    return repr(value) if isinstance(value, float) else str(value)


def short_decimal(value: Decimal) -> str:
    """An exact decimal without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def json_rows(table: pa.Table) -> list[dict[str, Any]]:
    """The rows with JSON types, unrounded."""
    columns = [_json_column(column) for column in table.columns]
    return [dict(zip(table.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def _json_column(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column with JSON types; a decimal that stands in many rows is turned once."""
    if pa.types.is_decimal(column.type) or pa.types.is_dictionary(column.type):
        column = column.cast(getattr(column.type, "value_type", column.type))
        distinct = column.unique()
        plain = json_value(distinct.to_pylist())
        return [plain[at] for at in pc.index_in(column, value_set=distinct).to_pylist()]
    is_plain = pa.types.is_integer(column.type) or pa.types.is_string(column.type)
    values: list[Any] = column.to_pylist()
    return values if is_plain else [json_value(value) for value in values]


def json_value(value: Any) -> Any:
    """One value with JSON types: NaN is null, an exact decimal a number."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {k: json_value(v) for k, v in value.items()}
    return [json_value(v) for v in value] if isinstance(value, list | tuple) else value


def issues_json(issues: Iterable[Issue], lang: Lang) -> list[dict[str, Any]]:
    """Issues in the order in which they were found."""
    return [issue.as_json(lang) for issue in issues]
