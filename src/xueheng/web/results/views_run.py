"""One run: how far it is, what went in, what came out, its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from xueheng.apps.flows.queries import approvals_of, may_decide
from xueheng.apps.intake.releasing import waiting_for
from xueheng.apps.publish.queries import for_actor
from xueheng.apps.runs import queries, services
from xueheng.apps.runs.queries import Kind
from xueheng.apps.runs.taking import persons_in_bundle
from xueheng.methods.registry import method
from xueheng.web.context import spoken
from xueheng.web.results.shown import MOVING, WITH_RESULT, chosen, may_open, remarks, steps, tables, used
from xueheng.web.rules import page

BUNDLES: Mapping[str, Kind] = {"run.xhb.zip": "full", "run.public.xhb.zip": "public"}


@page("runs.see")
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """运算: its page; while it is being computed only its progress is sent again."""
    found = queries.run(request.actor, run)
    shown = {"run": found, "steps": steps(found), "is_moving": found.state in MOVING}
    if not request.htmx:
        return render(request, "results/run.html", shown | _details(request, found))
    if shown["is_moving"]:
        return render(request, "results/progress.html", shown)
    return HttpResponse(headers={"HX-Refresh": "true"})


def _details(request: HttpRequest, found: Any) -> dict[str, Any]:
    actor = request.actor
    asked = approvals_of("run", found.pk)
    declared, inputs = method(found.method), used(found, actor)
    again = urlencode({"method": found.method, "dataset": str(inputs[0].dataset.pk)})
    return {
        "method": declared,
        "inputs": inputs,
        "params": list(chosen(found)),
        "issues": remarks(found),
        "approvals": asked,
        "approval_here": next((one for one in asked if may_decide(actor, one)), None),
        "may_withdraw": any(one.asked_by == actor.label and one.state == "waiting" for one in asked),
        "is_declined": any(one.state == "refused" for one in asked),
        "asked_by": found.asked_by.person.name if found.asked_by and found.asked_by.person else "",
        "tables": tables(found),
        "documents": queries.documents(actor, found) if found.state in WITH_RESULT else None,
        "publications": [p for p in for_actor(actor) if p.run_id == found.pk],
        "has_full": may_open(actor, found),
        "persons": waiting_for(persons_in_bundle(found)),
        "may_cancel": actor.may("runs.start", found.org),
        "may_publish": actor.may("publish.ask", found.org) and not found.is_rehearsal,
        "again": f"{reverse('results:new')}?{again}",
    }


@page("runs.start", methods=("POST",))
def run_cancel(request: HttpRequest, run: UUID) -> HttpResponse:
    """取消: the run stops at its next step, or waits for nobody any more."""
    found = queries.run(request.actor, run)
    services.cancel(found, actor=request.actor, now=timezone.now())
    return redirect("results:run", found.pk)


@page("runs.see", methods=("POST",))
def run_documents(request: HttpRequest, run: UUID) -> HttpResponse:
    """文档: Word, PDF and workbook are being made in the reader's language."""
    found = queries.run(request.actor, run)
    with_set = bool(request.POST.get("schools"))
    services.request_documents(
        found, actor=request.actor, now=timezone.now(), lang=spoken(), with_set=with_set
    )
    return redirect(f"{reverse('results:run', args=[found.pk])}#documents")


@page("runs.see", methods=("GET", "POST"))
def run_file(request: HttpRequest, run: UUID, name: str) -> HttpResponse:
    """下载: a receipt or a document of the run."""
    found = queries.run(request.actor, run)
    by = {"actor": request.actor, "now": timezone.now()}
    if name in BUNDLES:
        path = services.take_bundle(found, BUNDLES[name], **by)
    else:
        path = services.take_document(found, name, **by)
    shown = path.name if name in BUNDLES else f"{found.title} {path.name}"  # the command names the receipt
    return FileResponse(path.open("rb"), as_attachment=True, filename=shown)
