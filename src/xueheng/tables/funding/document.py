"""缺口矩阵: {budget, pupils, indicators, cost} with a row of costs for each school; 0 is no gap."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyarrow as pa

from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.files.json_file import Number, parse_json
from xueheng.tables.issues import Issue, Refused, finding

PACKAGE = "xueheng.tables.funding"
MONEY = pa.decimal128(24, 4)
LISTED = 10


def funding_document(path: Path, params: Any) -> DocumentTables:
    """The gaps and the budget of the document; Refused with every key that is wrong."""
    document = parse_json(path)
    wrong = list(_wrong(document))
    if wrong:
        raise Refused(wrong[:LISTED])
    schools = _names(document)
    rows = [
        (schools[i], str(name), Decimal(cost), int(document["pupils"][i]))
        for i, costs in enumerate(document["cost"])
        for name, cost in zip(document["indicators"], costs, strict=True)
    ]
    columns = list(zip(*rows, strict=True))
    kinds = (pa.string(), pa.string(), MONEY, pa.int64())
    names = ("school", "indicator", "cost", "pupils")
    gaps = pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
    budget = pa.table({"budget": pa.array([Decimal(document["budget"])], MONEY)})
    return DocumentTables({"gaps": gaps, "budget": budget}, rows=len(schools))


def _names(document: dict[str, Any]) -> list[str]:
    """The schools as they are called, else S00, S01 and so on."""
    given = document.get("schools")
    count = len(document["cost"])
    width = max(2, len(str(count - 1)))
    return [str(s) for s in given] if given else [f"S{i:0{width}}" for i in range(count)]


def _wrong(document: Any) -> Iterator[Issue]:
    """What keeps the document from being used, by its key."""
    keys = ("budget", "pupils", "indicators", "cost")
    missing = [k for k in keys if not isinstance(document, dict) or document.get(k) in (None, [], "")]
    if missing:
        yield from (_said("KEY_MISSING", column=key) for key in missing)
        return
    n = len(document["cost"])
    if len(document["pupils"]) != n:
        yield _said("PUPILS_LENGTH", value=len(document["pupils"]), needed=n)
    if "schools" in document and len(set(map(str, document["schools"]))) != n:
        yield _said("SCHOOLS_LENGTH", needed=n)
    if len(set(map(str, document["indicators"]))) != len(document["indicators"]):
        yield _said("INDICATOR_TWICE", column="indicators")
    yield from _numbers(document)


def _numbers(document: dict[str, Any]) -> Iterator[Issue]:
    wide = len(document["indicators"])
    yield from _number("budget", document["budget"], whole=False)
    for i, value in enumerate(document["pupils"]):
        yield from _number(f"pupils[{i}]", value, whole=True)
    for i, costs in enumerate(document["cost"]):
        if not isinstance(costs, list) or len(costs) != wide:
            yield _said("COSTS_LENGTH", column=f"cost[{i}]", needed=wide)
            continue
        for k, value in enumerate(costs):
            yield from _number(f"cost[{i}][{k}]", value, whole=False)


def _number(place: str, value: Any, *, whole: bool) -> Iterator[Issue]:
    """A number that is not negative; a missing one is not zero."""
    try:
        number = Decimal(value) if isinstance(value, Number) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        yield _said("NUMBER_WANTED", column=place, value=value)
    elif number < 0:
        yield _said("NEGATIVE", column=place, value=value)
    elif whole and number % 1:
        yield _said("WHOLE_WANTED", column=place, value=value)
    elif number != round(number, 4) or number >= 10**15:
        yield _said("NUMBER_DIGITS", column=place, value=value)


def _said(code: str, **values: Any) -> Issue:
    return finding(code, "error", package=PACKAGE, **values)
