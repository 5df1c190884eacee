"""招生计划文件: every school with its code, its places, and the quota places among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueheng.tables.context import Context
from xueheng.tables.documents.key_findings import (
    Counted,
    has_error,
    key_issue,
    shape,
    text_only,
    twice,
    whole,
)
from xueheng.tables.issues import Issue

EARLIEST, LATEST = 2000, 2100  # years that a plan can be for
KEYS = frozenset({"code", "name", "plan", "indicator"})


def plan_shape(document: Any, context: Context) -> list[Issue]:
    """What keeps a plan from being read at all: its keys, its list of schools, its year."""
    found = list(shape(document, "plan"))
    if has_error(found):
        return found
    schools = document["schools"]
    if not isinstance(schools, list):
        return [*found, key_issue("SCHOOLS_SHAPE", "schools")]
    odd = (f"schools[{at}]" for at, school in enumerate(schools) if not isinstance(school, dict))
    found += (key_issue("SCHOOLS_SHAPE", path) for path in odd)
    return [*found, *_year(document["year"], context)]


def school_issues(schools: list[dict[str, Any]]) -> Iterator[Issue]:
    """What is wrong with the schools of a plan, one by one and together."""
    for at, school in enumerate(schools):
        yield from _school(school, f"schools[{at}]")
    yield from twice((f"schools[{at}].code", _text(school.get("code"))) for at, school in enumerate(schools))


def _year(value: Any, context: Context) -> Iterator[Issue]:
    year = yield from whole(value, "year")
    if year is None:
        return
    if not EARLIEST <= year <= LATEST:
        yield key_issue("YEAR_UNLIKELY", "year", value=year)
    elif context.today and abs(year - context.today.year) > 1:
        yield key_issue("YEAR_UNLIKELY", "year", severity="warning", value=year)


def _school(school: dict[str, Any], path: str) -> Iterator[Issue]:
    if _text(school.get("code")) is None:
        yield key_issue("BLANK", f"{path}.code")
    for key in ("code", "name"):
        if school.get(key) is not None:
            yield from text_only(school[key], f"{path}.{key}")
    if _text(school.get("plan")) is None:
        yield key_issue("BLANK", f"{path}.plan")
    places = yield from _count(school.get("plan"), f"{path}.plan")
    quota = yield from _count(school.get("indicator"), f"{path}.indicator")
    if places is not None and quota is not None and quota > places:
        yield key_issue("PART_GT_WHOLE", f"{path}.indicator", value=quota, total=places)
    yield from (key_issue("KEY_UNUSED", f"{path}.{k}", severity="notice") for k in school if k not in KEYS)


def _count(value: Any, path: str) -> Counted:
    """A number of places; a blank one is nothing and no finding."""
    if _text(value) is None:
        return None
    return (yield from whole(value, path))


def _text(value: Any) -> str | None:
    """What a key says; None when it is blank."""
    return None if value is None else str(value).strip() or None
