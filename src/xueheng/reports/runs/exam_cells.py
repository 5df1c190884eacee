"""Words and cells that every part of an exam report shares."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from xueheng.methods.exam_quality import METHOD
from xueheng.reports.blocks import Column
from xueheng.standards.words import Words, plain
from xueheng.tables.scores import TOTAL

Row = dict[str, Any]
SMALL_MARKS = 20  # mean below which marks are shown with two digits


def subject_words(subject: str) -> Words:
    """A subject as its heading stands in the table; the total by its own word."""
    return Words("总分", "Total") if subject == TOTAL else plain(subject)


def lead_subject(whole: dict[str, Row]) -> str:
    """The subject a whole report leads with: the total, if anybody has one."""
    return TOTAL if TOTAL in whole else next(iter(whole))


def mark_text(value: float) -> str:
    """A mark with at most one decimal place, as sentences say it."""
    return f"{Decimal(str(value)).quantize(Decimal('0.1')).normalize():f}"


RATES = ("excellent_rate", "pass_rate", "low_rate")


def figure_heads(rows: Iterable[Row]) -> list[Column]:
    """The heads of n, marks and rates; small marks are shown with two digits."""
    digits = 2 if max((r["mean"] for r in rows), default=0) < SMALL_MARKS else 1
    labels = {c.name: c.label for c in METHOD.table("groups").columns}
    heads = [Column(labels["n"], 0)]
    heads += [Column(labels[c], digits) for c in ("mean", "sd", "median")]
    return heads + [Column(labels[c], 1, percent=True) for c in RATES]


def figure_cells(row: Row) -> tuple[Any, ...]:
    """A group's figures in the order of their heads."""
    return tuple(row[c] for c in ("n", "mean", "sd", "median", *RATES))
