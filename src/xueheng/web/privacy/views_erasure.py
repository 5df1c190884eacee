"""按本人要求删除: what of one person goes, what law keeps, and the request for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.intake.shredding import erasure as services
from xueheng.web.privacy.pages import answer
from xueheng.web.rules import page

LONGEST = 500


@page("privacy.manage")
def find(request: HttpRequest) -> HttpResponse:
    """The person of a number."""
    number = request.GET.get("number", "").strip()[:40]
    if number:
        return redirect("privacy:erasure", services.person_of(request.actor, number).pk)
    return answer(request, "find", {})


@page("privacy.approve", methods=("GET", "POST"))
def erasure(request: HttpRequest, id: int) -> HttpResponse:
    """删除清单 of one person, and the request; who approves one sees what it is about."""
    person = services.person_asked(request.actor, id)
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:LONGEST]
        services.ask_erasure(person, reason=reason, actor=request.actor, now=timezone.now())
        messages.success(request, _("已提出，等另一位有权的人同意后，由系统在后台删除。"))
        return redirect("privacy:find")
    shown = {
        "person": person,
        "place": services.place_of(person),
        "parts": services.plan(person, on=timezone.localdate()),
        "may_ask": request.actor.may("privacy.manage"),
    }
    return answer(request, "erasure", shown)
