"""What the room's forms take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

PASSWORD = 128  # longer ones only cost time


class SignIn(forms.Form):
    """A name and a password."""

    username = forms.CharField(
        label=_("账号"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class Activation(forms.Form):
    """The code that came with the account, and the password that the person chooses."""

    username = forms.CharField(
        label=_("账号"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("激活码"),
        max_length=40,
        help_text=_("在发给您的通知单上，用一次就失效。"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=_("新密码"),
        max_length=PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一遍新密码"),
        max_length=PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("password") != told.get("again"):
            self.add_error("again", _("两次输入的密码不一样。"))
        return told


class Decision(forms.Form):
    """Agreed or refused, and why."""

    answer = forms.ChoiceField(choices=[(name, name) for name in ("agree", "refuse", "withdraw")])
    remark = forms.CharField(
        label=_("意见"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Who refuses says why."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("answer") == "refuse" and not told.get("remark"):
            self.add_error("remark", _("退回时请写明原因，提出的人才知道怎么改。"))
        return told


class NewAccount(forms.Form):
    """A name to sign in with, for a person whom the actor may give one."""

    number = forms.CharField(
        label=_("人员编号"),
        max_length=32,
        help_text=_("教师编号或全国学籍号。"),
    )
    username = forms.CharField(
        label=_("账号"), max_length=60, help_text=_("字母或数字，不要用证件号、电话或学籍号。")
    )
