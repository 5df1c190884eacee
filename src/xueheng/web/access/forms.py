"""What the room's forms take in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xueheng.apps.roster import tallies
from xueheng.web.access.told import code_key

PASSWORD = 128  # longer ones only cost time
RULES = _("至少 10 个字。不能太常见，不能全是数字，不能有您的账号、姓名、编号、电话、证件号或生日。")
REPLAY = timedelta(seconds=90)  # as long as a code of an app is taken


def _password(label: Any, kind: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": kind})
    return forms.CharField(label=label, max_length=PASSWORD, strip=False, widget=widget, **more)


def _name(**more: Any) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "username", "autocapitalize": "none", **more})
    return forms.CharField(label=_("账号"), max_length=60, widget=widget)


class SignIn(forms.Form):
    """A name and a password, and whether the device is the owner's own."""

    username = _name(autofocus=True)
    password = _password(_("密码"), "current-password")
    own_device = forms.BooleanField(label=_("这是我自己的电脑或手机，不和别人共用"), required=False)


class TwicePassword(forms.Form):
    """A password that its owner chooses, written twice."""

    password = _password(_("新密码"), "new-password", help_text=RULES)
    again = _password(_("再输一遍新密码"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("password") != told.get("again"):
            self.add_error("again", _("两次输入的密码不一样。"))
        return told


class Activation(TwicePassword):
    """The code that came with the account, and the password that the person chooses."""

    username = _name()
    code = forms.CharField(
        label=_("激活码"),
        max_length=40,
        help_text=_("在发给您的通知单上，用一次就失效。"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    field_order = ("username", "code", "password", "again")


class OwnPassword(forms.Form):
    """The password of whoever is signed in, once more."""

    password = _password(_("密码"), "current-password")

    def __init__(self, *args: Any, user: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.user = user

    def clean_password(self) -> str:
        """It is the owner's; a wrong one is counted."""
        told: str = self.cleaned_data["password"]
        if not self.user.check_password(told):
            tallies.failed(code_key(self.user), now=timezone.now())
            raise forms.ValidationError(_("密码不对。"))
        return told

    def save(self) -> None:
        """The owner has shown to be it."""
        reauthenticate_by_password(context.request)


def _code(label: Any) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"})
    return forms.CharField(label=label, max_length=20, widget=widget)


class FirstCode(ActivateTOTPForm):
    """The first code of an app, which shows that it has the key."""

    code = _code(_("手机上显示的 6 位数字"))


class Code(AuthenticateForm):
    """A code of an app or a recovery code: wrong ones wait, right ones serve once."""

    code = _code(_("验证码"))

    def clean_code(self) -> str:
        """The code, unless too many were tried or it was used a moment ago."""
        now = timezone.now()
        if seconds := tallies.wait(code_key(self.user), now=now):
            said = _now("试得太多了，请过 %(seconds)s 秒再试。") % {"seconds": seconds}
            raise forms.ValidationError(said)
        code: str = super().clean_code()
        used = f"totp:{self.user.pk}:{code.strip()}"
        if self.authenticator.type == "totp" and tallies.count(used, window=REPLAY, now=now) > 1:
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeAgain(Code, ReauthenticateForm):
    """The same, of whoever is signed in already."""

    code = _code(_("验证码或备用码"))
    save = ReauthenticateForm.save


class NewAccount(forms.Form):
    """A name to sign in with, for a person whom the actor may give one."""

    number = forms.CharField(label=_("人员编号"), max_length=32, help_text=_("教师编号或全国学籍号。"))
    username = forms.CharField(
        label=_("账号"), max_length=60, help_text=_("字母或数字，不要用证件号、电话或学籍号。")
    )


class Appointment(forms.Form):
    """A role at an organisation from a day on."""

    person = forms.IntegerField(min_value=1)
    role = forms.CharField(max_length=40)
    org = forms.CharField(max_length=64)
    since = forms.DateField()
    until = forms.DateField(required=False)
