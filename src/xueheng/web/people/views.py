"""学校: the list of schools and the table of class sizes, on any day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xueheng.packs.student_status.registry import SchoolLine, school_lines
from xueheng.standards.class_size import class_sizes
from xueheng.standards.class_years import class_stage
from xueheng.web.people.asked import answer, day, narrowed
from xueheng.web.people.files import as_file
from xueheng.web.people.town_map import town_map
from xueheng.web.rules import page
from xueheng.web.templatetags.shown import say


@page("orgs.see")
def index(request: HttpRequest) -> HttpResponse:
    """学校一览, by code, with class sizes over the standard."""
    shown = _listed(request)
    return answer(request, "index", {**shown, "map": town_map(shown["every"])})


@page("orgs.see")
def index_export(request: HttpRequest, format: str) -> HttpResponse:
    """学校一览 to save."""
    shown = _listed(request)
    heads = [
        _("学校标识码"),
        _("学校"),
        _("办学类型"),
        _("乡镇"),
        _("学生数"),
        _("男"),
        _("女"),
        _("班数"),
        _("超过标准的班"),
        _("大班额"),
    ]
    rows = [
        (
            s.school.code,
            s.school.name,
            say(s.kind),
            s.school.town,
            s.pupils,
            s.boys,
            s.girls,
            len(s.classes),
            s.over,
            s.oversize,
        )
        for s in shown["lines"]
    ]
    return as_file(_("学校一览"), heads, rows, format=format)


@page("orgs.see")
def census(request: HttpRequest) -> HttpResponse:
    """班额表 by school and grade on a day."""
    return answer(request, "census", _listed(request))


@page("orgs.see")
def census_export(request: HttpRequest, format: str) -> HttpResponse:
    """班额表 to save."""
    shown = _listed(request)
    heads = [
        _("学校标识码"),
        _("学校"),
        _("年级"),
        _("班数"),
        _("学生数"),
        _("男"),
        _("女"),
        _("最大班额"),
        _("超过标准的班"),
    ]
    rows = [
        (
            s.school.code,
            s.school.name,
            say(g.name),
            len(g.classes),
            g.pupils,
            g.boys,
            g.girls,
            g.largest,
            g.over,
        )
        for s in shown["lines"]
        for g in s.grades
    ]
    return as_file(_("班额表"), heads, rows, format=format)


def _listed(request: HttpRequest) -> dict[str, Any]:
    on = day(request)
    every = school_lines(request.actor, on=on)
    lines = narrowed(request, every)
    return {
        "on": on,
        "every": every,
        "lines": lines,
        "total": _total(lines),
        "kinds": {s.school.kind: s.kind for s in every},
        "towns": sorted({s.school.town for s in every if s.school.town}),
        "asked": request.GET,
        "query": request.GET.urlencode(),
        "sizes": [(class_stage(id_).label, size) for id_, size in class_sizes(on=on).standard.items()],
        "large": next(b for b in class_sizes(on=on).bands if b.id == "oversize"),
    }


def _total(lines: list[SchoolLine]) -> dict[str, int]:
    sums = {
        name: sum(getattr(s, name) for s in lines) for name in ("pupils", "boys", "girls", "over", "oversize")
    }
    return {**sums, "schools": len(lines), "classes": sum(len(s.classes) for s in lines)}
