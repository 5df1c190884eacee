"""结果: outcome tables in one stable order and one exact text form, figures, rules and issues."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xueheng.methods.declare import Method, OutcomeTable
from xueheng.standards.words import Lang
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Issue

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
    fields = {c.name: pa.array(columns[c.name], TYPES[c.kind]) for c in declared.columns if c.name in columns}
    return pa.table(fields)


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
        tables[spec.name] = table.sort_by(held).combine_chunks() if held else table
    return Outcome(tables, outcome.figures, outcome.issues, outcome.rules)


def csv_bytes(table: pa.Table) -> bytes:
    """The table as CSV: UTF-8, LF, decimals as short as they are exact, floats as they round-trip."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    columns = [[cell_text(v) for v in column.to_pylist()] for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8")


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
    return [{k: json_value(v) for k, v in row.items()} for row in table.to_pylist()]


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
