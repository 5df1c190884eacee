"""Every address declares who may open it; one without a rule cannot be opened at all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from xueheng.apps.errors import DomainError, NotAllowed, NotFound
from xueheng.apps.intake.releases import draft
from xueheng.apps.intake.releasing import NeedsRelease
from xueheng.apps.roster.actor import NOBODY, Actor
from xueheng.apps.roster.queries import actor_of

log = logging.getLogger("xueheng.refused")
PUBLIC, SIGNED_IN = "public", "signed_in"
View = Callable[..., HttpResponse]


def page(rule: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Declare who may open a view: PUBLIC, SIGNED_IN or a permission held somewhere; and with which methods.

    What the actor may see of it is for the query or the service that the view calls.
    """
    allowed = (*methods, "HEAD", "OPTIONS") if "GET" in methods else (*methods, "OPTIONS")

    def declared(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
            if request.method not in allowed:
                return refused(request, 405, headers={"Allow": ", ".join(allowed)})
            return view(request, *args, **values)

        guarded.rule = rule  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        return guarded

    return declared


class RuleMiddleware:
    """Gives each request its actor and holds it to the view's rule; says what went wrong in plain words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what a signed-in person sees is kept by nobody on the way, nor found by a search engine."""
        request.actor = SimpleLazyObject(lambda: _actor(request))
        request.rule = ""
        response = self.get_response(request)
        if request.rule != PUBLIC:
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, values: Any) -> HttpResponse | None:
        """Turn away whom the rule does not admit."""
        request.rule = getattr(view, "rule", None)
        if request.rule is None:
            raise RuntimeError(f"no rule for {request.resolver_match.view_name}")
        if request.rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _sign_in(request)
        if request.rule != SIGNED_IN and not request.actor.may(request.rule):
            note_refusal(request)
            return refused(request, 403)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A problem that the user can act on is a sentence; anything else is a bug and rises."""
        return _told(request, error) if isinstance(error, DomainError) else None


def refused(
    request: HttpRequest, status: int, said: str = "", *, headers: dict[str, str] | None = None
) -> HttpResponse:
    """A page that says in plain words why not, and what to do; `said` is the sentence of the one problem."""
    answer = render(request, "refused.html", {"status": status, "said": said}, status=status)
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


def note_refusal(request: HttpRequest) -> None:
    """The log keeps who was turned away from where, and nothing of what was asked."""
    log.warning("%s turned away from %s", request.actor.label, request.resolver_match.view_name)


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return NOBODY
    return actor_of(request.user, timezone.localdate())


def _sign_in(request: HttpRequest) -> HttpResponse:
    address = request.get_full_path() if request.method == "GET" else reverse("desk:home")
    if request.htmx:
        address = urlsplit(request.htmx.current_url_abs_path or address).path
    address = f"{reverse('desk:sign_in')}?{urlencode({'next': address})}"
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)


def _told(request: HttpRequest, error: DomainError) -> HttpResponse:
    if isinstance(error, NeedsRelease):
        asked = {"address": request.get_full_path(), "actor": request.actor, "now": timezone.now()}
        return redirect("privacy:release", draft(error.taking, **asked).pk)
    status = 404 if isinstance(error, NotFound) else 403 if isinstance(error, NotAllowed) else 409
    if status == 403:
        note_refusal(request)
    back = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}/"
    if request.method == "POST" and status == 409 and back.startswith(ours):
        messages.error(request, str(error))
        return HttpResponse(headers={"HX-Redirect": back}) if request.htmx else redirect(back)
    return refused(request, status, str(error))
