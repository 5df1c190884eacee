"""What a browser keeps beside its session: never read by scripts, and bound to this host under https."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

YEAR = 365 * 24 * 3600


def keep(answer: HttpResponse, name: str, value: str) -> None:
    """The browser keeps the value for a year."""
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(_full(name), value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")


def kept(request: HttpRequest, name: str) -> str:
    """What the browser has kept, "" for nothing."""
    return str(request.COOKIES.get(_full(name), ""))


def _full(name: str) -> str:
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name
