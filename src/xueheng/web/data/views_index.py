"""What data there is, what is on its way in, and the workbooks to fill in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xueheng.apps.intake import queries
from xueheng.tables.filling.template import write_template
from xueheng.web.context import spoken
from xueheng.web.data.shelf import tables, with_words
from xueheng.web.rules import SIGNED_IN, page

A_PAGE = 50
LONGEST = 60
UNFINISHED = ("waiting", "reading", "read", "unreadable", "committing")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("data.see")
def index(request: HttpRequest) -> HttpResponse:
    """数据: the Datasets that the actor may see, by table, period and words."""
    actor = request.actor
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("table", "period", "q")}
    found = queries.datasets(actor, table=asked["table"] or None)
    found = found.filter(period__startswith=asked["period"]) if asked["period"] else found
    words = Q(org__name__icontains=asked["q"]) | Q(label__icontains=asked["q"])
    page_ = Paginator(found.filter(words), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "asked": asked,
        "page": page_,
        "datasets": with_words(page_),
        "uploads": with_words(u for u in queries.uploads(actor) if u.state in UNFINISHED),
        "tables": tables(),
        "may_upload": actor.may("data.upload"),
    }
    return render(request, "data/index.html", shown)


@page(SIGNED_IN)
def template(request: HttpRequest, table: str) -> HttpResponse:
    """下载模板: the workbook to fill in, in the reader's language."""
    wanted = next((found for found in tables() if found.name == table), None)
    if wanted is None:
        raise Http404
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(wanted, path, lang=spoken())
        body = path.read_bytes()
    response = HttpResponse(body, content_type=WORKBOOK)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{wanted.name}.xlsx"
    return response
