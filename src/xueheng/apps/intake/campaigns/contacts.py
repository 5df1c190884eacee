"""联系人: the one person of a school whom a campaign turns to: the dean, else the head; with an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xueheng.apps.roster.models import Account, Org, Person, Post
from xueheng.apps.roster.spans import holds

ROLES = ("dean", "head")


@dataclass(frozen=True)
class Contact:
    """联系人: whom the school's tasks and reminders reach; no person where no post is held."""

    role: str
    person: Person | None = None
    accounts: tuple[Account, ...] = ()


def contacts(schools: Iterable[Org], *, on: date) -> dict[int, Contact]:
    """联系人 of each school on a day."""
    asked = list(schools)
    found = Post.objects.filter(holds(on), org__in=asked, role__in=ROLES)
    posts = found.select_related("person").order_by("pk")
    accounts: dict[int, list[Account]] = {}
    for one in Account.objects.filter(person__in=[p.person_id for p in posts], is_active=True):
        accounts.setdefault(one.person_id, []).append(one)
    held: dict[int, Post] = {}
    for post in sorted(posts, key=lambda p: (p.person_id not in accounts, ROLES.index(p.role), p.valid_from)):
        held.setdefault(post.org_id, post)
    return {school.pk: _contact(held.get(school.pk), accounts) for school in asked}


def _contact(post: Post | None, accounts: dict[int, list[Account]]) -> Contact:
    if post is None:
        return Contact(ROLES[-1])
    return Contact(post.role, post.person, tuple(accounts.get(post.person_id, ())))
