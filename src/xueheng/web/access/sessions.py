"""登录中: how long a browser stays signed in, which ones are, and what a password alone does not open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.roster.roles import needs_second_factor
from xueheng.standards.words import Words
from xueheng.web.access.devices import device
from xueheng.web.rules import PUBLIC

IDLE, MINUTE = 30 * 60, 60  # seconds
OPEN_WITHOUT = (  # what is open to who still has to set up a second factor
    "account_reauthenticate", "mfa_activate_totp", "mfa_index", "mfa_view_recovery_codes",
    "access:passkey_add", "access:notices", "desk:sign_out",
)  # fmt: skip


class SessionMiddleware:
    """Ends what has lasted too long, and leads to a second factor whose post asks for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; before that, the session is over when its time is."""
        if request.session.get("_auth_user_id") and _is_over(request):
            logout(request)
            messages.info(request, _("登录的时间到了，为了安全已经退出。请重新登录。"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, values: Any) -> HttpResponse | None:
        """A post that asks for a second factor opens nothing else before there is one."""
        if request.rule == PUBLIC or request.session.get("second", True):
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT or not wants_second(request):
            return None
        return redirect("mfa_index")


def wants_second(request: HttpRequest) -> bool:
    """True when a post of the reader asks for a second factor; the accounts of the example are excused."""
    return not request.user.is_sample and needs_second_factor(request.actor)


def begin(request: HttpRequest, account: Any, *, now: datetime) -> None:
    """The session begins: it ends with the browser, unless the device is said to be the owner's own."""
    stamp = int(now.timestamp())
    if not request.session.pop("own_device", False):
        request.session.set_expiry(0)
    request.session.update({"began": stamp, "seen": stamp, "second": is_mfa_enabled(account)})


def _is_over(request: HttpRequest) -> bool:
    """True after eight hours; and after half an hour without a page for who holds a post."""
    session, stamp = request.session, int(timezone.now().timestamp())
    began, seen = session.setdefault("began", stamp), session.setdefault("seen", stamp)
    if stamp - began >= settings.SESSION_COOKIE_AGE:
        return True
    if stamp - seen >= IDLE and request.actor.grants:
        return True
    if stamp - seen >= MINUTE:
        session["seen"] = stamp
    return False


@dataclass(frozen=True)
class Live:
    """登录: a browser in which the account is signed in."""

    id: int
    device: Words
    address: str
    at: datetime
    is_here: bool


def live(request: HttpRequest) -> list[Live]:
    """Where the account is signed in, the latest first."""
    found = UserSession.objects.purge_and_list(request.user)
    found.sort(key=lambda one: one.created_at, reverse=True)
    key = request.session.session_key
    return [
        Live(one.pk, device(one.user_agent), one.ip, one.created_at, one.session_key == key) for one in found
    ]


def end(account: Any, *, key: str = "", but: str | None = None) -> int:
    """The sessions of an account are over: the one of an id, or all but one; how many there were."""
    found = UserSession.objects.filter(user=account).exclude(session_key=but)
    gone = [one for one in found if key in ("", str(one.pk))]
    for one in gone:
        one.end()
    return len(gone)
