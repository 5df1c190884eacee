"""通知: every change of an account is told to its owner, whoever made it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.utils import timezone

from xueheng.apps.notices import services as notices
from xueheng.apps.roster import services as roster
from xueheng.apps.roster import tallies
from xueheng.standards.words import Words, catalogue

ADDRESS, KIND = "/security/", "security"


def tell(accounts: Iterable[Any], code: str, *, now: datetime, **values: str | Words) -> None:
    """The owners find a notice of what happened to their accounts, and what to do if it was not them."""
    words = catalogue(__package__)
    said, then = words[code].fill(**values), words["not_you"]
    both = Words(said.zh + then.zh, f"{said.en} {then.en}")
    notices.tell(accounts, both, kind=KIND, key=f"{code}:{uuid4()}", now=now, address=ADDRESS)


def changed(account: Any, code: str, *, now: datetime, **values: str | Words) -> None:
    """A change that the owner made: told, and kept in the audit."""
    tell([account], code, now=now, **values)
    roster.note(account, code, now=now)


def factor_added(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    """The owner is told of a new factor; the session counts as one with a second factor."""
    request.session["second"] = True
    if authenticator.type != "recovery_codes":
        _factor(user, authenticator, "factor_added")


def factor_removed(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    """The owner is told of a factor that is gone; the last one leaves the session with a password alone."""
    from allauth.mfa.utils import is_mfa_enabled

    request.session["second"] = is_mfa_enabled(user)
    if authenticator.type != "recovery_codes":
        _factor(user, authenticator, "factor_removed")


def codes_made(user: Any, **_more: Any) -> None:
    """The owner is told that the old recovery codes are void."""
    changed(user, "codes_made", now=timezone.now())


def factor_used(user: Any, authenticator: Any, **_more: Any) -> None:
    """Nothing is held against the account any more; a recovery code is told of, since there are few."""
    tallies.forget(code_key(user))
    if authenticator.type == "recovery_codes":
        changed(user, "code_used", now=timezone.now())


def factor_failed(user: Any, **_more: Any) -> None:
    """One more wrong code is counted."""
    tallies.failed(code_key(user), now=timezone.now())


def identity_tied(request: HttpRequest, sociallogin: Any, **_more: Any) -> None:
    """The owner is told which identity signs in to the account from now on."""
    provider = sociallogin.account.get_provider()
    changed(sociallogin.user, "identity_tied", now=timezone.now(), what=provider.app.name)


def identity_untied(request: HttpRequest, socialaccount: Any, **_more: Any) -> None:
    """The owner is told which identity signs in no more."""
    provider = socialaccount.get_provider()
    changed(socialaccount.user, "identity_untied", now=timezone.now(), what=provider.app.name)


def code_key(account: Any) -> str:
    """Under what wrong codes of an account are counted: who tries has its password already."""
    return f"code:{account.pk}"


def listen() -> None:
    """What allauth reports is told."""
    from allauth.mfa import signals as factors
    from allauth.socialaccount import signals as identities

    factors.authenticator_added.connect(factor_added)
    factors.authenticator_removed.connect(factor_removed)
    factors.authenticator_reset.connect(codes_made)
    factors.authenticator_used.connect(factor_used)
    factors.authentication_failed.connect(factor_failed)
    identities.social_account_added.connect(identity_tied)
    identities.social_account_removed.connect(identity_untied)


def _factor(user: Any, authenticator: Any, code: str) -> None:
    kind = catalogue(__package__)[str(authenticator.type)]
    changed(user, code, now=timezone.now(), what=kind)
