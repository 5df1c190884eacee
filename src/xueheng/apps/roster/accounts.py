"""Accounts: which there are, how one is opened and closed. Nobody is ever given a password."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.roster.actor import EVERYWHERE, Actor
from xueheng.apps.roster.models import Account, Guardian, Person, Post, Spell
from xueheng.apps.roster.passwords import account_named, with_new_code
from xueheng.apps.roster.visibility import visible

MANAGE = "accounts.manage"


class Opened(NamedTuple):
    """开通的账号 and its activation code, which is shown once and kept nowhere."""

    account: Account
    code: str


def accounts(actor: Actor, *, text: str = "") -> QuerySet[Account]:
    """账号 of staff, pupils and guardians in the organisations whose accounts the actor manages."""
    found = Account.objects.select_related("person").order_by("username")
    if EVERYWHERE not in actor.paths(MANAGE):
        found = found.filter(person__in=_managed(actor))
    return found.filter(Q(username__icontains=text) | Q(person__name__icontains=text)) if text else found


def accounts_of(persons: Collection[int]) -> list[Account]:
    """账号 of persons that sign somebody in, so that they can be told something."""
    return list(Account.objects.filter(person__in=persons, is_active=True))


def account_of_number(number: str) -> Account | None:
    """账号 in use of the person of that number, when there is exactly one."""
    found = Account.objects.filter(person__number=number.strip(), is_active=True, activation="")[:2]
    return found[0] if number.strip() and len(found) == 1 else None


def person_to_manage(actor: Actor, number: str) -> Person:
    """人员 of that student's or teacher's number, whose account the actor manages."""
    found: Person | None = people_of(actor).filter(number=number.strip()).first()
    if found is None:
        raise NotFound(_("没有找到这个编号的人，或者他的账号不归您管理。"))
    return found


def people_of(actor: Actor) -> QuerySet[Person]:
    """人员 whose accounts the actor manages."""
    return Person.objects.all() if EVERYWHERE in actor.paths(MANAGE) else _managed(actor)


def _managed(actor: Actor) -> QuerySet[Person]:
    posts = visible(Post.objects.all(), actor, MANAGE).values("person")
    pupils = visible(Spell.objects.all(), actor, MANAGE, org="school").values("person")
    parents = Guardian.objects.filter(child__in=pupils).values("guardian")
    return Person.objects.filter(Q(pk__in=posts) | Q(pk__in=pupils) | Q(pk__in=parents))


@transaction.atomic
def open_account(username: str, person: Person, *, actor: Actor, now: datetime) -> Opened:
    """账号 of a person stands, without a password until its owner activates it with the code."""
    _require(actor, person)
    if not username.strip():
        raise NotReady(_("请填写账号名。"))
    if account_named(username):
        raise NotReady(_("账号名“%(name)s”已经有人使用，请换一个。") % {"name": username})
    account = Account(username=username.strip(), person=person, is_sample=person.is_sample)
    return _opened(account, "account.opened", actor=actor, now=now)


@transaction.atomic
def reset(account: Account, *, actor: Actor, now: datetime) -> Opened:
    """账号 has a new activation code; the old password, every open session and token are void."""
    _require(actor, account.person)
    account.is_active = True
    account.tokens.filter(closed_at=None).update(closed_at=now)
    return _opened(account, "account.reset", actor=actor, now=now)


@transaction.atomic
def close_account(account: Account, *, actor: Actor, now: datetime) -> Account:
    """账号 signs nobody in any more; what it did stays in the audit."""
    _require(actor, account.person)
    account.is_active, account.activation = False, ""
    account.save()
    audit.record(actor.label, "account.closed", subject=("account", account.pk), now=now)
    return account


def set_language(account: Account, language: str) -> Account:
    """语言 of the account's pages; a taste, so the audit does not keep it."""
    account.language = language
    account.save(update_fields=["language"])
    return account


def _require(actor: Actor, person: Person | None) -> None:
    if EVERYWHERE in actor.paths(MANAGE):
        return
    if person is None or not _managed(actor).filter(pk=person.pk).exists():
        raise NotAllowed(_("这个人的账号不归您管理。"))


def _opened(account: Account, action: str, *, actor: Actor, now: datetime) -> Opened:
    code = with_new_code(account, now=now)
    account.save()
    audit.record(actor.label, action, subject=("account", account.pk), now=now)
    return Opened(account, code)
