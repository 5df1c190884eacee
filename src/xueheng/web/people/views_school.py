"""一所学校: its facts, classes and people, its one page for the head, and each class by name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.flows.queries import tasks
from xueheng.apps.intake.queries import datasets
from xueheng.apps.publish import queries as published
from xueheng.apps.publish.school_results import SchoolResult, school_results
from xueheng.apps.roster.queries import ancestors, class_name, org, staff_of
from xueheng.apps.roster.roles import roles
from xueheng.packs.student_status.registry import SchoolLine, school_lines
from xueheng.packs.student_status.roll import Asked, lines, roll
from xueheng.standards import class_size
from xueheng.standards.attention import limit
from xueheng.standards.class_years import class_stage
from xueheng.standards.org_kinds import kinds_of
from xueheng.web.context import spoken
from xueheng.web.data.shelf import with_words
from xueheng.web.people.asked import answer, day
from xueheng.web.rules import page

SHOWN = 8


@page("orgs.see")
def school(request: HttpRequest, code: str) -> HttpResponse:
    """学校: facts, class sizes, staff for those who may, data and publications, on a day."""
    on, actor = day(request), request.actor
    place = _school(request, code, "orgs.see")
    shown = {
        "on": on,
        "line": _line(request, place),
        "above": ancestors(place),
        "stages": [class_stage(s).label for s in place.stages],
        "staff": [(post, roles()[post.role].label) for post in staff_of(actor, place, on=on)],
        "datasets": with_words(datasets(actor, org=place)[:SHOWN]),
        "publications": _publications(request, place),
        "sizes": class_size.class_sizes(on=on),
        "may_report": actor.may("school.report", place),
        "may_see_names": actor.may("pupils.see", place),
    }
    return answer(request, "school", shown)


@page("school.report")
def one_pager(request: HttpRequest, code: str) -> HttpResponse:
    """一校一页: strengths, gaps and what is to be done, each with its figures and where they come from."""
    place, today = _school(request, code, "school.report"), timezone.localdate()
    results = school_results(request.actor, place, today=today)
    shown = {
        "line": _line(request, place),
        "results": results,
        "strengths": _most(results, "strength"),
        "gaps": _most(results, "gap"),
        "tasks": [t for t in tasks(request.actor, today=today) if t.org in (place.name, place.short_name)][
            :3
        ],
    }
    return answer(request, "one_pager", shown)


@page("school.report")
def published_page(request: HttpRequest, code: str, id: UUID) -> HttpResponse:
    """本校一页: what a publication for schools says of this one."""
    place = _school(request, code, "school.report")
    found = published.publication(request.actor, id, today=timezone.localdate())
    own = found.audience == "schools"
    fragment = (
        published.school_fragment(request.actor, found, code, spoken())
        if own
        else published.report_fragment(found, spoken())
    )
    return answer(request, "published", {"school": place, "publication": found, "fragment": fragment})


@page("pupils.see")
def klass(request: HttpRequest, code: str) -> HttpResponse:
    """班级 by name on a day."""
    on, place = day(request), org(request.actor, "pupils.see", code)
    if place.kind != "class":
        raise NotFound(_("没有找到这个班，或者它不在您能看到的范围内。"))
    pupils = lines(roll(request.actor, Asked(klass=code), on=on), on=on)
    shown = {
        "on": on,
        "klass": place,
        "name": class_name(place, on),
        "school": place.parent,
        "pupils": pupils,
        "boys": sum(p.person.sex == "1" for p in pupils),
        "girls": sum(p.person.sex == "2" for p in pupils),
        "away": sum(not p.is_present for p in pupils),
    }
    return answer(request, "klass", shown)


def _school(request: HttpRequest, code: str, permission: str) -> Any:
    place = org(request.actor, permission, code)
    if place.kind not in kinds_of("school"):
        raise NotFound(_("没有找到这所学校，或者它不在您能看到的范围内。"))
    return place


def _line(request: HttpRequest, place: Any) -> SchoolLine:
    found = school_lines(request.actor, on=day(request), place=place)
    return next((s for s in found if s.school == place), SchoolLine(place, 0, 0, 0, ()))


def _publications(request: HttpRequest, place: Any) -> list[Any]:
    above = {int(step) for step in place.path.strip("/").split("/")}
    found = published.for_actor(request.actor, today=timezone.localdate())
    live = [p for p in found if p.org_id in above and p.audience == "schools" and p.state == "published"]
    kept = [p for p in live if published.has_page(p, place.code)]
    return kept[:SHOWN] if request.actor.may("school.report", place) else []


def _most(results: list[SchoolResult], kind: str) -> list[tuple[Any, SchoolResult]]:
    """The points of a kind, one of each result in turn, as many as the page holds."""
    held = [[(p, r) for p in r.points if p.kind == kind] for r in results]
    turns = (one[turn] for turn in range(max(map(len, held), default=0)) for one in held if turn < len(one))
    return list(turns)[: int(limit("page_items"))]
