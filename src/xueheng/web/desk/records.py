"""搜索 and 留痕: what there is, and what was done; both only as far as the actor sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xueheng.apps.audit import queries as trail
from xueheng.apps.roster import queries as roster
from xueheng.standards.periods import period_words
from xueheng.standards.words import Words, catalogue, comparable, plain
from xueheng.tables.schema import schema
from xueheng.web.desk.sight import Sight
from xueheng.web.rules import page

HITS, ENTRIES, MORE, LONGEST = 20, 50, 1000, 60
KINDS = {
    "school": Words("学校", "School"),
    "class": Words("班级", "Class"),
    "pupil": Words("学生", "Pupil"),
    "staff": Words("教职工", "Staff"),
}
DATA, RUN = Words("数据", "Data"), Words("结果", "Result")
ADDRESSES = {"school": "people:school", "class": "people:klass", "pupil": "people:pupil"}


@dataclass(frozen=True)
class Found:
    """One thing found: what it is, its name, where it belongs, and its page if it has one."""

    kind: Words
    name: Words
    place: Words
    address: str


@dataclass(frozen=True)
class Line:
    """留痕 of one act in words."""

    entry: Any
    act: Words
    kind: Words
    who: Words
    number: str  # of who acted


@page("desk.see")
def search(request: HttpRequest) -> HttpResponse:
    """People, schools, data and results of these words."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    sight = Sight(request.actor, timezone.localdate())
    hits = [*_in_roster(sight, asked), *_in_work(sight, asked)] if asked else []
    return render(request, "desk/search.html", {"searched": asked, "hits": hits})


@page("audit.see")
def audit(request: HttpRequest) -> HttpResponse:
    """留痕, the latest first, of one subject if asked; with the head of the chain to print."""
    kind, number = (request.GET.get(name, "").strip()[:LONGEST] for name in ("kind", "id"))
    subject = (kind, number) if kind and number else None
    entries = trail.entries(request.actor, subject=subject, limit=MORE if "more" in request.GET else ENTRIES)
    is_checked = "check" in request.GET
    shown = {
        "head": trail.head(),
        "lines": [_line(entry) for entry in entries],
        "asked": {"kind": kind, "id": number},
        "is_checked": is_checked,
        "breaks": trail.breaks() if is_checked else [],
    }
    return render(request, "desk/audit.html", shown)


def _line(entry: Any) -> Line:
    who, _colon, number = entry.actor.partition(":")
    return Line(entry, _said(entry.action), _said(f"of.{entry.subject_kind}"), _said(f"by.{who}"), number)


def _said(code: str) -> Words:
    return catalogue("xueheng.web.desk").get(code) or plain(code.partition(".")[2] or code)


def _in_roster(sight: Sight, asked: str) -> Iterator[Found]:
    for hit in roster.search(sight.actor, asked, on=sight.today, limit=HITS):
        name = ADDRESSES.get(hit.kind)
        yield Found(KINDS[hit.kind], hit.name, hit.place, reverse(name, args=[hit.key]) if name else "")


def _in_work(sight: Sight, asked: str) -> Iterator[Found]:
    wanted = comparable(asked)
    for dataset in sight.datasets:
        label = schema(dataset.table).label
        named = " ".join((label.zh, label.en, dataset.label, dataset.period, dataset.org.name))
        if wanted in comparable(named):
            of = period_words(dataset.period)
            said = Words(f"{label.zh} {of.zh} {dataset.label}", f"{label.en} {of.en} {dataset.label}")
            yield Found(DATA, said, plain(dataset.org.name), reverse("data:dataset", args=[dataset.pk]))
    for run in sight.runs:
        if wanted in comparable(run.title):
            yield Found(RUN, plain(run.title), plain(run.org.name), reverse("results:run", args=[run.pk]))
