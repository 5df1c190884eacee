"""Coming in and going out; language and size of letters."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from xueheng.apps.errors import DomainError
from xueheng.apps.roster import queries
from xueheng.apps.roster import services as roster
from xueheng.apps.roster.actor import system
from xueheng.web.context import LARGE
from xueheng.web.desk import attempts
from xueheng.web.desk.forms import Activation, SignIn
from xueheng.web.onward import onward
from xueheng.web.rules import PUBLIC, SIGNED_IN, page

YEAR = 365 * 24 * 3600


@page(PUBLIC, methods=("GET", "POST"))
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """A session for the right password; one and the same sentence for every wrong name and password."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(onward(request, otherwise=reverse("desk:home")))
    if request.method == "GET" and not queries.orgs(system("start"), "desk.see").exists():
        return render(request, "desk/start.html", {"is_sign_in": True})
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _tried(request, form)
    return render(request, "desk/sign_in.html", _around(request, form))


def _tried(request: HttpRequest, form: SignIn) -> HttpResponse:
    now, address = timezone.now(), request.META["REMOTE_ADDR"]
    name, password = form.cleaned_data["username"], form.cleaned_data["password"]
    if seconds := attempts.wait(name, address, now=now):
        return _waiting(request, "desk/sign_in.html", form, seconds)
    account = authenticate(request, username=name, password=password)
    if account is None:
        attempts.failed(name, address, now=now)
        form.add_error(None, _("账号或密码不对。忘记密码请找本单位的账号管理员重置。"))
        return render(request, "desk/sign_in.html", _around(request, form))
    attempts.forget(name, address)
    login(request, account)
    return _speaking(redirect(onward(request, otherwise=reverse("desk:home"))), account.language)


@page(PUBLIC, methods=("GET", "POST"))
@sensitive_post_parameters()
def activate(request: HttpRequest) -> HttpResponse:
    """The password is the person's own choice; the code is used up."""
    form = Activation(request.POST or None, initial={"username": request.GET.get("username", "")})
    if request.method == "POST" and form.is_valid():
        return _activated(request, form)
    return render(request, "desk/activate.html", {"form": form})


def _activated(request: HttpRequest, form: Activation) -> HttpResponse:
    now, address, told = timezone.now(), request.META["REMOTE_ADDR"], form.cleaned_data
    name = told["username"]
    if seconds := attempts.wait(name, address, now=now):
        return _waiting(request, "desk/activate.html", form, seconds)
    try:
        account = roster.activate(name, told["code"], told["password"], now=now)
    except DomainError as error:
        attempts.failed(name, address, now=now)
        form.add_error(None, str(error))
        return render(request, "desk/activate.html", {"form": form})
    attempts.forget(name, address)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("密码已设好，以后用它登录。"))
    return redirect("desk:home")


@page(SIGNED_IN, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session is gone, here and on the server."""
    logout(request)
    return redirect("desk:sign_in")


@page(PUBLIC, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Pages speak the chosen language, now and at the next sign-in."""
    chosen = request.POST.get("language", "")
    chosen = {"zh": "zh-hans", "en": "en"}.get(chosen, settings.LANGUAGE_CODE)
    if request.user.is_authenticated:
        roster.set_language(request.user, chosen)
    return _speaking(redirect(onward(request, otherwise=reverse("desk:home"))), chosen)


@page(PUBLIC, methods=("POST",))
def letters(request: HttpRequest) -> HttpResponse:
    """大字版: letters are large on this device, or usual again."""
    answer = redirect(onward(request, otherwise=reverse("desk:home")))
    size = "large" if request.POST.get("letters") == "large" else "usual"
    answer.set_cookie(LARGE, size, max_age=YEAR, samesite="Lax", httponly=True)
    return answer


def _around(request: HttpRequest, form: SignIn) -> dict[str, Any]:
    return {"form": form, "next": onward(request, otherwise=""), "is_sign_in": True}


def _waiting(request: HttpRequest, template: str, form: Any, seconds: int) -> HttpResponse:
    said = _("试得太多了，请过 %(seconds)s 秒再试。") % {"seconds": seconds}
    form.add_error(None, said)
    answer = render(request, template, _around(request, form), status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _speaking(answer: HttpResponseRedirect, chosen: str) -> HttpResponseRedirect:
    if chosen:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", httponly=True)
    return answer
