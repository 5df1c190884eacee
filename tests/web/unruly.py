"""Addresses that misbehave, for the tests of the rules."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.project.urls import handler400, handler403, handler404, handler500, urlpatterns
from xueheng.web.rules import PUBLIC, page

__all__ = ["handler400", "handler403", "handler404", "handler500"]
ERRORS = {"early": NotReady, "foreign": NotAllowed, "absent": NotFound, "bug": RuntimeError}


def unruled(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


@page(PUBLIC, methods=("GET", "POST"))
def failing(request: HttpRequest, kind: str) -> HttpResponse:
    raise ERRORS[kind]("张三 <b>没有</b>")


@page("data.see")
def data_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("data")


urlpatterns = [
    path("unruled/", unruled),
    path("failing/<str:kind>/", failing),
    path("data-only/", data_only),
    path("", include(urlpatterns)),
]
