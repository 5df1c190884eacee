"""批量开通: accounts for many at once, with names and codes that lead back to nobody."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from xueheng.apps.audit import services as audit
from xueheng.apps.roster.accounts import MANAGE, Opened, people_of
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Account, Guardian, Org, Person, Post, Spell
from xueheng.apps.roster.passwords import with_new_code
from xueheng.apps.roster.spans import holds
from xueheng.apps.roster.tree import BATCH

LETTERS, DIGITS, NAME = "abcdefghjkmnpqrstuvwxyz", "23456789", 7  # of names that are made: k4827395


def without_account(
    actor: Actor, *, on: date, place: Org | None = None, group: str = "staff", numbers: Collection[str] = ()
) -> QuerySet[Person]:
    """还没有账号的人 whom the actor manages: of these numbers, or staff, pupils or parents of a place."""
    known = people_of(actor).filter(accounts=None).order_by("name", "pk")
    if place is None:
        return known.filter(number__in=tuple(numbers))
    actor.require(MANAGE, place)
    return known.filter(pk__in=_group(place, group, on))


def _group(place: Org, group: str, on: date) -> QuerySet[Person]:
    pupils = Spell.objects.filter(holds(on), school__path__startswith=place.path).values("person")
    posts = Post.objects.filter(holds(on), org__path__startswith=place.path).values("person")
    parents = Guardian.objects.filter(child__in=pupils).values("guardian")
    return {"staff": posts, "pupils": pupils, "parents": parents}[group]


@transaction.atomic
def open_accounts(people: Sequence[int], *, actor: Actor, now: datetime) -> list[Opened]:
    """账号 of all these persons stand, with names and codes that nothing leads to; none gets a second."""
    persons = list(
        people_of(actor)
        .select_for_update(of=("self",))
        .filter(pk__in=people, accounts=None)
        .order_by("name", "pk")
    )
    made = [
        Account(username=name, person=p, is_sample=p.is_sample)
        for name, p in zip(_names(len(persons)), persons, strict=True)
    ]
    codes = [with_new_code(account, now=now) for account in made]
    Account.objects.bulk_create(made, batch_size=BATCH)
    details = {"n": len(made)}
    audit.record(actor.label, "accounts.opened", subject=("accounts", ""), now=now, details=details)
    return [Opened(account, code) for account, code in zip(made, codes, strict=True)]


def _names(n: int) -> list[str]:
    """Names for so many accounts, taken by nobody."""
    found: set[str] = set()
    while len(found) < n:
        made = {_name() for _more in range(n - len(found))}
        found |= made - set(Account.objects.filter(username__in=made).values_list("username", flat=True))
    return sorted(found, key=lambda _one: secrets.token_bytes(8))


def _name() -> str:
    return secrets.choice(LETTERS) + "".join(secrets.choice(DIGITS) for _digit in range(NAME))
