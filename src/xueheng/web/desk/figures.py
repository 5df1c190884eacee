"""What a leader asks first: a few figures with their date and n, and the schools that need a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from xueheng.apps.runs import queries as runs
from xueheng.packs.student_status.registry import TOO_LARGE
from xueheng.standards.class_size import class_sizes
from xueheng.standards.stages import stage_entry
from xueheng.standards.words import Words
from xueheng.web.desk.sight import Sight

BALANCE = "balance.standard"
ROWS = 500
BELOW = Words("{stage}资源配置只有 {n} 项达标", "{stage}: only {n} resource indicators reach the standard")
ROLL = Words("学籍名册", "Roll of pupils")


@dataclass(frozen=True)
class Dial:
    """One figure of so many, as of a day, from a source; its rows are at the address."""

    label: Words
    value: int
    of: int
    on: date
    source: Words
    address: str
    is_good: bool


@dataclass(frozen=True)
class Attention:
    """需关注: a school and why, one sentence for each reason."""

    school: str
    reasons: tuple[Words, ...]
    address: str


def dials(sight: Sight) -> list[Dial]:
    """The dials that have real figures behind them."""
    return [*_class_sizes(sight), *_balance(sight)]


def attention(sight: Sight) -> list[Attention]:
    """需关注 schools, each once: large classes, resources below the standard."""
    found: dict[str, Attention] = {}
    for one in (*_large_classes(sight), *_below_standard(sight)):
        known = found.setdefault(one.school, replace(one, reasons=()))
        found[one.school] = replace(known, reasons=(*known.reasons, *one.reasons))
    return list(found.values())


def _class_sizes(sight: Sight) -> Iterator[Dial]:
    planned = class_sizes(on=sight.today).standard
    judged = [size for size in sight.classes if size.klass.stage in planned]
    if judged:
        large = sum(size.band in TOO_LARGE for size in judged)
        label = Words("超过 55 人的班", "Classes over 55 pupils")
        yield Dial(label, large, len(judged), sight.today, ROLL, reverse("people:census"), large == 0)


def _balance(sight: Sight) -> Iterator[Dial]:
    run = _last_balance(sight)
    if run is None:
        return
    said = (
        ("schools", "passing", Words("达到优质均衡标准的学校", "Schools that reach the standard")),
        ("coefficients", "met", Words("差异系数在限值内", "Coefficients within their limits")),
    )
    title, address = Words(run.title, run.title), reverse("results:report", args=[run.pk])
    on = timezone.localdate(run.sealed_at)
    for what, counted, label in said:
        met, judged = run.figures.get(f"{what}_{counted}"), run.figures.get(f"{what}_judged")
        if judged:
            yield Dial(label, met, judged, on, title, address, met == judged)


def _large_classes(sight: Sight) -> Iterator[Attention]:
    large = Counter(size.school for size in sight.classes if size.band in TOO_LARGE)
    for school in sorted(large, key=lambda school: school.code):
        reason = Words("{n} 个班超过 55 人", "{n} classes over 55 pupils").fill(n=large[school])
        yield Attention(school.name, (reason,), reverse("people:school", args=[school.code]))


def _below_standard(sight: Sight) -> Iterator[Attention]:
    run = _last_balance(sight)
    if run is None:
        return
    address = reverse("results:report", args=[run.pk])
    page = runs.table(sight.actor, run, "verdicts", limit=ROWS)
    names = [column.name for column in page.columns]
    for values in page.rows:
        row = dict(zip(names, values, strict=True))
        if row["passes"] is False:
            reason = BELOW.fill(n=row["met_count"], stage=stage_entry(row["level"]).label)
            yield Attention(row["school"], (reason,), address)


def _last_balance(sight: Sight) -> Any:
    return next((run for run in sight.runs if run.method == BALANCE and run.state == "sealed"), None)
