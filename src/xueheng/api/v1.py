"""Version 1: every room, the shape of every refusal, and the description for programs."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, RawPostDataException
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from xueheng.api.limits import JSON, refuse_deep
from xueheng.api.problems import Problem, fault, not_understood, problem_of, refused
from xueheng.api.rooms import (
    campaigns,
    collecting,
    data,
    desk,
    methods,
    mirrors,
    own,
    places,
    posts,
    privacy,
    publications,
    repairs,
    runs,
    uploads,
)
from xueheng.api.words import described
from xueheng.apps.errors import DomainError
from xueheng.apps.intake.releases import draft
from xueheng.apps.intake.releasing import NeedsRelease

ROOMS = {
    "desk": (desk, own, posts), "places": (places,), "data": (data,), "uploads": (uploads, repairs),
    "campaigns": (campaigns, collecting), "mirrors": (mirrors,), "runs": (methods, runs),
    "publications": (publications,), "privacy": (privacy,),
}  # fmt: skip


class Bounded(Parser):
    """Reads JSON that is called JSON and is not too deep."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The document of a request."""
        if request.content_type != JSON:
            raise Problem(415)
        refuse_deep(request.body)
        return json.loads(request.body)


api = NinjaAPI(
    title="Xueheng 学衡", version="1", openapi_url=None, docs_url=None, urls_namespace="v1", parser=Bounded()
)
for name, held in ROOMS.items():
    for room in held:
        api.add_router("", room.router, tags=[name])


@api.get("openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> Any:
    """The description of every operation, in the language of the request."""
    return described(api)


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names the fields that do not fit, never their values."""
    return refused(not_understood([_place(one["loc"]) for one in error.errors]))


@api.exception_handler(HttpError)
def turned_away(request: HttpRequest, error: HttpError) -> HttpResponse:
    """No token, a token that no longer holds, or a body that is no JSON."""
    cause = error.__cause__
    if isinstance(cause, Problem):
        return refused(cause)
    return refused(Problem(401 if error.status_code == 401 else 422))


@api.exception_handler(Problem)
def refusal(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What an operation itself refuses."""
    return refused(problem)


@api.exception_handler(RawPostDataException)
def of_another_kind(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """A form, and read as one, where JSON is asked for."""
    return refused(Problem(415))


@api.exception_handler(DomainError)
def told(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The sentence that a page would show."""
    return refused(problem_of(error))


@api.exception_handler(NeedsRelease)
def release_needed(request: HttpRequest, error: NeedsRelease) -> HttpResponse:
    """The sentence that a page would show, and the number of the release that waits for its reason."""
    drafted = draft(error.taking, actor=request.actor, now=request.now, address="")
    return refused(problem_of(error), release=drafted.pk)


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """An incident number, and nothing of how it came about."""
    return fault(request, error)


def _place(where: tuple[Any, ...]) -> str:
    return ".".join(str(step) for step in where[1:]) or str(where[0])
