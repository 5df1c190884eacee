"""The door: who asks, how often, in which language; then one operation, and its answer in one shape."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from xueheng.api.limits import refuse_too_much, spend
from xueheng.api.problems import Problem, problem_of, refused
from xueheng.apps.errors import DomainError
from xueheng.apps.roster.actor import NOBODY
from xueheng.apps.roster.tokens import token_actor


def answer(request: HttpRequest) -> HttpResponse:
    """The answer to a program: by its token alone, in the language that it accepts, kept by nobody."""
    language = _language(request)
    request.now, request.bearer, request.actor = timezone.now(), None, NOBODY
    with translation.override(language):
        found = _spent(request)
    found.headers["Content-Language"] = language
    found.headers["Cache-Control"] = "no-store, private"
    return found


answer.rule = "public"  # type: ignore[attr-defined]  # each operation has its own
answer.methods = ("GET", "POST")  # type: ignore[attr-defined]


def _spent(request: HttpRequest) -> HttpResponse:
    secret = _secret(request)
    request.bearer = token_actor(secret, now=request.now) if secret else None
    spent = spend(request)
    if spent.seconds:
        found = refused(Problem(429, Retry_After=str(spent.seconds)))
    elif secret is not None and request.bearer is None:
        found = refused(Problem(401))
    else:
        found = _carried_out(request)
    for name, value in spent.headers.items():
        found.headers[name] = value
    return found


def _carried_out(request: HttpRequest) -> HttpResponse:
    if request.bearer is not None:
        request.actor = request.bearer.actor
    try:
        refuse_too_much(request)
        match = _operations().resolve(request.path_info.partition("/api/v1/")[2])
        found: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Resolver404:
        return refused(Problem(404))
    except Problem as problem:
        return refused(problem)
    except DomainError as error:
        return refused(problem_of(error))
    except SuspiciousOperation:  # more fields or bytes than Django takes
        return refused(Problem(413))
    except (MultiPartParserError, UnreadablePostError):
        return refused(Problem(422))
    return refused(Problem(405, Allow=found.headers["Allow"])) if found.status_code == 405 else found


@cache
def _operations() -> URLResolver:
    """Every operation; read when one is asked for first, so that pages start without them."""
    patterns: Any = import_module("xueheng.api.v1").api.urls[0]
    return URLResolver(RegexPattern(""), patterns)


def _secret(request: HttpRequest) -> str | None:
    """What is shown as a token; None where nothing is."""
    shown = request.headers.get("Authorization")
    if shown is None:
        return None
    kind, _space, secret = shown.partition(" ")
    return secret.strip() if kind.casefold() == "bearer" else ""


def _language(request: HttpRequest) -> str:
    """Chinese, unless the program would rather have English."""
    asked = [name for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    known = (name.partition("-")[0] for name in asked)
    return "en" if next((name for name in known if name in ("zh", "en")), "zh") == "en" else "zh-hans"
