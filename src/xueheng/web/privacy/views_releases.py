"""批量导出: what somebody asks to take out, why, who agrees, and whether it was taken."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.flows.queries import approvals_of, may_decide
from xueheng.apps.intake import releases as services
from xueheng.apps.intake.releasing import APPROVES, KIND, limits
from xueheng.apps.roster.holders import posts_with
from xueheng.web.privacy.pages import answer
from xueheng.web.rules import SIGNED_IN, page

A_PAGE, LONGEST = 50, 500


@page(SIGNED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """The first page of this room that the reader needs."""
    return redirect("privacy:shredding" if request.actor.may("privacy.manage") else "privacy:releases")


@page(SIGNED_IN)
def releases(request: HttpRequest) -> HttpResponse:
    """导出申请: the own ones, and for who approves or watches over them all others."""
    now = timezone.now()
    shown = Paginator(services.releases(request.actor), A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, services.state_of(one, now)) for one in shown]
    return answer(request, "releases", {"lines": lines, "page": shown, "limits": limits()})


@page(SIGNED_IN, methods=("GET", "POST"))
def release(request: HttpRequest, id: int) -> HttpResponse:
    """导出申请: its reason is given, or it is taken once it is agreed to."""
    now, actor = timezone.now(), request.actor
    found = services.release(actor, id)
    if request.method == "POST":
        services.ask_release(found, reason=request.POST.get("reason", "")[:LONGEST], actor=actor, now=now)
        messages.success(request, _("已提出申请，同意后会通知您。"))
        return redirect("privacy:release", id)
    approvers = posts_with(APPROVES, found.org, on=timezone.localdate())
    shown = {
        "release": found,
        "state": services.state_of(found, now),
        "is_own": found.asked_by_id == actor.account,
        "approval_here": next((one for one in approvals_of(KIND, id) if may_decide(actor, one)), None),
        "approvers": [post for post in approvers if post.person_id != found.asked_by.person_id],
        "limits": limits(),
    }
    return answer(request, "release", shown)
