"""任职的人: who may be given a post, and which posts may be ended, by whom posts are entrusted to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Person, Post, Spell
from xueheng.apps.roster.posts import MANAGE
from xueheng.apps.roster.spans import holds
from xueheng.apps.roster.visibility import visible


def posts_of_persons(actor: Actor, people: Sequence[Person], *, on: date) -> dict[int, list[Post]]:
    """任职 that have not ended on a day, by person, where the actor gives and ends posts."""
    held = visible(_live(on).filter(person__in=people), actor, MANAGE)
    found: dict[int, list[Post]] = {}
    for post in held.select_related("org").order_by("valid_from", "pk"):
        found.setdefault(post.person_id, []).append(post)
    return found


def appointable(actor: Actor, text: str, *, on: date, limit: int = 20) -> list[Person]:
    """人员 whom the actor may give a post: its own staff by name or number; a new one by the whole number."""
    if not text:
        return []
    called = Q(name__icontains=text) | Q(number=text)
    found = _staff(actor, on).filter(called) | _of_nobody(actor, on).filter(number=text)
    return list(found.distinct().order_by("name", "pk")[:limit])


def appointable_one(actor: Actor, number: int, *, on: date) -> Person | None:
    """人员 of that id whom the actor may give a post."""
    found: Person | None = (_staff(actor, on) | _of_nobody(actor, on)).filter(pk=number).distinct().first()
    return found


def _staff(actor: Actor, on: date) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=visible(_live(on), actor, MANAGE).values("person"))


def _of_nobody(actor: Actor, on: date) -> QuerySet[Person]:
    """Who has a number, holds no post and is no pupil: new or between two places, for who appoints first."""
    pupils = Spell.objects.filter(holds(on)).values("person")
    free = Person.objects.exclude(number=None).exclude(pk__in=_live(on).values("person"))
    return free.exclude(pk__in=pupils) if actor.may(MANAGE) else free.none()


def _live(on: date) -> QuerySet[Post]:
    return Post.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on))


def post_to_end(actor: Actor, number: int) -> Post:
    """任职 of that id where the actor gives and ends posts; NotFound for all others."""
    found: Post | None = (
        visible(Post.objects.select_related("org", "person"), actor, MANAGE).filter(pk=number).first()
    )
    if found is None:
        raise NotFound(_("没有找到这项任职，或者它不归您管理。"))
    return found
