"""复核: what waits for a second person, and the decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xueheng.apps.flows import queries, services
from xueheng.apps.roster.actor import Actor
from xueheng.apps.runs import queries as runs
from xueheng.web.access.confirm import first
from xueheng.web.desk.forms import Decision
from xueheng.web.results.views_report import as_read
from xueheng.web.rules import SIGNED_IN, page

HELD = ("waiting", "approved")  # states in which there is something to read
CONFIRMED = ("release", "erasure")  # kinds that only the owner of the account decides, asked once more
PLACES = {
    "run": "results:report",
    "publication": "results:publication",
    "release": "privacy:release",
    "erasure": "privacy:erasure",
}


@page("desk.see")
def approvals(request: HttpRequest) -> HttpResponse:
    """审批 that wait for this actor."""
    return render(request, "desk/approvals.html", {"approvals": queries.approvals(request.actor)})


@page(SIGNED_IN, methods=("GET", "POST"))
def approval(request: HttpRequest, number: int) -> HttpResponse:
    """One approval, and the decision of a second person."""
    found = queries.approval(request.actor, number)
    form = Decision(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return (found.kind in CONFIRMED and first(request)) or _decided(request, number, form)
    shown = {
        "approval": found,
        "form": form,
        "may_decide": queries.may_decide(request.actor, found),
        "is_asker": found.asked_by == request.actor.label and found.state == "waiting",
        "place": PLACES.get(found.kind, ""),
        "conclusion": _conclusion(request.actor, found),
    }
    return render(request, "desk/approval.html", shown)


def _conclusion(actor: Actor, found: Any) -> SafeString | None:
    """结论: the head and the first part of the report that is to hold."""
    if found.kind != "run" or found.state not in HELD or not actor.may("runs.see", found.org):
        return None
    whole = runs.report(runs.run(actor, found.subject_id))
    return as_read(replace(whole, sections=whole.sections[:1], files=()))


def _decided(request: HttpRequest, number: int, form: Decision) -> HttpResponse:
    answer, told = form.cleaned_data["answer"], {"actor": request.actor, "now": timezone.now()}
    remark = form.cleaned_data["remark"]
    if answer == "withdraw":
        services.withdraw(number, remark=remark, **told)
        messages.success(request, _("已收回，不再等待复核。"))
    else:
        services.decide(number, agreed=answer == "agree", remark=remark, **told)
        messages.success(request, _("已同意。") if answer == "agree" else _("已退回给提出的人。"))
    return redirect("desk:approvals")
