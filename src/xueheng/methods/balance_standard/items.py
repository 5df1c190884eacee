"""条目: the items of 政府保障, 教育质量 and the rest, by figures or by reading, each with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xueheng.methods.balance_standard.told import refused
from xueheng.methods.balance_standard.verdict import Known, all_true
from xueheng.standards.balance_items import BalanceItem, Bound, balance_items
from xueheng.tables.schema import word_key

WORDS_OF_LIMITS = {
    "小学": "primary",
    "初中": "junior",
    "一贯制": "combined",
    "比例": "share",
    "年数": "years",
}
MET = {"met": True, "missed": False, None: None}
Row = Mapping[str, Any]
Given = dict[tuple[str, str, str], Row]


@dataclass(frozen=True)
class Answer:
    """What is known of an item, or of one of its limits."""

    item: BalanceItem
    limit: str
    bound: Bound | None
    value: Decimal | None
    met: Known
    reason: str
    evidence: str | None


def answers(table: pa.Table) -> dict[str, list[Answer]]:
    """Of each county every item in force, by part and number; what is not given stays unknown."""
    rows = table.to_pylist()
    given = _given(rows)
    counties = sorted({row.get("county") or "" for row in rows}, key=str.encode)
    return {c: [a for item in balance_items() for a in _answers(item, c, given)] for c in counties}


def _given(rows: list[Row]) -> Given:
    found: Given = {}
    for row in rows:
        item = _item(row["item"])
        limit = _limit(row.get("limit"), row, item)
        key = (row.get("county") or "", item.id, limit)
        if key in found:
            raise refused("ITEM_TWICE", value=item.label.zh, limit=limit)
        found[key] = row
    return found


def _item(name: str) -> BalanceItem:
    for item in balance_items():
        if word_key(name) in map(word_key, (item.id, item.label.zh, item.label.en)):
            return item
    raise refused("ITEM_UNKNOWN", value=name, known=", ".join(i.id for i in balance_items()))


def _limit(said: str | None, row: Row, item: BalanceItem) -> str:
    """Which limit of the item a row is about; none where it is about the whole item."""
    name = WORDS_OF_LIMITS.get(said or "", said or "")
    if name and name not in item.limits:
        raise refused("LIMIT_UNKNOWN", value=said, item=item.label.zh, known=", ".join(item.limits) or "—")
    if name or row.get("value") is None:
        return name
    if len(item.limits) != 1:
        code = "LIMIT_NEEDED" if item.limits else "ITEM_BY_READING"
        raise refused(code, value=row["value"], item=item.label.zh, known=", ".join(item.limits))
    return next(iter(item.limits))


def _answers(item: BalanceItem, county: str, given: Given) -> Iterator[Answer]:
    whole = given.get((county, item.id, ""))
    for limit in item.limits or ("",):
        row = given.get((county, item.id, limit), whole)
        yield _answer(item, limit, row)


def _answer(item: BalanceItem, limit: str, row: Row | None) -> Answer:
    bound = item.limits.get(limit)
    if row is None:
        return Answer(item, limit, bound, None, None, "NOT_GIVEN", None)
    value, said = row.get("value"), MET[row.get("met")]
    if value is None and said is None:
        raise refused("ITEM_EMPTY", value=item.label.zh)
    if value is None or bound is None:
        return Answer(item, limit, bound, None, said, "BY_READING", row.get("evidence"))
    met = bound.allows(value)
    if said is not None and said is not met:
        raise refused("ITEM_CONTRADICTS", item=item.label.zh, value=value)
    return Answer(item, limit, bound, value, met, "BY_VALUE", row.get("evidence"))


def item_rows(found: Mapping[str, list[Answer]]) -> list[tuple[Any, ...]]:
    """各条目, a row for each limit."""
    return [
        (
            *(county or None, a.item.part, a.item.number, a.limit or None, a.item.id, a.item.label.zh),
            *(_number(a.value), *_ends(a.bound), a.met, a.reason, a.evidence),
            *(a.item.source.doc, a.item.source.clause, a.item.source.status),
        )
        for county, listed in found.items()
        for a in listed
    ]


def part_rows(found: Mapping[str, list[Answer]]) -> list[tuple[Any, ...]]:
    """各部分: items met, known and asked, and whether all hold."""
    rows: list[tuple[Any, ...]] = []
    for county, listed in found.items():
        for part in dict.fromkeys(a.item.part for a in listed):
            held = items_met([a for a in listed if a.item.part == part])
            known = [m for m in held.values() if m is not None]
            rows.append((county or None, part, sum(known), len(known), len(held), all_true([*held.values()])))
    return rows


def items_met(listed: list[Answer]) -> dict[str, Known]:
    """Of each item whether all its limits are kept."""
    by_item: dict[str, list[Known]] = {}
    for a in listed:
        by_item.setdefault(a.item.id, []).append(a.met)
    return {id_: all_true(parts) for id_, parts in by_item.items()}


def _ends(bound: Bound | None) -> tuple[float | None, ...]:
    held = (bound.at_least, bound.at_most, bound.below) if bound else (None, None, None)
    return tuple(map(_number, held))


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
