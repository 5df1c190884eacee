"""What is shown when nothing else can be: one sentence, what to do, and a number for whoever looks it up."""

from __future__ import annotations

import errno
import logging
import sys
import uuid

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from xueheng.web.rules import refused

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)
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
    log.warning("forged form at %r: %s", request.path, reason)
    return render(request, "refused.html", {"status": 403, "is_stale_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing there, or nothing that the actor may know of."""
    return refused(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours, 507: no room left; the log has the trace under the number that the page shows."""
    number, has_no_room = uuid.uuid4().hex[:8].upper(), _has_no_room(sys.exc_info()[1])
    log.error("incident %s at %s %r", number, request.method, request.path, exc_info=sys.exc_info())
    said = render_to_string("broken.html", {"number": number, "has_no_room": has_no_room})
    return HttpResponse(said, status=507 if has_no_room else 500)


def _has_no_room(error: BaseException | None) -> bool:
    """True when the disk is full or must not be written, be it under the database."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return True
        if getattr(error, "sqlite_errorname", "").startswith(
            ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")
        ):
            return True
        error = error.__cause__
    return False
