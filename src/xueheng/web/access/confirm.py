"""确认是您本人: before what only the owner may do, whoever sits there shows to be it once more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows import reauthentication
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from xueheng.apps.roster import tallies
from xueheng.web.access.forms import CodeAgain, OwnPassword
from xueheng.web.access.told import code_key
from xueheng.web.onward import is_ours, onward
from xueheng.web.rules import SIGNED_IN, page

View = Callable[..., HttpResponse]


def confirmed(view: View) -> View:
    """Only who has shown within the last quarter of an hour to be the owner comes through."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        return first(request) or view(request, *args, **values)

    return asked


def first(request: HttpRequest) -> HttpResponse | None:
    """The way to the page that asks who it is; None when that is known."""
    if not reauthentication.is_reauthentication_required(request, app="xueheng"):
        return None
    back = request.get_full_path()
    if request.method != "GET":
        came = urlsplit(request.headers.get("Referer", "")).path
        back = came if is_ours(request, came) else reverse("mfa_index")
        messages.info(request, _("先确认是您本人，再做一次刚才的事。"))
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


@page(SIGNED_IN, methods=("GET", "POST"))
@sensitive_post_parameters()
def confirm(request: HttpRequest) -> HttpResponse:
    """By the password, a code or a passkey of the account; wrong ones wait longer and longer."""
    key, now = code_key(request.user), timezone.now()
    if seconds := tallies.wait(key, now=now):
        return _asked(request, seconds=seconds)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        form.save()
        tallies.forget(key)
        home = reverse("mfa_index")
        return reauthentication.resume_request(request) or redirect(onward(request, otherwise=home))
    return _asked(request, form)


def _form(request: HttpRequest) -> Any:
    told = request.POST
    kind = (
        CodeAgain if "code" in told else ReauthenticateWebAuthnForm if "credential" in told else OwnPassword
    )
    return kind(told or None, user=request.user)


def _asked(request: HttpRequest, form: Any = None, *, seconds: int = 0) -> HttpResponse:
    user = request.user
    kinds = set(user.authenticator_set.values_list("type", flat=True))
    shown = {
        "form": form,
        "password": form if isinstance(form, OwnPassword) else OwnPassword(user=user),
        "code": form if isinstance(form, CodeAgain) else CodeAgain(user=user),
        "has_password": user.has_usable_password(),
        "has_code": bool(kinds & {"totp", "recovery_codes"}),
        "passkey": {"request_options": webauthn.begin_authentication(user)} if "webauthn" in kinds else None,
        "next": onward(request, otherwise=""),
        "seconds": seconds,
    }
    return render(request, "access/confirm.html", shown, status=429 if seconds else 200)
