"""Two acts that wait for each other: PostgreSQL gives one of them up, and we do it again."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

GIVEN_UP = ("40P01", "40001")  # deadlock, serialization failure: nothing of the transaction has happened


class AgainMiddleware:
    """A view whose transaction was given up is called once more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; what happens on an exception is below."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer of the second attempt; other faults are left as they are."""
        if not was_given_up(exception) or connection.in_atomic_block:
            return None
        for file in request.FILES.values():
            file.seek(0)
        match = request.resolver_match
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer


def was_given_up(exception: BaseException) -> bool:
    """True when the database let go of a transaction so that another could go on."""
    cause = exception.__cause__
    return isinstance(exception, OperationalError) and getattr(cause, "sqlstate", "") in GIVEN_UP
