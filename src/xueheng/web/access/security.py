"""账号安全: password, second factors, identities and open sessions of whoever is signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from xueheng.apps.errors import DomainError, NotFound
from xueheng.apps.roster import services as roster
from xueheng.web.access import sessions, told
from xueheng.web.access.confirm import confirmed
from xueheng.web.access.forms import TwicePassword
from xueheng.web.rules import SIGNED_IN, page

BOTH = ("GET", "POST")


@page(SIGNED_IN)
def security(request: HttpRequest) -> HttpResponse:
    """How the account is protected, and what to do about it; first of all what its posts ask for."""
    held = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    passkeys = [one for one in held if one.type == Authenticator.Type.WEBAUTHN]
    app = next((one for one in held if one.type == Authenticator.Type.TOTP), None)
    codes = next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    wants = sessions.wants_second(request)
    shown = {
        "app": app,
        "passkeys": [(one, one.wrap().name) for one in passkeys],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "wants_second": wants,
        "must_set_up": wants and not (app or passkeys),
        "identities": SocialAccount.objects.filter(user=request.user),
        "providers": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
        "sessions": sessions.live(request),
    }
    return render(request, "access/security.html", shown)


@page(SIGNED_IN, methods=BOTH)
@confirmed
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Another password, chosen by the owner; every other session is over."""
    form, now = TwicePassword(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            account = roster.change_password(request.user, form.cleaned_data["password"], now=now)
        except DomainError as error:
            form.add_error("password", str(error))
        else:
            return _changed(request, account)
    return render(request, "access/password.html", {"form": form})


def _changed(request: HttpRequest, account: Any) -> HttpResponse:
    sessions.end(account, but=request.session.session_key)
    UserSession.objects.filter(user=account).delete()
    update_session_auth_hash(request, account)
    UserSession.objects.create_from_request(request)
    told.tell([account], "password_changed", now=timezone.now())
    messages.success(request, _("密码改好了。别处的登录都已退出。"))
    return redirect("mfa_index")


@page(SIGNED_IN, methods=BOTH)
@confirmed
@sensitive_post_parameters()
def app(request: HttpRequest) -> HttpResponse:
    """An app of the owner's shows codes from now on; one that does already stays as it is."""
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return redirect("mfa_index")
    answer: HttpResponse = ActivateTOTPView.as_view(template_name="access/app.html")(request)
    return answer


passkey_add = page(SIGNED_IN, methods=BOTH)(
    confirmed(AddWebAuthnView.as_view(template_name="access/passkey.html"))
)
codes_made = page(SIGNED_IN, methods=("POST",))(confirmed(GenerateRecoveryCodesView.as_view()))
codes = page(SIGNED_IN)(confirmed(ViewRecoveryCodesView.as_view(template_name="access/codes.html")))


@page(SIGNED_IN, methods=("POST",))
@confirmed
def factor_remove(request: HttpRequest) -> HttpResponse:
    """A factor of the owner's is gone; the recovery codes go with the last one."""
    found = Authenticator.objects.filter(user=request.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    factor = found.filter(pk=_id(request)).first()
    if factor is None:
        raise NotFound(_("没有这种验证办法，也许已经去掉了。"))
    delete_and_cleanup(request, factor)
    messages.success(request, _("去掉了。"))
    return redirect("mfa_index")


@page(SIGNED_IN, methods=("POST",))
def session_end(request: HttpRequest) -> HttpResponse:
    """One browser of the owner's is signed out, or all but this one."""
    key = request.POST.get("session", "")
    n = sessions.end(request.user, key="" if key == "all" else key or "-", but=request.session.session_key)
    if not n and key != "all":
        raise NotFound(_("这个登录已经退出了。"))
    messages.success(request, _("已经退出 %(n)s 处登录。") % {"n": n})
    return redirect("mfa_index")


def _id(request: HttpRequest) -> int:
    said = request.POST.get("id", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
