"""激活码: for everybody of a school who has no account yet, on one sheet, shown this once."""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.roster import queries, services
from xueheng.web.access.confirm import confirmed
from xueheng.web.numbers import number_of
from xueheng.web.people.files import workbook
from xueheng.web.rules import page

MANAGE = "accounts.manage"
GROUPS = ("staff", "parents", "pupils")
MOST = 2000  # persons on one sheet, and numbers in one question


@page(MANAGE)
def chosen(request: HttpRequest) -> HttpResponse:
    """Who has no account yet: of a school, or of the numbers that were pasted."""
    told, on = request.GET, timezone.localdate()
    group = told.get("group") if told.get("group") in GROUPS else GROUPS[0]
    numbers = tuple(told.get("numbers", "").split())[:MOST]
    place = queries.org(request.actor, MANAGE, told["school"]) if told.get("school") else None
    found = queries.without_account(request.actor, place=place, group=group, numbers=numbers, on=on)
    shown = {
        "people": list(found[:MOST]) if place or numbers else None,
        "place": place,
        "group": group,
        "numbers": "\n".join(numbers),
        "schools": queries.schools(request.actor, MANAGE, on=on),
    }
    return render(request, "access/codes_for.html", shown)


@page(MANAGE, methods=("POST",))
@confirmed
def sheet(request: HttpRequest) -> HttpResponse:
    """账号 of the ticked persons stand; their codes are on this page and nowhere else."""
    ticked = {n for one in request.POST.getlist("person") if (n := number_of(one)) is not None}
    if not 0 < len(ticked) <= MOST or max(ticked) >= 2**63:
        raise NotReady(_("请勾选要开通的人，一次不超过 %(most)s 人。") % {"most": MOST})
    opened = services.open_accounts(sorted(ticked), actor=request.actor, now=timezone.now())
    if not opened:
        raise NotReady(_("这些人都有账号了，或者不归您管理。"))
    address = request.build_absolute_uri(reverse("desk:activate"))
    shown = {
        "opened": opened,
        "address": address,
        "qr": _inline(get_adapter().build_totp_svg(address).encode(), "image/svg+xml"),
        "workbook": _inline(_workbook(opened), "application/octet-stream"),
    }
    return render(request, "access/sheet.html", shown)


def _workbook(opened: list[services.Opened]) -> bytes:
    heads = [_("姓名"), _("账号"), _("激活码"), _("有效期到")]
    rows = [
        (str(one.account.person.name), one.account.username, one.code, _day(one.account)) for one in opened
    ]
    return workbook(heads, rows)


def _day(account: Any) -> str:
    return f"{timezone.localtime(account.activation_until):%Y-%m-%d}"


def _inline(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
