"""密码: chosen by its owner alone, with a code that serves once, or by whoever knows the old one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Account

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like another: no 0, O, 1, I, L
LENGTH, GROUP = 16, 4  # 79 bits: no slow hash is needed
OPEN_FOR = timedelta(days=14)
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=2)  # a stranger cannot keep the owner out


def account_named(username: str) -> Account | None:
    """账号 of that name, whatever its case."""
    return Account.objects.filter(username__iexact=username.strip()).select_related("person").first()


def with_new_code(account: Account, *, now: datetime) -> str:
    """激活码 of an account, to be shown once; no password opens it until then. Nothing is saved yet."""
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    account.set_unusable_password()
    account.activation, account.activation_until = _digest(code), now + OPEN_FOR
    account.wrong_codes, account.wait_until = 0, None
    return "-".join(code[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def activate(username: str, code: str, password: str, *, now: datetime) -> Account:
    """账号 has its first password; the code is used up. Wrong codes wait longer and longer."""
    account = account_named(username)
    if account is None or not _admitted(account, now, is_right=_fits(account, code)):
        raise NotAllowed(_("账号或激活码不对。如果已经试过几次，请过几分钟再试。"))
    if account.activation_until is None or account.activation_until <= now:
        raise NotReady(_("激活码已过期。请向管理员要一个新的。"))
    return _given(account, password, now)


@transaction.atomic
def change_password(account: Account, password: str, *, now: datetime) -> Account:
    """密码 is another one, chosen by who has just shown to be the owner; other sessions and tokens end."""
    _require_good(password, account)
    if account.check_password(password):
        raise NotReady(_("新密码不能和现在的一样。"))
    account.set_password(password)
    account.save(update_fields=["password"])
    _end_tokens(account, now)
    _noted(account, "account.password_changed", now)
    return account


def note(account: Account, what: str, *, now: datetime) -> None:
    """留痕 of what the owner of an account did to it, or of a sign-in."""
    _noted(account, f"account.{what}", now)


def note_by(actor: Actor, account: Account, what: str, *, now: datetime) -> None:
    """留痕 of what another person did to an account beside its password."""
    audit.record(actor.label, f"account.{what}", subject=("account", account.pk), now=now)


def refused(username: str, *, now: datetime) -> None:
    """留痕 of a name that is tried again and again, whether it is known or not."""
    account = account_named(username)
    key = account.pk if account else ""
    audit.record("public", "account.refused", subject=("account", key), now=now)


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
        audit.record("public", "account.refused", subject=("account", held.pk), now=now)
    return is_right


def _waits(wrong: int, now: datetime) -> datetime | None:
    if wrong < FREE_TRIES:
        return None
    return now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(wrong - FREE_TRIES, 16))


@transaction.atomic
def _given(account: Account, password: str, now: datetime) -> Account:
    _require_good(password, account)
    used = Account.objects.filter(pk=account.pk, activation=account.activation).update(activation="")
    if not used:
        raise NotAllowed(_("这个激活码已经用过了。"))
    account.set_password(password)
    account.activation, account.activation_until = "", None
    account.save(update_fields=["password", "activation", "activation_until"])
    _end_tokens(account, now)
    _noted(account, "account.activated", now)
    return account


def _end_tokens(account: Account, now: datetime) -> None:
    account.tokens.filter(closed_at=None).update(closed_at=now)


def _require_good(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise NotReady(" ".join(error.messages)) from error


def _noted(account: Account, action: str, now: datetime) -> None:
    audit.record(f"account:{account.pk}", action, subject=("account", account.pk), now=now)
