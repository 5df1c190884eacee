"""The one function that decides what an actor sees: for pages, exports, counts and search alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from xueheng.apps.audit.scope import tells_orgs
from xueheng.apps.errors import Unscoped
from xueheng.apps.roster.actor import EVERYWHERE, Actor
from xueheng.apps.roster.models import Org


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
    return queryset.filter(_below(paths, f"{org}__path" if org else "path"))


@tells_orgs
def orgs_below(paths: Sequence[str]) -> QuerySet[Any]:
    """机构 in subtrees, by id; the audit asks for them."""
    return Org.objects.filter(_below(paths, "path")).values("pk")


def _below(paths: Sequence[str], lookup: str) -> Q:
    reach = Q(pk__in=())
    for path in paths:
        reach |= Q(**{f"{lookup}__startswith": path})
    return reach
