"""What is shown when nothing else can be: one sentence, what to do, and a number for whoever looks it up."""

from __future__ import annotations

import logging
import sys
import uuid

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from xueheng.web.rules import refused

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
log = logging.getLogger("xueheng.incident")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form was not whole; 413: it was more than is taken at once."""
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    return refused(request, status)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the actor's roles do not reach it."""
    return refused(request, 403)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from our own page, or from one that lay open too long."""
    return render(request, "refused.html", {"status": 403, "is_stale_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing there, or nothing that the actor may know of."""
    return refused(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; the log has the trace under the number that the page shows."""
    number = uuid.uuid4().hex[:8].upper()
    log.error("incident %s at %s %s", number, request.method, request.path, exc_info=sys.exc_info())
    return HttpResponse(render_to_string("broken.html", {"number": number}), status=500)
