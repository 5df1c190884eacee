"""What the pages of this room are asked: the day, and the words and choices that narrow a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xueheng.packs.student_status.registry import SchoolLine
from xueheng.packs.student_status.roll import Asked

LONGEST = 60


def day(request: HttpRequest) -> date:
    """时点: the day that the reader has chosen, else today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def text(request: HttpRequest, name: str) -> str:
    """One word of the address, without blanks around it and never long."""
    return request.GET.get(name, "").strip()[:LONGEST]


def narrowed(request: HttpRequest, lines: Iterable[SchoolLine]) -> list[SchoolLine]:
    """学校 of the wanted words, kind and town, or only those that need a look."""
    words, kind, town = (text(request, name) for name in ("q", "kind", "town"))
    return [
        line
        for line in lines
        if (not words or words in f"{line.school.name}{line.school.short_name}{line.school.code}")
        and kind in ("", line.school.kind)
        and town in ("", line.school.town)
        and (line.over or not request.GET.get("attention"))
    ]


def of_pupils(request: HttpRequest) -> Asked:
    """学生 that are wanted; a grade that is none says nothing."""
    grade = text(request, "grade")
    number = int(grade) if grade.removeprefix("-").isdecimal() else None
    school, klass, status = (text(request, name) for name in ("school", "klass", "status"))
    return Asked(text(request, "q"), school, number, klass, status)


def answer(request: HttpRequest, name: str, shown: dict[str, Any]) -> HttpResponse:
    """A page of this room, with the day it speaks of and the tabs that the reader may open."""
    today = timezone.localdate()
    may = request.actor.may
    tabs = {"sees_pupils": "pupils.see", "sees_schools": "orgs.see", "sees_mirrors": "data.see"}
    sees = {name: may(permission) for name, permission in tabs.items()}
    around = {"on": shown.get("on", today), "today": today, **sees}
    return render(request, f"people/{name}.html", around | shown)
