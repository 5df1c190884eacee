"""Campaigns: those that there are, a new one, and the time that they ask of schools."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.intake.campaigns import queries, services
from xueheng.apps.roster.queries import org
from xueheng.standards.org_kinds import org_kinds
from xueheng.tables.schema import schema
from xueheng.web.data.campaign_form import CampaignForm
from xueheng.web.data.forms import ExamForm
from xueheng.web.data.shelf import tables, with_words
from xueheng.web.data.views_upload import EXAMS
from xueheng.web.rules import page

MANAGE = "campaigns.manage"
A_PAGE = 30


@page("data.see")
def campaigns(request: HttpRequest) -> HttpResponse:
    """收表: what the actor collects, and what its own schools are asked for."""
    actor, now = request.actor, timezone.now()
    may_manage = actor.may(MANAGE)
    found = Paginator(queries.campaigns(actor), A_PAGE).get_page(request.GET.get("page"))
    asked = [] if found.object_list else queries.lines(actor, queries.returns(actor)[:A_PAGE], now=now)
    shown = {"page": found, "campaigns": with_words(found), "asked": asked, "may_manage": may_manage}
    return render(request, "data/campaigns.html", shown)


@page(MANAGE, methods=("GET", "POST"))
def campaign_new(request: HttpRequest) -> HttpResponse:
    """发起收表: which table first, then the form, with the schools to which the table applies ticked."""
    name = request.POST.get("table") or request.GET.get("table", "")
    if not name:
        return render(request, "data/campaign_table.html", {"tables": tables()})
    if all(table.name != name for table in tables()):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = CampaignForm(sent, actor=request.actor, initial=_usual(name))
    exam = ExamForm(sent) if name in EXAMS else None
    if sent is not None and form.is_valid() and (exam is None or exam.is_valid()):
        return _opened(request, form, exam, name)
    return _form(request, form, exam, name)


def _opened(request: HttpRequest, form: CampaignForm, exam: ExamForm | None, name: str) -> HttpResponse:
    actor, now, said = request.actor, timezone.now(), form.said() | {"table": name}
    try:
        place = org(actor, MANAGE, form.cleaned_data["org"])
        stage = exam.cleaned_data.get("stage", "") if exam else ""
        fitting = queries.wanted(actor, place, name, now=now, stage=stage)
        kinds, ticked = set(request.POST.getlist("kind")), set(request.POST.getlist("school"))
        asked = [s for s in fitting if (s.kind in kinds or not kinds) and (s.code in ticked or not ticked)]
        declared = {"exam": exam.exam() | {"name": said["title"]}} if exam else {}
        opened = services.open_campaign(place, asked, said=said | declared, actor=actor, now=now)
    except (NotReady, NotFound) as error:
        form.add_error(None, str(error))
        return _form(request, form, exam, name)
    return redirect("data:campaign", opened.pk)


def _form(request: HttpRequest, form: CampaignForm, exam: ExamForm | None, name: str) -> HttpResponse:
    places = form.fields["org"].choices
    first = org(request.actor, MANAGE, form["org"].value() or places[0][0]) if places else None
    found = queries.wanted(request.actor, first, name, now=timezone.now()) if first else []
    kinds = {kind: said.label for kind, said in org_kinds().items() if any(s.kind == kind for s in found)}
    ticked = request.POST.getlist("kind") or list(kinds)
    shown: dict[str, Any] = {"form": form, "exam": exam, "table": schema(name), "schools": found}
    is_wrong = bool(form.errors) or bool(exam and exam.errors)
    return render(
        request,
        "data/campaign_new.html",
        shown | {"kinds": kinds, "ticked": ticked, "chosen": request.POST.getlist("school")},
        status=409 if is_wrong else 200,
    )


def _usual(name: str) -> dict[str, Any]:
    return {"period": str(timezone.localdate().year), "title": schema(name).label.zh}


@page("data.see")
def budget(request: HttpRequest) -> HttpResponse:
    """填报用时: minutes asked of each school this term, and of the county."""
    return render(
        request, "data/campaign_budget.html", {"budget": queries.budget(request.actor, now=timezone.now())}
    )
