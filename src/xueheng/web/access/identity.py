"""统一身份: an identity of the bureau's or the province's provider opens the account that it is tied to."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.internal.flows.connect import disconnect
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from requests import RequestException

from xueheng.apps.errors import NotFound, NotReady
from xueheng.web.access.confirm import confirmed
from xueheng.web.rules import PUBLIC, SIGNED_IN, page


@page(PUBLIC, methods=("POST",))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Off to the provider, to come back as somebody."""
    return _off(request)


@page(SIGNED_IN, methods=("POST",))
@confirmed
def tie(request: HttpRequest) -> HttpResponse:
    """Off to the provider, to come back with an identity for the account that is signed in."""
    return _off(request)


@page(PUBLIC)
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """What the provider says: a session for whom the identity is tied to, or the tie that was asked for."""
    _require_provider()
    return _answered(views.callback, request)


@page(SIGNED_IN, methods=("POST",))
@confirmed
def untie(request: HttpRequest) -> HttpResponse:
    """The identities of the account sign nobody in any more."""
    for one in SocialAccount.objects.filter(user=request.user):
        disconnect(request, one)
    messages.success(request, _("已经解除绑定。"))
    return redirect("mfa_index")


def _off(request: HttpRequest) -> HttpResponse:
    _require_provider()
    return _answered(views.login, request)


def _require_provider() -> None:
    if not settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        raise NotFound(_("本单位没有接入统一身份。"))


def _answered(view: Any, request: HttpRequest) -> HttpResponse:
    try:
        answer: HttpResponse = view(request, provider_id="bureau")
    except RequestException as error:
        raise NotReady(_("统一身份现在连不上，请用密码登录，或者过一会儿再试。")) from error
    return answer
