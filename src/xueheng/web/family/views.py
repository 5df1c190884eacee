"""家长和班主任的手机页: own children, what is published for families, and the class teacher's list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.flows.queries import first, tasks
from xueheng.apps.publish import queries as publications
from xueheng.apps.publish.persons import child_results, class_results
from xueheng.apps.roster.queries import children as own_children
from xueheng.apps.roster.queries import class_name, org, place_of, posts_of, spells_of
from xueheng.packs.student_status.roll import stays, term_of
from xueheng.web.context import spoken
from xueheng.web.rules import SIGNED_IN, page

SHOWN = 5


@page(SIGNED_IN)
def children(request: HttpRequest) -> HttpResponse:
    """我的孩子: a card for each, the one thing to do now, and what is published for families."""
    on = timezone.localdate()
    held = [(c, class_name(c.klass, on) if c.klass else c.grade) for c in own_children(request.actor, on=on)]
    shown = {"children": held, "task": first(request.actor, today=on), "published": _published(request)}
    return render(request, "family/children.html", shown)


@page(SIGNED_IN)
def child(request: HttpRequest, id: int) -> HttpResponse:
    """孩子: school and class in sentences, and what results say of it; nobody else's child."""
    on = timezone.localdate()
    if id not in request.actor.children:
        raise NotFound(_("没有找到这个孩子，或者他没有和您的账号绑定。"))
    place = place_of(request.actor, id, on=on)
    teachers = (
        [p.person.name for p in posts_of(place.klass, on) if p.role == "class_teacher"] if place.klass else []
    )
    shown = {
        "place": place,
        "klass": class_name(place.klass, on) if place.klass else place.grade,
        "teachers": teachers,
        "stays": stays(spells_of(request.actor, id, on=on), on=on),
        "results": child_results(request.actor, id, today=on),
        "published": _published(request),
    }
    return render(request, "family/child.html", shown)


@page(SIGNED_IN)
def published(request: HttpRequest, id: UUID) -> HttpResponse:
    """公布: what families read, as it was approved."""
    found = publications.publication(request.actor, id, today=timezone.localdate())
    if found.audience != "families":
        raise NotFound(_("没有这份公布，或者它已经撤下。"))
    fragment = publications.report_fragment(found, spoken())
    return render(request, "family/published.html", {"publication": found, "fragment": fragment})


@page("class.see")
def class_phone(request: HttpRequest, code: str) -> HttpResponse:
    """本班: today's list, who came and who left this term, and the class teacher's tasks."""
    on, place = timezone.localdate(), org(request.actor, "class.see", code)
    if place.kind != "class":
        raise NotFound(_("没有找到这个班，或者它不在您能看到的范围内。"))
    words = request.GET.get("q", "").strip()[:60]
    term = term_of(request.actor, place, on=on)
    shown = {
        "name": class_name(place, on),
        "school": place.parent,
        "term": term,
        "found": [(n, p) for n, p in enumerate(term.pupils, start=1) if words in p.person.name],
        "q": words,
        "tasks": tasks(request.actor, today=on, limit=SHOWN),
        "today": on,
        "sees_pupil": request.actor.may("pupils.see", place),
        "placed": class_results(request.actor, place, today=on),
    }
    return render(request, "family/class_phone.html", shown)


def _published(request: HttpRequest) -> list[tuple[Any, bool]]:
    """What families of these schools may read, and the latest public figures; one result once."""
    today = timezone.localdate()
    own = [p for p in publications.for_actor(request.actor, today=today) if p.audience == "families"]
    live = [(p, False) for p in own if p.state == "published"]
    told = {p.run_id for p, _ in live}
    return (live + [(p, True) for p in publications.public_list(today=today) if p.run_id not in told])[:SHOWN]
