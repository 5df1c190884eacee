"""国家系统核对: exports of the national systems beside what is kept here, by name, before and after."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.intake.mirroring.mirror import adopt, leave
from xueheng.apps.intake.mirroring.mirror import mirror as mirror_of
from xueheng.apps.intake.mirroring.overview import overview
from xueheng.apps.intake.mirroring.taking import names, take
from xueheng.apps.intake.mirroring.telling import PARTS, parts, told
from xueheng.tables.schema import schema
from xueheng.web.numbers import number_of
from xueheng.web.people.asked import answer, text
from xueheng.web.people.files import as_file
from xueheng.web.rules import page
from xueheng.web.templatetags.shown import say

A_PAGE = 50


@page("data.see")
def mirrors(request: HttpRequest) -> HttpResponse:
    """国家系统一览: of each mirror that the reader may see, the last export and what is to be settled."""
    return answer(request, "mirrors", {"lines": overview(request.actor)})


@page("data.see")
def mirror(request: HttpRequest, id: UUID) -> HttpResponse:
    """核对: counts of every class, and the rows of one of them by name."""
    shown = mirror_of(request.actor, id, now=timezone.now())
    part, wanted, side = text(request, "part"), text(request, "q"), shown.side
    part = part if part in PARTS else next((p for p in PARTS if getattr(shown.found, p)), "new")
    lines = told(shown.found, part, names(request.actor, shown), side.system)
    found = [t for t in lines if wanted in f"{t.name}{t.number}{t.school}"]
    keeps = shown.done is not None and bool(side.keeps) and request.actor.may(side.keeps, shown.upload.org)
    values = {
        "mirror": shown,
        "system": side.system,
        "part": part,
        "parts": [(name, label, shown.found.counts[name]) for name, label in parts(side.system).items()],
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "q": wanted,
        "may_leave": keeps and part == "missing" and bool(side.take_off),
        "may_adopt": keeps and part == "contradicting" and side.adopts,
        "number": schema(side.table).column(side.system.key[0]).label,
        "differs": part in ("changed", "contradicting"),
    }
    return answer(request, "mirror", values)


@page("data.see", methods=("POST",))
def mirror_export(request: HttpRequest, id: UUID, format: str) -> HttpResponse:
    """核对结果 to save: one class of rows, what is to be settled, or the file for the national system."""
    made = take(request.actor, id, text(request, "part"), format=format, now=timezone.now())
    rows = [[cell if isinstance(cell, str) else say(cell) for cell in row] for row in made.rows]
    return as_file(say(made.name), [say(h) for h in made.heads], rows, format=format)


@page("data.see", methods=("POST",))
def mirror_leave(request: HttpRequest, id: UUID) -> HttpResponse:
    """离开 of those missing who are ticked."""
    n = leave(request.actor, id, _ticked(request, "person"), now=timezone.now())
    messages.success(request, _("已离开的人员：%(n)s 名。") % {"n": n})
    return redirect("people:mirror", id)


@page("data.see", methods=("POST",))
def mirror_adopt(request: HttpRequest, id: UUID) -> HttpResponse:
    """采用国家系统的姓名和出生日期 of the ticked rows."""
    n = adopt(request.actor, id, _ticked(request, "row"), now=timezone.now())
    messages.success(request, _("已按国家系统更正：%(n)s 名。") % {"n": n})
    return redirect("people:mirror", id)


def _ticked(request: HttpRequest, name: str) -> set[int]:
    said = map(number_of, request.POST.getlist(name))
    return {number for number in said if number is not None}
