"""Coming in with a password, a code, a passkey; going out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from xueheng.apps.errors import DomainError
from xueheng.apps.roster import queries, tallies
from xueheng.apps.roster import services as roster
from xueheng.apps.roster.actor import system
from xueheng.web.access import told
from xueheng.web.access.adapters import WRONG
from xueheng.web.access.forms import Activation, SignIn
from xueheng.web.onward import onward
from xueheng.web.rules import PUBLIC, SIGNED_IN, page

BOTH = ("GET", "POST")


@page(PUBLIC, methods=BOTH)
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """A session for the right password; one and the same sentence for every wrong name and password."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(onward(request, otherwise=reverse("desk:home")))
    if request.method == "GET" and not queries.orgs(system("start"), "desk.see").exists():
        return render(request, "access/start.html", {"is_sign_in": True})
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _tried(request, form)
    return render(request, "access/sign_in.html", _around(request, form))


def _tried(request: HttpRequest, form: SignIn) -> HttpResponse:
    now, name = timezone.now(), form.cleaned_data["username"]
    key = tried(request, name)
    if seconds := tallies.wait(key, now=now):
        return _waiting(request, "access/sign_in.html", form, seconds)
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if account is None:
        _failed(key, name, now=now)
        form.add_error(None, WRONG)
        return render(request, "access/sign_in.html", _around(request, form))
    tallies.forget(key)
    return _come_in(request, account, is_own=form.cleaned_data["own_device"])


@page(PUBLIC, methods=BOTH)
@sensitive_post_parameters()
def activate(request: HttpRequest) -> HttpResponse:
    """The password is the person's own choice; the code is used up."""
    form = Activation(request.POST or None, initial={"username": request.GET.get("username", "")})
    if request.method == "POST" and form.is_valid():
        return _activated(request, form)
    return render(request, "access/activate.html", {"form": form})


def _activated(request: HttpRequest, form: Activation) -> HttpResponse:
    now, said = timezone.now(), form.cleaned_data
    key = tried(request, said["username"])
    if seconds := tallies.wait(key, now=now):
        return _waiting(request, "access/activate.html", form, seconds)
    try:
        account = roster.activate(said["username"], said["code"], said["password"], now=now)
    except DomainError as error:
        _failed(key, said["username"], now=now)
        form.add_error(None, str(error))
        return render(request, "access/activate.html", {"form": form})
    tallies.forget(key)
    told.tell([account], "activated", now=now)
    messages.success(request, _("密码已设好，以后用它登录。"))
    return _come_in(request, account)


def _come_in(request: HttpRequest, account: Any, *, is_own: bool = False) -> HttpResponse:
    request.session["own_device"] = is_own
    login = Login(user=account, redirect_url=onward(request, otherwise=reverse("desk:home")))
    return perform_password_login(request, {"username": account.username}, login)


second = page(PUBLIC, methods=BOTH)(
    sensitive_post_parameters()(AuthenticateView.as_view(template_name="access/second.html"))
)
passkey = page(PUBLIC, methods=BOTH)(LoginWebAuthnView.as_view())


@page(SIGNED_IN, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session is gone, here and on the server."""
    logout(request)
    return redirect("desk:sign_in")


def tried(request: HttpRequest, name: str) -> str:
    """Under what tries are counted: the name and the address together, so that nobody shuts another out."""
    return f"sign-in:{name.strip().casefold()}\n{get_adapter().get_client_ip(request)}"


def _failed(key: str, name: str, *, now: datetime) -> None:
    if tallies.failed(key, now=now) > tallies.FREE:
        roster.refused(name, now=now)


def _around(request: HttpRequest, form: Any) -> dict[str, Any]:
    return {
        "form": form,
        "next": onward(request, otherwise=""),
        "is_sign_in": True,
        "identities": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
    }


def _waiting(request: HttpRequest, template: str, form: Any, seconds: int) -> HttpResponse:
    form.add_error(None, _("试得太多了，请过 %(seconds)s 秒再试。") % {"seconds": seconds})
    answer = render(request, template, _around(request, form), status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
