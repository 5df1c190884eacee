"""搜索: one box for schools, classes, pupils and staff, never beyond what the actor sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.classes import class_name
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.reach import BY_NAME, posts, reached, spells, with_document
from xueheng.apps.roster.spans import holds
from xueheng.apps.roster.visibility import visible
from xueheng.standards.org_kinds import kinds_of
from xueheng.standards.words import Words, plain


@dataclass(frozen=True)
class Hit:
    """搜索结果: what was found; `key` is a code for places and a person's id for people."""

    kind: Literal["school", "class", "pupil", "staff"]
    key: str
    name: Words
    place: Words


def search(actor: Actor, text: str, *, on: date, limit: int = 20) -> list[Hit]:
    """找到的 schools, pupils, classes and staff whose name, code or number the text gives."""
    wanted = " ".join(text.split())
    if not wanted:
        return []
    found = [*_schools(actor, wanted, on, limit), *_pupils(actor, wanted, on, limit)]
    if len(found) < limit:
        found += [*_classes(actor, wanted, on, limit), *_staff(actor, wanted, on, limit)]
    return found[:limit]


def _schools(actor: Actor, wanted: str, on: date, limit: int) -> list[Hit]:
    named = Q(name__icontains=wanted) | Q(short_name__icontains=wanted) | Q(code__startswith=wanted)
    seen = visible(
        Org.objects.filter(holds(on), named, kind__in=kinds_of("school")), actor, "orgs.see", org=""
    )
    return [Hit("school", s.code, plain(s.name), plain(s.town)) for s in seen.order_by("code")[:limit]]


def _classes(actor: Actor, wanted: str, on: date, limit: int) -> list[Hit]:
    named = Org.objects.filter(holds(on), kind="class").filter(
        Q(name__icontains=wanted) | Q(code__startswith=wanted)
    )
    rows = reached(named, actor, "orgs.see", *BY_NAME).select_related("parent").order_by("code")[:limit]
    return [Hit("class", c.code, class_name(c, on), plain(c.parent.name)) for c in rows]


def _pupils(actor: Actor, wanted: str, on: date, limit: int) -> list[Hit]:
    named = Q(person__name__icontains=wanted) | Q(person__number=wanted) | with_document(wanted, "person__")
    rows = spells(actor, *BY_NAME, on=on).filter(named).order_by("person__name", "person")[:limit]
    return [Hit("pupil", str(s.person_id), plain(s.person.name), plain(s.school.name)) for s in rows]


def _staff(actor: Actor, wanted: str, on: date, limit: int) -> list[Hit]:
    named = Q(person__name__icontains=wanted) | Q(person__number=wanted)
    rows = posts(actor, on=on).filter(named)[: 3 * limit]
    first = {post.person_id: post for post in reversed(rows)}
    return [Hit("staff", str(p.person_id), plain(p.person.name), plain(p.org.name)) for p in first.values()][
        :limit
    ]
