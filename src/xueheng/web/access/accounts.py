"""账号: opened, reset and closed by whom they are entrusted to; nobody ever hands out a password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.roster import queries, services
from xueheng.web.access import sessions, told
from xueheng.web.access.confirm import confirmed
from xueheng.web.access.forms import NewAccount
from xueheng.web.rules import page

MANAGE = "accounts.manage"
SHOWN, LONGEST = 50, 60


@page(MANAGE)
def accounts(request: HttpRequest) -> HttpResponse:
    """账号 that the actor manages, by name."""
    return _listed(request, NewAccount())


@page(MANAGE, methods=("POST",))
def open_one(request: HttpRequest) -> HttpResponse:
    """An account for a person; its code is shown this once."""
    form = NewAccount(request.POST)
    if not form.is_valid():
        return _listed(request, form)
    person = queries.person_to_manage(request.actor, form.cleaned_data["number"])
    opened = services.open_account(form.cleaned_data["username"], person, **_by(request))
    return render(request, "access/code.html", {"opened": opened})


@page(MANAGE, methods=("POST",))
@confirmed
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """A new code, shown this once; the old password is void, and every browser is signed out."""
    opened = services.reset(_managed(request, number), **_by(request))
    sessions.end(opened.account)
    told.tell([opened.account], "reset", now=timezone.now())
    return render(request, "access/code.html", {"opened": opened, "is_reset": True})


@page(MANAGE, methods=("POST",))
@confirmed
def close(request: HttpRequest, number: int) -> HttpResponse:
    """The account signs nobody in any more."""
    account = services.close_account(_managed(request, number), **_by(request))
    messages.success(request, _("账号 %(name)s 已停用。") % {"name": account.username})
    return redirect("desk:accounts")


def _managed(request: HttpRequest, number: int) -> Any:
    found = queries.accounts(request.actor).filter(pk=number).first()
    if found is None:
        raise NotFound(_("没有这个账号，或者它不归您管理。"))
    return found


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": timezone.now()}


def _listed(request: HttpRequest, form: NewAccount) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:LONGEST]
    found = queries.accounts(request.actor, text=asked)
    shown = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    return render(request, "access/accounts.html", {"page": shown, "asked": asked, "form": form})
