"""Which pupils and staff an actor reaches: every list, count, search and export of people starts here."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Person, Post, Spell
from xueheng.apps.roster.spans import holds
from xueheng.apps.roster.visibility import visible

BY_NAME = ("pupils.see", "class.see")
IN_TOTALS = ("orgs.see", *BY_NAME)
SEALED = ("id_number", "phone", "facts")  # opened only for who asks


def spells(actor: Actor, *permissions: str, on: date) -> QuerySet[Spell]:
    """在读 on a day in the schools and classes where the actor holds one of the permissions."""
    places = reached(Org.objects.all(), actor, *permissions).values("pk")
    live = Spell.objects.filter(holds(on), Q(school__in=places) | Q(klass__in=places))
    return live.select_related("person", "school", "klass").defer(*(f"person__{name}" for name in SEALED))


def posts(actor: Actor, *, on: date) -> QuerySet[Post]:
    """任职 on a day where the actor sees the staff by name."""
    held = visible(Post.objects.filter(holds(on)), actor, "staff.see")
    return held.select_related("person", "org").order_by("org__code", "role", "person__name", "pk")


def with_document(number: str, tie: str = "") -> Q:
    """人员 whose 证件号 is this one; `tie` leads to the person."""
    field: Any = Person._meta.get_field("id_digest")
    return Q(**{f"{tie}id_digest__in": field.digests(number)})


def persons(actor: Actor, *, permission: str = "pupils.see", on: date) -> QuerySet[Person]:
    """学生 on a day where the actor holds the permission; with `staff.see` those who hold a post there."""
    held: QuerySet[Any] = (
        posts(actor, on=on) if permission == "staff.see" else spells(actor, permission, on=on)
    )
    return Person.objects.filter(pk__in=held.order_by().values("person")).order_by("name", "pk")


def reached(places: QuerySet[Org], actor: Actor, *permissions: str) -> QuerySet[Org]:
    """机构 where the actor holds one of several permissions."""
    seen = [visible(places, actor, permission, org="") for permission in permissions]
    return reduce(or_, seen)
