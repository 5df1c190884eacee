"""What everybody may read, without an account: published figures, their tables, how to verify them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from xueheng.apps.publish import queries
from xueheng.web.context import spoken
from xueheng.web.rules import PUBLIC, page

CURRENT = {"Cache-Control": "no-cache"}  # asked for anew each time: what is taken down is gone at once
NOT_FOUND_BY_SEARCH = {"X-Robots-Tag": "noindex, nofollow"}


@page(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """公开信息: what is published now, and the schools that there are."""
    found = [
        {"publication": p, "label": queries.label(p), "on": queries.as_of(p)} for p in queries.public_list()
    ]
    schools = queries.directory()
    shown = {"published": found, "schools": schools, "is_sample": any(s.is_sample for s in schools)}
    return _answer(request, "public/index.html", shown)


@page(PUBLIC)
def publication(request: HttpRequest, publication: UUID) -> HttpResponse:
    """公布页: the report as approved, with date, documents, receipt and tables; or why it is gone."""
    gone = queries.taken_down(publication)
    if gone is not None:
        return _answer(request, "public/gone.html", {"publication": gone}, status=410)
    found = queries.public(publication)
    fragment = queries.report_fragment(found, spoken())
    shown = {
        "publication": found,
        "label": queries.label(found),
        "fragment": fragment,
        "has_charts": 'class="plot"' in fragment,
        "on": queries.as_of(found),
        "manifest": queries.manifest(found),
        "tables": queries.tables(found),
        "has_bundle": queries.has_bundle(found),
        "holds_inputs": queries.has_bundle(found) and queries.holds_inputs(found),
    }
    answer = _answer(request, "public/publication.html", shown)
    return _headed(answer, NOT_FOUND_BY_SEARCH) if found.withheld or found.state != "published" else answer


@page(PUBLIC)
def table(request: HttpRequest, publication: UUID, name: str) -> HttpResponse | FileResponse:
    """A table of a publication as CSV."""
    path = queries.table_path(queries.public(publication), name)
    return _file(path.open("rb"), name)


@page(PUBLIC)
def bundle(request: HttpRequest, publication: UUID) -> HttpResponse | FileResponse:
    """存证: the public receipt of the published run."""
    found = queries.public(publication)
    return _file(queries.bundle(found).open("rb"), f"{found.run.method}.public.xhb.zip")


@page(PUBLIC)
def verify(request: HttpRequest) -> HttpResponse:
    """怎样核验: the command, and the hash of every publication to hold against one's file."""
    found = [(p, queries.manifest(p)) for p in queries.public_list()]
    return _answer(request, "public/verify.html", {"published": found})


def _answer(request: HttpRequest, name: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    answer = render(request, name, shown, status=status)
    return _headed(answer, CURRENT)


def _headed(answer: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _file(opened: Any, name: str) -> FileResponse:
    return FileResponse(opened, as_attachment=True, filename=name, headers=CURRENT | NOT_FOUND_BY_SEARCH)
