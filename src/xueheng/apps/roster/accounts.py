"""Accounts: which there are, how one is opened, activated and closed. Nobody is ever given a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.roster.actor import EVERYWHERE, Actor
from xueheng.apps.roster.models import Account, Guardian, Person, Post, Spell
from xueheng.apps.roster.visibility import visible

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like another: no 0, O, 1, I, L
LENGTH, GROUP = 16, 4  # 79 bits: no slow hash is needed
OPEN_FOR = timedelta(days=14)
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=2)  # a stranger cannot keep the owner out
MANAGE = "accounts.manage"


class Opened(NamedTuple):
    """开通的账号 and its activation code, which is shown once and kept nowhere."""

    account: Account
    code: str


def account_named(username: str) -> Account | None:
    """账号 of that name, whatever its case."""
    return Account.objects.filter(username__iexact=username.strip()).select_related("person").first()


def accounts(actor: Actor, *, text: str = "") -> QuerySet[Account]:
    """账号 of staff, pupils and guardians in the organisations whose accounts the actor manages."""
    found = Account.objects.select_related("person").order_by("username")
    if EVERYWHERE not in actor.paths(MANAGE):
        found = found.filter(person__in=_managed(actor))
    return found.filter(Q(username__icontains=text) | Q(person__name__icontains=text)) if text else found


def person_to_manage(actor: Actor, number: str) -> Person:
    """人员 of that student's or teacher's number, whose account the actor manages."""
    people = Person.objects.all() if EVERYWHERE in actor.paths(MANAGE) else _managed(actor)
    found: Person | None = people.filter(number=number.strip()).first()
    if found is None:
        raise NotFound(_("没有找到这个编号的人，或者他的账号不归您管理。"))
    return found


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
    return _with_new_code(account, "account.opened", actor=actor, now=now)


@transaction.atomic
def reset(account: Account, *, actor: Actor, now: datetime) -> Opened:
    """账号 has a new activation code; the old password and every open session are void."""
    _require(actor, account.person)
    account.is_active = True
    return _with_new_code(account, "account.reset", actor=actor, now=now)


@transaction.atomic
def close_account(account: Account, *, actor: Actor, now: datetime) -> Account:
    """账号 signs nobody in any more; what it did stays in the audit."""
    _require(actor, account.person)
    account.is_active, account.activation = False, ""
    account.save()
    _noted(account, "account.closed", actor.label, now)
    return account


def activate(username: str, code: str, password: str, *, now: datetime) -> Account:
    """账号 has its first password; the code is used up. Wrong codes wait longer and longer."""
    account = account_named(username)
    if account is None or not _admitted(account, now, is_right=_fits(account, code)):
        raise NotAllowed(_("账号或激活码不对。如果已经试过几次，请过几分钟再试。"))
    if account.activation_until is None or account.activation_until <= now:
        raise NotReady(_("激活码已过期。请向管理员要一个新的。"))
    return _given(account, password, now)


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


def _with_new_code(account: Account, action: str, *, actor: Actor, now: datetime) -> Opened:
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    account.set_unusable_password()
    account.activation, account.activation_until = _digest(code), now + OPEN_FOR
    account.wrong_codes, account.wait_until = 0, None
    account.save()
    _noted(account, action, actor.label, now)
    return Opened(account, "-".join(code[i : i + GROUP] for i in range(0, LENGTH, GROUP)))


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def _fits(account: Account, code: str) -> bool:
    return bool(account.activation) and constant_time_compare(account.activation, _digest(code))


@transaction.atomic
def _admitted(account: Account, now: datetime, *, is_right: bool) -> bool:
    held = Account.objects.select_for_update().get(pk=account.pk)
    if not held.is_active or (held.wait_until and held.wait_until > now):
        return False
    held.wrong_codes = 0 if is_right else held.wrong_codes + 1
    held.wait_until = _waits(held.wrong_codes, now)
    if held.wrong_codes or account.wrong_codes:
        held.save(update_fields=["wrong_codes", "wait_until"])
    if held.wait_until:
        _noted(held, "account.refused", "public", now)
    return is_right


def _waits(wrong: int, now: datetime) -> datetime | None:
    if wrong < FREE_TRIES:
        return None
    return now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(wrong - FREE_TRIES, 16))


@transaction.atomic
def _given(account: Account, password: str, now: datetime) -> Account:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise NotReady(" ".join(error.messages)) from error
    used = Account.objects.filter(pk=account.pk, activation=account.activation).update(activation="")
    if not used:
        raise NotAllowed(_("这个激活码已经用过了。"))
    account.set_password(password)
    account.activation, account.activation_until = "", None
    account.save(update_fields=["password", "activation", "activation_until"])
    _noted(account, "account.activated", f"account:{account.pk}", now)
    return account


def _noted(account: Account, action: str, by: str, now: datetime) -> None:
    audit.record(by, action, subject=("account", account.pk), now=now)
