"""The one function that decides what an actor sees: for pages, exports, counts and search alike."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from xueheng.apps.errors import Unscoped
from xueheng.apps.roster.actor import EVERYWHERE, Actor


def visible(
    queryset: QuerySet[Any], actor: Actor | None, permission: str, *, org: str = "org"
) -> QuerySet[Any]:
    """可见: the rows whose organisation lies where the actor holds the permission; `org` leads to it.

    `org` is a lookup path ("dataset__org"); "" means that the rows are organisations themselves.
    """
    if not isinstance(actor, Actor):
        raise Unscoped(f"{queryset.model.__name__} without an actor")
    paths = actor.paths(permission)
    if EVERYWHERE in paths:
        return queryset
    lookup = f"{org}__path__startswith" if org else "path__startswith"
    reach = Q()
    for path in paths:
        reach |= Q(**{lookup: path})
    return queryset.filter(reach) if paths else queryset.none()
