"""教师一方: who is at work at which school, as entries that the national export can be held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from xueheng.apps.intake.mirroring.side import Asked, Ours
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.models import Person, Post
from xueheng.apps.roster.queries import schools
from xueheng.apps.roster.spans import holds
from xueheng.tables.mirrors.sides import Entry

HELD = ("pk", "name", "number", "sex", "born_on", "id_number", "facts")
YES, NO = "1", "0"


def of_staff(asked: Asked) -> Ours:
    """教师: who is at a school now; and who is known by a teacher's number and may come (back) to one."""
    on = localdate(asked.when.now)
    at, leads = _places(on)
    known = Q(posts__isnull=False) | Q(number__isnull=False, spells=None)
    rows = Person.objects.filter(known).distinct().order_by("pk").values_list(*HELD)
    return Ours([_entry(row, at.get(row[0], ""), is_leading=row[0] in leads) for row in rows])


def _places(on: date) -> tuple[Mapping[int, str], set[int]]:
    """The school of each person with a post in one, the first by code; and who leads a class."""
    codes = dict(schools(system("mirror")).values_list("pk", "code"))
    held = Post.objects.filter(holds(on)).order_by("-org__code").values_list("person", "org__path", "role")
    at: dict[int, str] = {}
    leads: set[int] = set()
    for person, path, role in held:
        if code := _school(path, codes):
            at[person] = code
        if role == "class_teacher":
            leads.add(person)
    return at, leads


def _school(path: str, codes: Mapping[int, str]) -> str:
    steps: Iterable[int] = map(int, path.strip("/").split("/"))
    return next((codes[step] for step in steps if step in codes), "")


def _entry(row: tuple[Any, ...], school: str, *, is_leading: bool) -> Entry:
    pk, name, number, sex, born_on, document, facts = row
    known = {**facts, "class_teacher": YES if is_leading else NO}
    return Entry(pk, name, number or "", sex, born_on, school, state="", id_number=document, facts=known)
