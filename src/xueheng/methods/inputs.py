"""输入: which file is which input, and each read through its schema, its named columns or its document."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from xueheng.methods.declare import ROW, Input, Method
from xueheng.methods.free import read_free
from xueheng.tables.check import Checked, read_table
from xueheng.tables.context import Context
from xueheng.tables.document_tables import checked_document, holds_keys
from xueheng.tables.files.raw import sheet_names
from xueheng.tables.issues import Refused, finding
from xueheng.tables.schema import NO_SYNONYMS, Synonyms, schema

PACKAGE = "xueheng.methods"
OF_TABLES = (".csv", ".xlsx", ".xlsm", ".xls", ".et", ".dbf", ".parquet", ".json")


def named_inputs(declared: Method, given: Iterable[tuple[str | None, Path]]) -> dict[str, Path]:
    """Which file is which input; one unnamed file is the first input, or holds several by name."""
    named: dict[str, Path] = {}
    for name, path in given:
        for found in _meant(declared, path) if name is None else [name]:
            _known_input(declared, found)
            if found in named:
                raise Refused([finding("INPUT_TWICE", "error", package=PACKAGE, value=found)])
            named[found] = path
    return named


def _meant(declared: Method, path: Path) -> list[str]:
    """The inputs that an unnamed file holds: a document by its keys, tables by name, else the first."""
    documents = [i for i in declared.inputs if i.document]
    if held := [i.name for i in documents if i.keys and holds_keys(path, i.keys)]:
        return held[:1]
    known = [i.name for i in declared.inputs]
    of_tables = [i.name for i in declared.inputs if not i.document]
    if documents and path.suffix.lower() not in OF_TABLES:
        return [documents[0].name]
    return [n for n in sheet_names(path) if n in known] or of_tables[:1] or known[:1]


def needed(declared: Method, files: Mapping[str, Path]) -> None:
    """Go on only when every file is an input of the method, and none that it needs is missing."""
    for name in files:
        _known_input(declared, name)
    missing = [i.name for i in declared.inputs if i.required and i.name not in files]
    given = [n for n in declared.one_of if n in files]
    if declared.one_of and len(given) != 1:
        missing.append(" | ".join(declared.one_of))
    if missing:
        raise Refused([finding("INPUT_MISSING", "error", package=PACKAGE, value=", ".join(missing))])


def read_input(
    spec: Input, path: Path, params: Any, *, answers: Mapping[str, str], synonyms: Mapping[str, Synonyms]
) -> Checked:
    """An input as it stands in its file, with everything that is wrong with it."""
    if spec.document:
        module, name = spec.document.split(":")
        return checked_document(path, lambda: getattr(importlib.import_module(module), name)(path, params))
    if spec.schema is None:
        columns = spec.columns(params) if spec.columns else ()
        return read_free(path, columns, name=spec.name)
    added = synonyms.get(spec.schema, NO_SYNONYMS)
    known = spec.context(params)
    answered = {**known.get("answers", {}), **answers}  # some methods treat every answer alike
    context = Context(**{**known, "answers": answered}, synonyms=added)
    return read_table(path, schema(spec.schema), context=context, name=spec.name)


def read_tables(
    declared: Method,
    files: Mapping[str, Path],
    *,
    params: Any,
    answers: Mapping[str, str],
    synonyms: Mapping[str, Synonyms],
) -> dict[str, pa.Table]:
    """The input tables of a method as it would read them from these files."""
    checked = {
        name: read_input(declared.input(name), path, params, answers=answers, synonyms=synonyms)
        for name, path in files.items()
    }
    return tables_of(declared, checked)


def tables_of(declared: Method, checked: Mapping[str, Checked]) -> dict[str, pa.Table]:
    """The tables by name that the body works on; those of a document stand beside the other inputs."""
    tables: dict[str, pa.Table] = {}
    for name, found in checked.items():
        spec = declared.input(name)
        tables |= dict(found.parts) if spec.document else {name: _rows(spec, found)}
    return tables


def _rows(spec: Input, checked: Checked) -> pa.Table:
    """The rows of an input, with their numbers in the file where the method names rows itself."""
    places = checked.places if spec.with_rows else None
    return checked.table if places is None else checked.table.append_column(ROW, places["row"])


def _known_input(declared: Method, name: str) -> None:
    known = [i.name for i in declared.inputs]
    if name not in known:
        listed = ", ".join(known)
        raise Refused([finding("INPUT_UNKNOWN", "error", package=PACKAGE, value=name, known=listed)])
