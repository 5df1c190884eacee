"""Showing a sealed result to an audience: as it would be read, asked for, and taken down again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.flows.queries import approvals_of, may_decide
from xueheng.apps.publish import queries, services
from xueheng.apps.publish.content import GONE
from xueheng.apps.publish.files import school_page
from xueheng.apps.publish.making import around, project
from xueheng.apps.publish.queries import Audience
from xueheng.apps.runs import queries as runs
from xueheng.reports.blocks import Report
from xueheng.standards.words import Words
from xueheng.web.context import spoken
from xueheng.web.results.views_report import as_read, has_charts
from xueheng.web.rules import page

LONGEST = 120


class PublishForm(forms.Form):
    """发布单: what it is called in both languages, and until when it stands."""

    def __init__(self, *args: Any, label: Words | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        words = label or Words("", "")
        self.fields["title"] = forms.CharField(label=_("题目"), max_length=LONGEST, initial=words.zh)
        self.fields["title_en"] = forms.CharField(label=_("英文题目"), max_length=LONGEST, initial=words.en)
        self.fields["until"] = forms.DateField(
            label=_("哪天撤下"),
            required=False,
            widget=forms.DateInput({"type": "date"}),
            help_text=_("不填就一直公布，直到有新的一期或撤下。"),
        )


@page("publish.ask", methods=("GET", "POST"))
def publish(request: HttpRequest, run: UUID) -> HttpResponse:
    """发布: choose who is to read it, see what they would read, and ask a second person."""
    found = runs.run(request.actor, run)
    request.actor.require("publish.ask", found.org)
    if found.state != "sealed" or found.is_rehearsal:
        raise NotReady(_("只有已封存的正式结果才能公布，演练和未复核的不行。"))
    offered = queries.audiences(found)
    name = request.POST.get("audience") or request.GET.get("audience", "")
    chosen = next((one for one in offered if one.id == name), None)
    shown: dict[str, Any] = {"run": found, "audiences": offered, "chosen": chosen}
    if chosen is None or chosen.objections:
        return render(request, "results/publish.html", shown)
    form = PublishForm(request.POST or None, label=Words(found.title, chosen.label.en))
    if request.method == "POST" and form.is_valid():
        return _asked(request, found, name, form.cleaned_data)
    return render(request, "results/publish.html", shown | {"form": form} | _preview(found, chosen))


def _asked(request: HttpRequest, found: Any, audience: str, said: dict[str, Any]) -> HttpResponse:
    asked = services.ask(
        found,
        audience=audience,
        title=Words(said["title"], said["title_en"]),
        until=said["until"],
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("results:publication", asked.pk)


def _preview(found: Any, chosen: Audience) -> dict[str, Any]:
    """What the audience would read: one report, or one of the schools' pages."""
    title = {"zh": found.title, "en": chosen.label.en}
    surroundings = around(found, chosen.id, before=timezone.now())
    made = project(found, chosen.id, surroundings=surroundings, title=title)
    report: Report | None = made.report or next(iter(made.pages.values()), None)
    if report is None:
        return {}
    return {"fragment": as_read(report), "has_charts": has_charts(report), "pages": len(made.pages)}


@page("runs.see")
def publication(request: HttpRequest, publication: UUID) -> HttpResponse:
    """公布: its state, what is read, who must agree, and how it is taken down."""
    actor = request.actor
    found = queries.publication(actor, publication)
    asked = approvals_of("publication", found.pk)
    shown = {
        "publication": found,
        "approvals": asked,
        "approval_here": next((one for one in asked if may_decide(actor, one)), None),
        "may_take_down": actor.may("publish.take_down", found.org) and found.state in queries.READABLE,
        "withheld": sum(found.withheld.values()),
    }
    return render(request, "results/publication.html", shown | _as_read(request, found))


def _as_read(request: HttpRequest, found: Any) -> dict[str, Any]:
    """What is read of it: one report, or the page of one of the schools that the actor may see."""
    if found.state in GONE:
        return {}
    held, lang = queries.manifest(found)["files"], spoken()
    if f"{lang}.html" in held:
        return {"fragment": queries.report_fragment(found, lang)}
    schools = [s for s in queries.own_schools(request.actor, found) if school_page(s.code, lang) in held]
    school = next((s for s in schools if s.code == request.GET.get("school")), *schools[:1] or (None,))
    if school is None:
        return {}
    fragment = queries.school_fragment(request.actor, found, school.code, lang)
    return {"schools": schools, "school": school, "fragment": fragment}


@page("publish.take_down", methods=("POST",))
def take_down(request: HttpRequest, publication: UUID) -> HttpResponse:
    """撤下: nobody reads it any more; the reason is kept."""
    found = queries.publication(request.actor, publication)
    services.take_down(
        found, reason=request.POST.get("reason", "")[:500], actor=request.actor, now=timezone.now()
    )
    return redirect("results:publication", found.pk)
