"""令牌: the programs that act for whoever is signed in, and with how much of what that person may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import DomainError
from xueheng.apps.roster import tokens
from xueheng.apps.roster.roles import all_permissions
from xueheng.standards.words import Words
from xueheng.web.access import told
from xueheng.web.access.confirm import confirmed
from xueheng.web.rules import SIGNED_IN, page
from xueheng.web.templatetags.shown import say

BESIDE = {  # what is lent beside permissions
    tokens.CHILDREN: Words("看自己孩子的信息", "See own children"),
    tokens.OWN: Words("看本人的通知和登录", "See one's own notices and sign-ins"),
}
DAYS = (30, 90, 365)


class NewToken(forms.Form):
    """What a program is called, what it may do, and for how long."""

    def __init__(self, *args: Any, actor: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(name, say(_words(name))) for name in tokens.lendable(actor)]
        self.fields["name"] = forms.CharField(
            label=_("给哪个程序用"), max_length=tokens.LONGEST_NAME, help_text=_("例如“校园一卡通对接”。")
        )
        self.fields["permissions"] = forms.MultipleChoiceField(
            label=_("它可以做什么"), choices=choices, widget=forms.CheckboxSelectMultiple
        )
        self.fields["days"] = forms.TypedChoiceField(
            label=_("有效期"), choices=[(n, _("%(n)s 天") % {"n": n}) for n in DAYS], coerce=int
        )


@page(SIGNED_IN)
def tokens_page(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and the form for another."""
    return _listed(request, NewToken(actor=request.actor))


@page(SIGNED_IN, methods=("POST",))
@confirmed
def token_make(request: HttpRequest) -> HttpResponse:
    """A token of one's own; its secret is shown this once."""
    form, now = NewToken(request.POST, actor=request.actor), timezone.now()
    if not form.is_valid():
        return _listed(request, form, status=409)
    said = form.cleaned_data
    until = now + timedelta(days=said["days"])
    try:
        made = tokens.make(request.user, said["name"], permissions=said["permissions"], until=until, now=now)
    except DomainError as error:
        form.add_error(None, str(error))
        return _listed(request, form, status=409)
    told.tell([request.user], "token_made", now=now, what=made.token.name)
    return render(request, "access/token.html", {"made": made})


@page(SIGNED_IN, methods=("POST",))
def token_close(request: HttpRequest, number: int) -> HttpResponse:
    """The token opens nothing from now on."""
    now = timezone.now()
    closed = tokens.close(request.user, number, now=now)
    told.tell([request.user], "token_closed", now=now, what=closed.name)
    messages.success(request, _("令牌“%(name)s”停用了。") % {"name": closed.name})
    return redirect("access:tokens")


def _listed(request: HttpRequest, form: NewToken, *, status: int = 200) -> HttpResponse:
    held = [(one, [_words(name) for name in one.permissions]) for one in tokens.tokens(request.user)]
    shown = {"tokens": held, "form": form, "now": timezone.now()}
    return render(request, "access/tokens.html", shown, status=status)


def _words(permission: str) -> Words:
    """What a permission is called; one that is no more stands for itself."""
    known = {**all_permissions(), **BESIDE}
    return known.get(permission, Words(permission, permission))
