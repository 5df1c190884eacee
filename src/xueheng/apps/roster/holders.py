"""担任者: who holds a permission at an organisation on a day, for mechanisms that must reach them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from xueheng.apps.roster.models import Account, Org, Post
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.spans import holds
from xueheng.standards.org_kinds import kinds_of


def posts_with(permission: str, place: Org, *, on: date) -> list[Post]:
    """任职 that give a permission at an organisation: held there or above, or at an office above."""
    named = [role.id for role in roles().values() if permission in role.may]
    above = [int(step) for step in place.path.strip("/").split("/")]
    held = Post.objects.filter(holds(on), role__in=named).select_related("person", "org__parent")
    return [post for post in held.order_by("role", "pk") if _territory(post.org).pk in above]


def accounts_with(permission: str, place: Org, *, on: date) -> QuerySet[Account]:
    """账号 of those who hold a permission at an organisation."""
    persons = {post.person_id for post in posts_with(permission, place, on=on)}
    return Account.objects.filter(person__in=persons, is_active=True).order_by("pk")


def _territory(place: Org) -> Org:
    while place.kind in kinds_of("office") and place.parent is not None:
        place = place.parent
    return place
