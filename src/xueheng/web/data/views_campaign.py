"""One campaign: its board, the pile of files that came back, accepting, sending back, freezing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.campaigns import queries, services
from xueheng.web.data.campaign_words import ROWS, STATE_WORDS, row_of
from xueheng.web.data.shelf import table_words
from xueheng.web.data.views_campaigns import MANAGE
from xueheng.web.people.files import as_file
from xueheng.web.rules import page


@page("data.see")
def campaign(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """报送情况: which school has handed in, and what is to be done about the others."""
    found = queries.campaign(request.actor, campaign)
    board = queries.board(request.actor, found, now=timezone.now())
    counts, state = board.counts, request.GET.get("state", "")
    moving = sum(line.is_being_read for line in board.lines)
    is_open = found.state == "open"
    shown: dict[str, Any] = {
        "campaign": found,
        "table": table_words(found.table),
        "board": board,
        "counts": counts,
        "state": state,
        "states": STATE_WORDS,
        "lines": [line for line in board.lines if not state or line.state == state],
        "moving": moving,
        "is_moving": found.state == "joining"
        or (is_open and any((moving, counts["accepting"], counts["unmade"]))),
        "may_manage": request.actor.may(MANAGE, found.org) and is_open,
        "may_reopen": request.actor.may(MANAGE, found.org)
        and bool(found.dataset and found.dataset.undone_at),
        "strange": request.session.pop(f"strange-{found.pk}", ()),
    }
    return render(request, "data/campaign.html", shown)


@page("data.see")
def campaign_export(request: HttpRequest, campaign: UUID, format: str) -> HttpResponse:
    """报送情况 as a file."""
    found = queries.campaign(request.actor, campaign)
    board = queries.board(request.actor, found, now=timezone.now())
    heads = [str(head) for head in ROWS]
    return as_file(found.title, heads, [row_of(line) for line in board.lines], format=format)


@page(MANAGE, methods=("GET", "POST"))
def campaign_workbooks(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """发出 of all schools in one file."""
    found = queries.campaign(request.actor, campaign)
    made = services.take_workbooks(found, actor=request.actor, now=timezone.now())
    return FileResponse(made, as_attachment=True, filename=f"{found.title}.zip")


@page(MANAGE, methods=("GET", "POST"))
def campaign_reds(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """标红的原表 of every school with errors, in one file."""
    found = queries.campaign(request.actor, campaign)
    made = services.take_reds(found, actor=request.actor, now=timezone.now())
    return FileResponse(made, as_attachment=True, filename=f"{found.title}.red.zip")


@page("data.see")
def campaign_checks(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """互核: persons whom two schools name, what was sent out against what came back, and who is missing."""
    actor = request.actor
    found = queries.campaign(actor, campaign)
    board = queries.board(actor, found, now=timezone.now())
    shown = {
        "campaign": found,
        "checks": queries.checks_of(actor, found),
        "missing": [line for line in board.lines if line.state not in ("accepted", "nil")],
        "counts": board.counts,
        "may_manage": actor.may(MANAGE, found.org) and found.state == "open",
    }
    return render(request, "data/campaign_checks.html", shown)


@page(MANAGE, methods=("POST",))
def campaign_drop(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """收件: a pile of files, each for the school that stands inside it."""
    found = queries.campaign(request.actor, campaign)
    files = request.FILES.getlist("file")
    if not files:
        raise NotReady(_("没有选文件。"))
    taken = services.take_in(found, files, actor=request.actor, now=timezone.now())
    said = ngettext("%(n)s 份已认出学校，正在检查。", "%(n)s 份已认出学校，正在检查。", len(taken.filed))
    messages.success(request, said % {"n": len(taken.filed)})
    request.session[f"strange-{found.pk}"] = [list(one) for one in taken.strange[:200]]
    return redirect("data:campaign", found.pk)


@page(MANAGE, methods=("POST",))
def campaign_act(request: HttpRequest, campaign: UUID, act: str) -> HttpResponse:
    """收下 all that is clean, 退回 all that is wrong, 催报, 取消, 重新收表."""
    found = queries.campaign(request.actor, campaign)
    by = {"actor": request.actor, "now": timezone.now()}
    if act == "accept":
        services.accept_soon(found, **by)
    elif act == "return":
        _judged(request, services.send_back_wrong(found, **by), _("退回 %(n)s 所学校的表。"))
    elif act == "remind":
        _judged(request, services.remind(found, **by), _("已催 %(n)s 所学校。"))
    else:
        {"cancel": services.cancel, "reopen": services.reopen}[act](found, **by)
    return redirect("data:campaign", found.pk)


@page(MANAGE, methods=("POST",))
def campaign_freeze(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """汇总: all that was accepted becomes one Dataset."""
    found = queries.campaign(request.actor, campaign)
    excused = {k.removeprefix("excuse-"): v for k, v in request.POST.items() if k.startswith("excuse-")}
    doubles = request.POST.get("doubles", "")
    by = {"actor": request.actor, "now": timezone.now()}
    services.freeze_soon(found, excused=excused, doubles=doubles, **by)
    return redirect("data:campaign", found.pk)


def _judged(request: HttpRequest, judged: services.Judged, words: str) -> None:
    """Say to how many it was done, and why not to the others."""
    messages.success(request, words % {"n": len(judged.done)})
    for school, why in judged.passed:
        messages.warning(request, _("%(school)s：%(why)s") % {"school": school, "why": why})
