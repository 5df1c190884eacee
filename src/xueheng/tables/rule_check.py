"""规则核对: every rule, column, code list and example that a schema names exists and fits."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from xueheng.standards.code_lists import code_list_names
from xueheng.standards.ids import check_identity_number
from xueheng.standards.words import Words, catalogue
from xueheng.standards.yaml_source import YamlError
from xueheng.tables.cells.codes import read_code, words_of
from xueheng.tables.cells.dates import read_date, read_instant, read_month
from xueheng.tables.cells.reading import Reading
from xueheng.tables.cells.values import read_decimal
from xueheng.tables.schema import ColumnSchema, RuleUse, TableSchema, bases, schema, schema_names

MEASURED = ("integer", "decimal", "number", "score")
READERS: dict[str, Callable[[str], Reading]] = {
    "date": lambda text: read_date(text, is_serial=False),
    "month": lambda text: read_month(text, is_serial=False),
    "instant": read_instant,
}


def problems() -> Iterator[Words]:
    """规则核对 of all schemas; a file that cannot be read at all is told elsewhere."""
    for name in schema_names():
        try:
            found = schema(name)
        except YamlError:
            continue
        yield from problems_of(found)


def problems_of(found: TableSchema) -> Iterator[Words]:
    """规则核对 of one schema."""
    for use in found.rules:
        yield from _rule(found, use)
    for column in found.columns:
        yield from _codes(found, column)
        yield from _example(found, column)
    yield from _headings(found)


def _rule(found: TableSchema, use: RuleUse) -> Iterator[Words]:
    function = _function(use.rule)
    if function is None:
        yield _said("RULE_UNKNOWN", found, rule=use.rule)
        return
    taken = {p.name: p for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY}
    wanted = {n for n, p in taken.items() if p.default is inspect.Parameter.empty}
    unfit = {n for n, value in use.with_.items() if n in taken and not _fits(value, taken[n].annotation)}
    wrong = sorted((use.with_.keys() - taken.keys()) | (wanted - use.with_.keys()) | unfit)
    if wrong:
        yield _said("RULE_ARGUMENTS", found, rule=use.rule, names=", ".join(wrong))
    names = {c.name for c in found.columns}
    for value in use.with_.values():
        for column in (value,) if isinstance(value, str) else value:
            if _is_name(column) and column not in names:
                yield _said("RULE_COLUMN", found, rule=use.rule, column=column)


def _function(name: str) -> Callable[..., Any] | None:
    module, _, function = name.partition(".")
    try:
        found = getattr(importlib.import_module(f"xueheng.tables.rules.{module}"), function, None)
    except ModuleNotFoundError:
        return None
    return found if inspect.isfunction(found) else None


def _fits(value: str | tuple[str, ...], annotation: object) -> bool:
    """True when the rule takes a single text or a list of them, as given; a text takes no list."""
    said = str(annotation)
    takes_list = any(word in said for word in ("tuple", "Sequence", "Collection", "Iterable", "list"))
    return takes_list if isinstance(value, tuple) else "str" in said.split(" | ") or not takes_list


def _is_name(text: str) -> bool:
    """True for what is written like a column's name; numbers and signs are plain values."""
    return text.isidentifier() and text.islower()


def _codes(found: TableSchema, column: ColumnSchema) -> Iterator[Words]:
    is_lost = bool(column.codes_of) and column.codes_of not in code_list_names()
    if is_lost or (column.codes and column.codes_of):
        yield _said("CODES_NAME", found, column=column.name, codes=column.codes_of)


def _example(found: TableSchema, column: ColumnSchema) -> Iterator[Words]:
    if column.example and not _is_readable(column, column.example):
        yield _said("EXAMPLE_WRONG", found, column=column.name, example=column.example)


def _is_readable(column: ColumnSchema, text: str) -> bool:
    if column.type in MEASURED:
        cell = read_decimal(text, {})
        is_whole = column.type != "integer" or cell.value == int(cell.value or 0)
        return cell.problem is None and is_whole and _is_within(column, Decimal(str(cell.value)))
    if column.type == "identity":
        return not check_identity_number(text)
    if column.type == "code":
        is_known = column.codes_of == "" or column.codes_of in code_list_names()
        return not is_known or read_code(text, words_of(column)).problem is None
    reader = READERS.get(column.type)
    return reader is None or reader(text).problem is None


def _is_within(column: ColumnSchema, value: Decimal) -> bool:
    low, high = column.at_least, column.at_most
    return (low is None or low <= value) and (high is None or value <= high)


def _headings(found: TableSchema) -> Iterator[Words]:
    """Headings that two columns claim, where they are no numbers: which is meant could not be said."""
    owner: dict[str, ColumnSchema] = {}
    for column in found.columns:
        for base in sorted(bases(column)):
            other = owner.setdefault(base, column)
            if other != column and {other.type, column.type} != {"id"}:
                yield _said("HEADING_SHARED", found, column=column.name, other=other.name, heading=base)


def _said(code: str, found: TableSchema, **values: str) -> Words:
    return catalogue("xueheng.tables")[code].fill(table=found.name, **values)
