"""What may be read of the roster, always by an actor."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from xueheng.apps.roster.actor import Actor, Grant
from xueheng.apps.roster.models import Account, Guardian, Post
from xueheng.apps.roster.roles import roles

NOTHING: frozenset[str] = frozenset()


def actor_of(account: Account, on: date) -> Actor:
    """操作人 behind an account, with the posts that its person holds on a day."""
    if account.person_id is None:
        return Actor(f"account:{account.pk}", account.username, account.pk)
    holds = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
    posts = Post.objects.filter(holds, person=account.person_id).select_related("org")
    children = Guardian.objects.filter(guardian=account.person_id).values_list("child", flat=True)
    known = roles()
    grants = tuple(
        Grant(p.role, p.org_id, p.org.path, known[p.role].may if p.role in known else NOTHING) for p in posts
    )
    return Actor(
        f"account:{account.pk}",
        account.person.name,
        account.pk,
        account.person_id,
        grants,
        frozenset(children),
    )
