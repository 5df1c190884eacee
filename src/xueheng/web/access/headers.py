"""What every answer tells the browser to keep apart."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

OWN = ("publickey-credentials-create", "publickey-credentials-get")
NONE = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in OWN), *(f"{name}=()" for name in NONE)])


class HeadersMiddleware:
    """No page is read by another site, and no script asks for what no page of ours needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; tables say their coding, and where there is https no cookie leaves it."""
        response = self.get_response(request)
        if response.headers.get("Content-Type") == "text/csv":
            response.headers["Content-Type"] = "text/csv; charset=utf-8"
        for cookie in response.cookies.values():
            cookie["secure"] = cookie["secure"] or settings.SESSION_COOKIE_SECURE
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
