"""What allauth asks the platform: nobody signs up, nothing is mailed, secrets are sealed."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xueheng.apps.roster import queries
from xueheng.apps.roster import services as roster
from xueheng.apps.roster.factors import open_secret, seal_secret
from xueheng.web.access import devices, sessions, told
from xueheng.web.cookies import keep

WRONG = gettext_lazy("账号或密码不对。忘记密码请找本单位的账号管理员重置。")


class AccountAdapter(DefaultAccountAdapter):
    """An account is the roster's: here it only comes in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def add_message(self, request: HttpRequest, level: int, *_named: Any, **said: Any) -> None:
        """Only what our own pages say is said."""
        if said.get("message"):
            messages.add_message(request, level, said["message"])

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A closed account is refused like an unknown one."""
        messages.error(request, WRONG)
        return redirect("desk:sign_in")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One page on which the owner shows to be it, by whatever means the account has."""
        return [{"id": "reauthenticate", "url": reverse("account_reauthenticate")}]

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Not for who has only just signed in."""
        request = context.request
        last = max((one["at"] for one in get_authentication_records(request, request.user)), default=0)
        return bool(time.time() - last >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def login(self, request: HttpRequest, user: Any) -> None:
        """The session is a new one, with its own time; the sign-in is kept in the audit."""
        super().login(request, user)
        sessions.begin(request, user, now=timezone.now())
        roster.note(user, "signed_in", now=timezone.now())

    def post_login(self, request: HttpRequest, user: Any, **said: Any) -> HttpResponse:
        """Onward, in the owner's language; a device that was not used before is told of."""
        response = super().post_login(request, user, **said)
        if not devices.is_known(request, user):
            what = devices.device(request.headers.get("User-Agent", ""))
            told.tell([user], "new_device", now=timezone.now(), what=what)
        devices.remember(request, response, user)
        return speaking(response, user.language)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed with the key of the home; what is wrong is said plainly."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("验证没有通过。请看清验证码，或换一种办法再试。"),
    }

    def encrypt(self, text: str) -> str:
        """What the database keeps of a secret."""
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret."""
        return open_secret(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """By which the owner knows a passkey again: the device it was made on."""
        from xueheng.web.context import spoken

        return devices.device(context.request.headers.get("User-Agent", "")).say(spoken())[:60]


class IdentityAdapter(DefaultSocialAccountAdapter):
    """统一身份: signs in to an account that it is tied to; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """An identity opens no account."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Nothing of what the provider tells is kept; who is not tied is told what to do."""
        told_by, sociallogin.account.extra_data = sociallogin.account.extra_data, {}
        SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        account = _by_number(sociallogin, told_by)
        if account is None:
            messages.error(request, _("这个身份还没有绑定账号。请先用密码登录，再到“账号安全”里绑定。"))
            raise ImmediateHttpResponse(redirect("desk:sign_in"))
        sociallogin.connect(request, account)

    def get_requests_session(self) -> Any:
        """Asks the provider at its own address and nowhere that it points to."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_why: Any) -> None:
        """What went wrong at the provider is a sentence on our own page."""
        messages.error(request, _("统一身份没有验证成功，请再试一次，或者用密码登录。"))
        raise ImmediateHttpResponse(redirect("desk:sign_in"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to where the identity was tied."""
        return reverse("mfa_index")


def speaking(answer: Any, chosen: str) -> Any:
    """The answer, with the language of the pages to come."""
    if chosen:
        keep(answer, settings.LANGUAGE_COOKIE_NAME, chosen)
    return answer


def _by_number(sociallogin: Any, told_by: dict[str, Any]) -> Any:
    """The account of the person whose number the provider says, where the bureau has declared its claim."""
    claim = sociallogin.provider.app.settings.get("number_claim")
    said = (told_by.get("id_token") or {}).get(claim) or (told_by.get("userinfo") or {}).get(claim)
    return queries.account_of_number(str(said)) if claim and said else None
