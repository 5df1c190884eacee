"""镜像核对: what the national export says beside our roll, by name, before and after it is committed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.roster.queries import schools
from xueheng.packs.student_status.mirror import leave
from xueheng.packs.student_status.mirror import mirror as mirror_of
from xueheng.packs.student_status.telling import PARTS, corrections, heads, told
from xueheng.web.numbers import number_of
from xueheng.web.people.asked import answer, text
from xueheng.web.people.files import as_file
from xueheng.web.rules import page
from xueheng.web.templatetags.shown import say

A_PAGE = 50


@page("pupils.manage")
def mirror(request: HttpRequest, id: UUID) -> HttpResponse:
    """核对: counts of every class, and the rows of one of them by name."""
    shown = mirror_of(request.actor, id, now=timezone.now())
    part = text(request, "part")
    part = part if part in PARTS else next((p for p in PARTS if getattr(shown.found, p)), "new")
    names = dict(schools(request.actor).values_list("code", "name"))
    found = [
        t for t in told(shown.found, part, names) if text(request, "q") in f"{t.name}{t.number}{t.school}"
    ]
    counted = [(name, PARTS[name], shown.found.counts[name]) for name in PARTS]
    page_ = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    values = {"mirror": shown, "part": part, "parts": counted, "page": page_, "q": text(request, "q")}
    return answer(request, "mirror", values)


@page("pupils.manage", methods=("POST",))
def mirror_export(request: HttpRequest, id: UUID, format: str) -> HttpResponse:
    """核对结果 to save: one class of rows, or what the national system must be told."""
    shown = mirror_of(request.actor, id, now=timezone.now())
    names = dict(schools(request.actor).values_list("code", "name"))
    part = text(request, "part")
    found = told(shown.found, part, names) if part in PARTS else corrections(shown.found, names)
    rows = [
        (t.school_code, t.school, t.number, t.name, say(t.column), t.ours, t.national, say(t.why))
        for t in found
    ]
    name = say(PARTS[part]) if part in PARTS else _("国家学籍系统更正表")
    return as_file(name, [say(h) for h in heads()], rows, format=format)


@page("pupils.manage", methods=("POST",))
def mirror_leave(request: HttpRequest, id: UUID) -> HttpResponse:
    """离籍 of those missing pupils who are ticked."""
    said = map(number_of, request.POST.getlist("person"))
    ticked = {person for person in said if person is not None}
    n = leave(request.actor, id, ticked, now=timezone.now())
    messages.success(request, _("已离籍的学生：%(n)s 名。") % {"n": n})
    return redirect("people:mirror", id)
