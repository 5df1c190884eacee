"""令牌: lets a program act for an account, never with more than its owner may do at that moment."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.audit import services as audit
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.roster.actor import Actor, Grant
from xueheng.apps.roster.models import Account, Token
from xueheng.apps.roster.queries import actor_of
from xueheng.apps.roster.roles import all_permissions

PREFIX, BYTES = "xh_", 32
LONGEST = timedelta(days=365)
LONGEST_NAME, MOST = 80, 20
CHILDREN = "children"  # what a guardian sees of own children, lent like a permission
OWN = "own"  # what the owner is told, and where the owner is signed in, lent like a permission
KEPT_BACK = frozenset({"exports.approve", "privacy.approve"})  # only ever held by people


@dataclass(frozen=True)
class Made:
    """新令牌 and its secret, which is shown once and kept nowhere."""

    token: Token
    secret: str


@dataclass(frozen=True)
class Bearer:
    """持有者: the token that was shown, and who acts with it."""

    token: Token
    actor: Actor


def lendable(actor: Actor) -> list[str]:
    """可授予的权限: what the actor holds and may lend to a program, in the order of the list."""
    held = [name for name in all_permissions() if actor.may(name) and name not in KEPT_BACK]
    return [*held, *([CHILDREN] if actor.children else []), OWN]


def tokens(account: Account) -> QuerySet[Token]:
    """令牌 of an account that stand, the latest first."""
    return Token.objects.filter(account=account, closed_at=None).order_by("-made_at", "-pk")


@transaction.atomic
def make(
    account: Account, name: str, *, permissions: Collection[str], until: datetime, now: datetime
) -> Made:
    """令牌 of an account with some of its own permissions, for a year at most; its digest alone is kept."""
    _refuse_unsound(account, name.strip(), permissions, until, now)
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    token = Token.objects.create(
        account=account,
        name=name.strip(),
        digest=_digest(secret),
        permissions=sorted(set(permissions)),
        made_at=now,
        until=until,
    )
    _noted(token, "token.made", now, {"permissions": token.permissions, "until": until.isoformat()})
    return Made(token, secret)


@transaction.atomic
def close(account: Account, token_id: int, *, now: datetime) -> Token:
    """令牌 of one's own opens nothing from now on."""
    found = Token.objects.select_for_update().filter(account=account, pk=token_id).first()
    if found is None:
        raise NotFound(_("没有这个令牌。"))
    if found.closed_at is None:
        found.closed_at = now
        found.save(update_fields=["closed_at"])
        _noted(found, "token.closed", now, {})
    return found


def token_actor(secret: str, *, now: datetime) -> Bearer | None:
    """持有者 of a secret: the account's actor as it is now, held to what the token lists."""
    live = Token.objects.filter(closed_at=None, until__gt=now, account__is_active=True)
    found = live.select_related("account__person").filter(digest=_digest(secret)).first()
    if found is None:
        return None
    today = timezone.localdate(now)
    if found.used_on != today:
        Token.objects.filter(pk=found.pk).update(used_on=today)
    return Bearer(found, narrowed(actor_of(found.account, today), found.permissions))


def narrowed(actor: Actor, permissions: Collection[str]) -> Actor:
    """收窄: the actor with those of its permissions that are listed, where it holds them, and no others."""
    listed = frozenset(permissions) - KEPT_BACK
    grants = (Grant(g.role, g.org, g.path, g.permissions & listed) for g in actor.grants)
    children = actor.children if CHILDREN in listed else frozenset()
    return replace(actor, grants=tuple(g for g in grants if g.permissions), children=children)


def _refuse_unsound(
    account: Account, name: str, permissions: Collection[str], until: datetime, now: datetime
) -> None:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NotReady(_("请写明令牌给哪个程序用，不超过 80 个字。"))
    if not now < until <= now + LONGEST:
        raise NotReady(_("令牌的有效期最长一年，要晚于现在。"))
    if tokens(account).filter(until__gt=now).count() >= MOST:
        raise NotReady(_("令牌太多了，请先停用不用的。"))
    if not permissions:
        raise NotReady(_("请至少选一项权限。"))
    if not set(permissions) <= set(lendable(actor_of(account, timezone.localdate(now)))):
        raise NotAllowed(_("令牌只能有您自己有的权限，而且有几项权限只归本人，不能交给程序。"))


def _noted(token: Token, action: str, now: datetime, details: dict[str, object]) -> None:
    by = f"account:{token.account_id}"
    audit.record(by, action, subject=("token", token.pk), now=now, details=details)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
