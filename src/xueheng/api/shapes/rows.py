"""Texts, numbers and rows: what every room takes and gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Field, Query, Schema
from pydantic import BeforeValidator, StringConstraints

from xueheng.api.limits import limits

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _written(said: Any) -> Any:
    """A day as it is written; a number is none."""
    if not DAY.fullmatch(str(said)):
        raise ValueError("2026-09-01")
    return said


T = TypeVar("T")
Text = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00]+$")]
Day = Annotated[date, BeforeValidator(_written)]
Number = Annotated[int, Field(ge=0, le=2**53)]


class Told(Schema):
    """What is wrong; the number of a fault of ours, or of the release that is to be asked for."""

    code: str
    message: str
    incident: str | None = None
    release: int | None = None


class Window(Schema):
    """Which rows of a list."""

    offset: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(50, ge=1, le=limits()["page"])


Of = Annotated[Text, Query("")]
Rows = Annotated[Window, Query()]


class Listed(Schema, Generic[T]):
    """Some of a list, and how many there are."""

    items: list[T]
    total: int
    offset: int
    limit: int


def listed(found: Any, rows: Window, shown: Callable[[Any], Any] = list) -> dict[str, Any]:
    """The rows that were asked for of a query or a list."""
    total = found.count() if isinstance(found, QuerySet) else len(found)
    items = shown(found[rows.offset : rows.offset + rows.limit])
    return {"items": items, "total": total, "offset": rows.offset, "limit": rows.limit}


class Place(Schema):
    """An organisation."""

    code: str
    name: str
    kind: str
