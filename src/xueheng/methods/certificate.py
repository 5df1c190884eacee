"""证书: a plan that was sealed is held against its inputs, bound and figures; it is not solved again."""

from __future__ import annotations

import csv
import importlib
import io
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from xueheng.methods.declare import Method, OutcomeTable
from xueheng.methods.inputs import read_tables
from xueheng.methods.outcome import table_of
from xueheng.methods.params import parse_params
from xueheng.tables.arrow import pa
from xueheng.tables.schema import Synonyms

READ: dict[str, Callable[[str], Any]] = {
    "text": str,
    "integer": int,
    "decimal": Decimal,
    "number": float,
    "truth": "true".__eq__,
}


def differences(
    declared: Method,
    files: Mapping[str, Path],
    members: Mapping[str, bytes],
    *,
    manifest: Mapping[str, Any],
    synonyms: Mapping[str, Synonyms],
) -> list[str]:
    """What the method's `certificate` finds wrong with the plan in a bundle, in both languages."""
    params = parse_params(declared.params, [], document=manifest["params"])
    inputs = read_tables(declared, files, params=params, answers=manifest["answers"], synonyms=synonyms)
    sealed = {
        t.name: sealed_table(t, members[f"outcome/{t.name}.csv"])
        for t in declared.tables
        if f"outcome/{t.name}.csv" in members
    }
    check = importlib.import_module(f"{declared.body.partition('.body:')[0]}.certificate").check
    figures = json.loads(members["outcome/figures.json"])
    return [
        f"证书不成立 / the certificate does not hold: {said}"
        for said in check(inputs, params, sealed, figures)
    ]


def sealed_table(declared: OutcomeTable, data: bytes) -> pa.Table:
    """An outcome table from the bytes of its CSV file."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    kinds = {c.name: READ[c.kind] for c in declared.columns}
    cells = [
        [kinds[name](cell) if cell else None for cell in column] for name, column in _columns(head, rows)
    ]
    return table_of(declared, dict(zip(head, cells, strict=True)))


def _columns(head: list[str], rows: list[list[str]]) -> list[tuple[str, list[str]]]:
    return [(name, [row[at] for row in rows]) for at, name in enumerate(head)]
