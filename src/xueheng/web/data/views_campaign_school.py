"""A school's own page of a campaign: its workbook, its answer, and what was said of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.campaigns import queries, services
from xueheng.web.data.campaign_words import STATE_WORDS
from xueheng.web.data.shelf import table_words
from xueheng.web.data.views_campaigns import MANAGE
from xueheng.web.rules import page

MOVING = ("waiting", "reading")


@page("data.see")
def campaign_school(request: HttpRequest, campaign: UUID, school: str) -> HttpResponse:
    """报送: what this school is asked for, and how its answer stands."""
    actor, found = request.actor, queries.return_of(request.actor, campaign, school)
    line = queries.lines(actor, [found], now=timezone.now())[0]
    is_open = found.campaign.state == "open"
    shown: dict[str, Any] = {
        "campaign": found.campaign,
        "table": table_words(found.campaign.table),
        "line": line,
        "state": STATE_WORDS[line.state],
        "diff": queries.since_last(actor, found),
        "is_moving": line.is_being_read or line.it.state == "accepting",
        "may_file": is_open and actor.may("data.upload", found.org),
        "may_judge": is_open and actor.may(MANAGE, found.campaign.org),
        "may_see_board": actor.may("data.see", found.campaign.org),
    }
    return render(request, "data/campaign_school.html", shown)


@page("data.upload", methods=("GET", "POST"))
def campaign_workbook(request: HttpRequest, campaign: UUID, school: str) -> HttpResponse:
    """发出 of this school."""
    found = queries.return_of(request.actor, campaign, school)
    path = services.take_workbook(found, actor=request.actor, now=timezone.now())
    name = f"{found.campaign.title} {found.org.name}.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@page("data.upload", methods=("POST",))
def campaign_file(request: HttpRequest, campaign: UUID, school: str) -> HttpResponse:
    """交回: the school's file, or 无此项."""
    found = queries.return_of(request.actor, campaign, school)
    by = {"actor": request.actor, "now": timezone.now()}
    if request.POST.get("nothing") == "1":
        services.nothing(found, note=request.POST.get("note", ""), **by)
        messages.success(request, _("已报“无此项”。"))
    elif "file" in request.FILES:
        services.file(found, request.FILES["file"], **by)
        messages.success(request, _("已收到，正在检查。"))
    else:
        raise NotReady(_("没有选文件。"))
    return redirect("data:campaign_school", campaign, school)


@page(MANAGE, methods=("POST",))
def campaign_judge(request: HttpRequest, campaign: UUID, school: str) -> HttpResponse:
    """收下 or 退回 of this school's answer, or 催报."""
    found = queries.return_of(request.actor, campaign, school)
    by = {"actor": request.actor, "now": timezone.now()}
    answer = request.POST.get("answer", "")
    if answer == "accept":
        services.accept(found, **by)
    elif answer == "return":
        services.send_back(found, reason=request.POST.get("reason", ""), **by)
    elif answer == "remind":
        reminded = services.remind(found.campaign, only=[school], **by)
        for _school, why in reminded.passed:
            messages.warning(request, why)
    else:
        raise NotReady(_("没有选怎么办。"))
    return redirect("data:campaign_school", campaign, school)
